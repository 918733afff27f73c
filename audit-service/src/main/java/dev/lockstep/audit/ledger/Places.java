package dev.lockstep.audit.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Verifies what stands beside the entries and decides who finds them: the sites of clusters and the spans of times. */
final class Places {

    private static final String SITES = "select cluster, site from cluster_site";
    private static final String MISPLACED = """
            select min(e.index) from entry e left join cluster_site place on place.cluster = e.cluster
            where e.site is distinct from place.site
            """;
    private static final String SPANS = """
            select coalesce(s.block, made.block)
            from entry_span s
            full join (select index / %1$d as block, min(time) as first_time, max(time) as last_time from entry
                       group by index / %1$d) made on made.block = s.block
            where s.first_time is distinct from made.first_time or s.last_time is distinct from made.last_time
            order by 1
            """.formatted(TimeSpans.BLOCK);

    private Places() {}

    /** Is told what does not hold. */
    interface Told {
        void at(long index, String detail);
    }

    /** @param registered the site of each cluster, as the entries have it */
    static void check(Connection connection, Map<String, String> registered, Told told) throws SQLException {
        Map<String, String> stored = new TreeMap<>();
        each(connection, SITES, row -> stored.put(row.getString(1), row.getString(2)));
        if (!stored.equals(registered)) {
            told.at(0, "clusters are at the sites %s, and were registered at %s".formatted(stored, registered));
        }
        each(connection, MISPLACED, row -> {
            long index = row.getLong(1);
            if (!row.wasNull()) {
                told.at(index, "entry %d is not at the site of its cluster".formatted(index));
            }
        });
        each(connection, SPANS, row -> {
            long index = row.getLong(1) * TimeSpans.BLOCK;
            told.at(index, "the entries from %d on are not looked for at their times".formatted(index));
        });
    }

    private interface Look {
        void at(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, Look look) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                look.at(rows);
            }
        }
    }
}
