package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.ContractJson;
import dev.lockstep.eventsourcing.Snapshots;
import dev.lockstep.eventsourcing.postgres.PostgresSnapshots;
import javax.sql.DataSource;

/** Kept states of rollouts, so that a service that starts anew need not read thousands of events of each. */
public final class RolloutSnapshots {

    /** Of the state's shape and of how events make it; raised when either changes, and the build asks for it. */
    public static final int VERSION = 5;

    /** Events between two snapshots of a rollout, some fifteen steps. */
    public static final int INTERVAL = 200;

    private RolloutSnapshots() {}

    /** Those in a database that has the tables of the event store. */
    public static Snapshots<Rollout> in(DataSource dataSource) {
        return new PostgresSnapshots<>(
                dataSource, ContractJson.mapper(), Rollout.class, "rollout.v" + VERSION, INTERVAL);
    }
}
