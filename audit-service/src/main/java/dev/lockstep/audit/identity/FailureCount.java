package dev.lockstep.audit.identity;

import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Failed requests of nobody known. Anybody can make as many as they like: they are counted in the database, by all replicas together, and taken
 * from there once a minute at most.
 */
final class FailureCount {

    static final Duration INTERVAL = Duration.ofMinutes(1);
    static final int MOST_KINDS = 50;

    private static final String OTHERS = "others";
    private static final String UNKNOWN = "unknown";
    private static final String ADD = """
            insert into identity_failure as counted (act, error, client, network, count, first_at, last_at)
            values (?, ?, ?, ?, 1, ?, ?)
            on conflict (act, error, client, network) do update
            set count = counted.count + 1,
                first_at = least(counted.first_at, excluded.first_at),
                last_at = greatest(counted.last_at, excluded.last_at)
            """;
    private static final String DUE =
            "update identity_failure_due set due = ? where due <= ? and exists (select 1 from identity_failure)";
    private static final String TAKE = """
            with taken as (delete from identity_failure returning *),
                 placed as (select taken.*, row_number() over (order by count desc, first_at, act, error, client, network) as place
                            from taken),
                 told as (select act, error, client, case when place <= %d then network else '%s' end as source, count, first_at, last_at
                          from placed)
            select act, error, client, source, sum(count)::bigint as count, min(first_at) as first_at, max(last_at) as last_at
            from told group by act, error, client, source order by source = '%s', count desc, first_at, act, error, client, source
            """.formatted(MOST_KINDS, OTHERS, OTHERS);

    private FailureCount() {}

    /** Whether an act is a failed request of nobody known. */
    static boolean isCounted(IdentityActRecorded act) {
        return act.error() != null && act.account() == null && act.accountId() == null;
    }

    /** Counts some. */
    static void add(Connection connection, List<IdentityActRecorded> failures) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (IdentityActRecorded failure : failures) {
                OffsetDateTime at = failure.actedAt().atOffset(ZoneOffset.UTC);
                insert.setString(1, failure.act());
                insert.setString(2, failure.error());
                insert.setString(3, Objects.requireNonNullElse(failure.client(), ""));
                insert.setString(4, Objects.requireNonNullElse(failure.address(), UNKNOWN));
                insert.setObject(5, at);
                insert.setObject(6, at);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Takes away what was counted, when it is time to write it; what has no place in one event stands together at the end. */
    static List<IdentityFailures> take(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement due = connection.prepareStatement(DUE)) {
            due.setObject(1, now.plus(INTERVAL).atOffset(ZoneOffset.UTC));
            due.setObject(2, now.atOffset(ZoneOffset.UTC));
            if (due.executeUpdate() == 0) {
                return List.of();
            }
        }
        List<IdentityFailures> taken = new ArrayList<>();
        try (PreparedStatement take = connection.prepareStatement(TAKE);
                ResultSet row = take.executeQuery()) {
            while (row.next()) {
                taken.add(new IdentityFailures(
                        row.getString("act"),
                        row.getString("error"),
                        client(row.getString("client")),
                        row.getString("source"),
                        row.getLong("count"),
                        row.getObject("first_at", OffsetDateTime.class).toInstant(),
                        row.getObject("last_at", OffsetDateTime.class).toInstant()));
            }
        }
        return taken;
    }

    private static @Nullable String client(String counted) {
        return counted.isEmpty() ? null : counted;
    }
}
