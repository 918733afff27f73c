package dev.lockstep.orchestration.planning;

import dev.lockstep.eventsourcing.memory.InMemoryEventStore;
import dev.lockstep.procedures.Plan;
import jakarta.enterprise.inject.Vetoed;
import org.postgresql.ds.PGSimpleDataSource;

/** The plans when there is just one, without a database. */
@Vetoed
public final class OnePlan extends Plans {

    private final Plan plan;

    public OnePlan(Plan plan) {
        super(new InMemoryEventStore(), new PGSimpleDataSource());
        this.plan = plan;
    }

    @Override
    public Plan require(String hash) {
        return plan;
    }
}
