package dev.lockstep.audit.identity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How far this service's own events are ahead of the history, in which they become entries like those of others. */
final class OwnEvents {

    /** So many of them may be on their way: a tenth of what makes rollouts wait by default. */
    static final int MOST_ON_THEIR_WAY = 1_000;

    /** Among so many events before those, one is looked for that has arrived: one that was given up never does. */
    private static final int LOOKED_AT = 100;

    private static final String AHEAD = """
            with earlier as (select stream, version from event_log order by transaction_id desc, position desc offset %d limit %d)
            select exists (select 1 from earlier) and not exists (
                select 1 from earlier join entry on entry.source = ? and entry.stream = earlier.stream
                                                and entry.stream_version = earlier.version)
            """.formatted(MOST_ON_THEIR_WAY, LOOKED_AT);

    private OwnEvents() {}

    /**
     * Whether more are on their way than may be.
     *
     * @param source how this service's events name it
     */
    static boolean areFarAhead(Connection connection, String source) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AHEAD)) {
            select.setString(1, source);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
