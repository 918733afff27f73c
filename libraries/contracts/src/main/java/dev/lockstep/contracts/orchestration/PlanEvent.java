package dev.lockstep.contracts.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import java.time.Instant;

/** What happened to a plan. */
public sealed interface PlanEvent extends OrchestrationEvent {

    ClusterId cluster();

    @Override
    default String partitionKey() {
        return cluster().value();
    }

    /**
     * A plan was made.
     *
     * @param hash SHA-256 of the plan's canonical JSON (RFC 8785), in hexadecimal; identifies the plan
     * @param versions the inventory versions it was computed from
     * @param plan the whole plan
     */
    @EventType("lockstep.orchestration.plan-made.v1")
    record PlanMade(
            ClusterId cluster,
            String hash,
            Scenario scenario,
            InventoryVersions versions,
            Authority plannedBy,
            Instant plannedAt,
            JsonNode plan)
            implements PlanEvent {}
}
