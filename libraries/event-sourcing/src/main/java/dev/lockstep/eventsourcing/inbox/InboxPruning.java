package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Forgets the ids of messages that were handled long ago, so that {@code inbox_message} does not grow for ever.
 *
 * <p>However late a message comes again, it is still not handled twice. A redelivered event has the stream and the version that it had
 * the first time; {@code inbox_stream} keeps the last version that each consumer has handled of each stream, for ever, in the same
 * transaction as the effect; and what is not above that version is a duplicate before its id is even looked for. So no time is too
 * short for the guarantee, whatever Kafka's retention is and wherever an offset is set back to. The ids are the second
 * safeguard: they catch an event that was published again under another version, which no relay does.
 */
public final class InboxPruning {

    private static final int BATCH = 5_000;
    private static final String DELETE = """
            delete from inbox_message where ctid = any (array(
                select ctid from inbox_message where handled_at < ? limit ? for update skip locked))""";

    private final DataSource database;

    /** @param database gives connections in auto-commit mode */
    public InboxPruning(DataSource database) {
        this.database = database;
    }

    /**
     * Forgets, in small transactions that hold nobody up. Replicas may do it at the same time.
     *
     * @param handledBefore ids of messages handled before then are forgotten
     * @return how many
     */
    public long prune(Instant handledBefore) {
        long pruned = 0;
        int batch;
        do {
            batch = pruneBatch(handledBefore);
            pruned += batch;
        } while (batch == BATCH);
        return pruned;
    }

    private int pruneBatch(Instant handledBefore) {
        return Sql.call("prune the inbox", () -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement = connection.prepareStatement(DELETE)) {
                statement.setTimestamp(1, Timestamp.from(handledBefore));
                statement.setInt(2, BATCH);
                return statement.executeUpdate();
            }
        });
    }
}
