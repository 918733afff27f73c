package dev.lockstep.orchestration.signal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/**
 * Rollouts that may have waited for what a transaction brings. Their rows are changed last in the transaction, all in one statement and
 * in one order, so that no two transactions wait for each other; the threads that carry them on are called when it has committed, for
 * before that there is nothing to see.
 */
@ApplicationScoped
public class WaitingRollouts {

    private static final String WAKE = """
            update rollout set wake_at = now(), wake_number = wake_number + 1
             where id in (select id from rollout where active and %s order by id for update)""";
    private static final String OF_INVENTORY =
            WAKE.formatted("(cluster = any(?) or split_part(cluster, ':', 1) = any(?))");
    private static final String OF_IDS = WAKE.formatted("id = any(?)");

    private final WakeUpCall wakeUpCall;
    private final TransactionSynchronizationRegistry transaction;

    @Inject
    WaitingRollouts(WakeUpCall wakeUpCall, TransactionSynchronizationRegistry transaction) {
        this.wakeUpCall = wakeUpCall;
        this.transaction = transaction;
    }

    /** Wakes rollouts. */
    public void wake(Collection<UUID> rollouts, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(OF_IDS)) {
            update.setArray(1, connection.createArrayOf("uuid", rollouts.toArray()));
            update.executeUpdate();
        }
        callAfterCommit();
    }

    /**
     * Wakes the rollouts on clusters, and on all clusters of organizations.
     *
     * @param clusters their ids
     * @param organizations their ids
     */
    public void wakeOn(Collection<String> clusters, Collection<String> organizations, Connection connection)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(OF_INVENTORY)) {
            update.setArray(1, connection.createArrayOf("text", clusters.toArray()));
            update.setArray(2, connection.createArrayOf("text", organizations.toArray()));
            update.executeUpdate();
        }
        callAfterCommit();
    }

    private void callAfterCommit() {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // There is nothing to see yet.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    wakeUpCall.ring();
                }
            }
        });
    }
}
