package dev.lockstep.audit.ledger;

import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * When the entries of each block of the log happened: the earliest and the latest of {@value #BLOCK}. The log is in the order in which
 * events arrived, which is nearly that of their times; so a span of time is a span of the log, and what lies outside is not looked at.
 */
public final class TimeSpans {

    /** Entries of a block. */
    public static final int BLOCK = 4_096;

    private static final String WIDEN = """
            insert into entry_span as s (block, first_time, last_time) values (?, ?::timestamptz, ?::timestamptz)
            on conflict (block) do update
            set first_time = least(s.first_time, excluded.first_time), last_time = greatest(s.last_time, excluded.last_time)
            """;

    private TimeSpans() {}

    /** Takes in entries from index {@code first} on. */
    static void widen(Connection connection, long first, List<LedgerEntry> entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WIDEN)) {
            int from = 0;
            while (from < entries.size()) {
                long block = (first + from) / BLOCK;
                int to = (int) Math.min(entries.size(), (block + 1) * BLOCK - first);
                List<Instant> times = entries.subList(from, to).stream()
                        .map(LedgerEntry::time)
                        .sorted()
                        .toList();
                statement.setLong(1, block);
                statement.setString(2, times.getFirst().toString());
                statement.setString(3, times.getLast().toString());
                statement.addBatch();
                from = to;
            }
            statement.executeBatch();
        }
    }
}
