package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import java.sql.Connection;
import java.sql.SQLException;

/** A table that is written with the events of rollouts, in their transaction. */
public interface RolloutProjection {

    /**
     * Takes an event in.
     *
     * @param event what happened
     * @param after the rollout's state after the whole command
     * @param version of the rollout's stream after the whole command
     */
    void apply(RolloutEvent event, Rollout after, long version, Connection connection) throws SQLException;
}
