package dev.lockstep.orchestration.rollout;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.Refusal;
import java.sql.SQLException;
import java.util.Map;

/** Rules that the database itself keeps, told as refusals. */
final class RolloutConflicts {

    private static final String UNIQUE_VIOLATION = "23505";

    private RolloutConflicts() {}

    static RuntimeException translate(SQLException e) {
        if (UNIQUE_VIOLATION.equals(e.getSQLState())
                && String.valueOf(e.getMessage()).contains("rollout_one_active_per_cluster")) {
            return new RefusedException(new Refusal(
                    "rollout-active",
                    "Another rollout of this cluster is not over.",
                    "Finish or abort that one first",
                    Map.of()));
        }
        return new EventStoreException("A rollout's tables cannot be written", e);
    }
}
