package dev.lockstep.audit.identity;

import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which records of the identity provider were taken over, as far back as they are read again. */
final class IdentityActTable {

    private static final String READING = """
            select (select max(acted_at) from identity_act where source = ?) as latest,
                   (select forgotten_before from identity_reading where source = ?) as forgotten_before
            """;
    private static final String NOTE =
            "insert into identity_act (source, record, acted_at) values (?, ?, ?) on conflict do nothing";
    private static final String FORGET = "delete from identity_act where source = ? and acted_at < ?";
    private static final String FORGOTTEN = """
            insert into identity_reading as known (source, forgotten_before) values (?, ?)
            on conflict (source) do update set forgotten_before = greatest(known.forgotten_before, excluded.forgotten_before)
            """;

    private IdentityActTable() {}

    /**
     * How far a source was read.
     *
     * @param latest when the latest act was that was taken over, by the identity provider's clock
     * @param forgottenBefore of what was recorded before, it is no longer known whether it was taken over: it was
     */
    record Reading(Instant latest, Instant forgottenBefore) {}

    /** How far a source was read; empty before the first record. */
    static Optional<Reading> reading(Connection connection, Source source) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READING)) {
            select.setString(1, source.name());
            select.setString(2, source.name());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                OffsetDateTime latest = row.getObject("latest", OffsetDateTime.class);
                return latest == null
                        ? Optional.empty()
                        : Optional.of(new Reading(
                                latest.toInstant(), orEpoch(row.getObject("forgotten_before", OffsetDateTime.class))));
            }
        }
    }

    private static Instant orEpoch(@Nullable OffsetDateTime moment) {
        return moment == null ? Instant.EPOCH : moment.toInstant();
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

    /** Forgets what is older, and that it did. */
    static void forget(Connection connection, Source source, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET);
                PreparedStatement forgotten = connection.prepareStatement(FORGOTTEN)) {
            delete.setString(1, source.name());
            delete.setObject(2, before.atOffset(ZoneOffset.UTC));
            if (delete.executeUpdate() > 0) {
                forgotten.setString(1, source.name());
                forgotten.setObject(2, before.atOffset(ZoneOffset.UTC));
                forgotten.executeUpdate();
            }
        }
    }
}
