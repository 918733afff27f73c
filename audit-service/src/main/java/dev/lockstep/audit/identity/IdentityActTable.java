package dev.lockstep.audit.identity;

import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
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

/** Which records of the identity provider were taken over, as far back as they are read again. */
final class IdentityActTable {

    private static final String LATEST = "select max(acted_at) from identity_act where source = ?";
    private static final String NOTE =
            "insert into identity_act (source, record, acted_at) values (?, ?, ?) on conflict do nothing";
    private static final String FORGET = "delete from identity_act where source = ? and acted_at < ?";

    private IdentityActTable() {}

    /** When the latest act was that was taken over; the beginning of time when none was. */
    static Instant latest(Connection connection, Source source) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATEST)) {
            select.setString(1, source.name());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                OffsetDateTime latest = row.getObject(1, OffsetDateTime.class);
                return latest == null ? Instant.EPOCH : latest.toInstant();
            }
        }
    }

    /** Notes acts as taken over; those that were not before, in their order. */
    static List<IdentityActRecorded> note(Connection connection, Source source, List<IdentityActRecorded> acts)
            throws SQLException {
        List<IdentityActRecorded> fresh = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            for (IdentityActRecorded act : acts) {
                insert.setString(1, source.name());
                insert.setString(2, act.record());
                insert.setObject(3, act.actedAt().atOffset(ZoneOffset.UTC));
                if (insert.executeUpdate() == 1) {
                    fresh.add(act);
                }
            }
        }
        return fresh;
    }

    /** Forgets what is older than the latest by more than so much. */
    static void forget(Connection connection, Source source, Duration behind) throws SQLException {
        Instant latest = latest(connection, source);
        if (latest.equals(Instant.EPOCH)) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setString(1, source.name());
            delete.setObject(2, latest.minus(behind).atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }
}
