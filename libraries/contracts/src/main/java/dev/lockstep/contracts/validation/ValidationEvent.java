package dev.lockstep.contracts.validation;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the validation service decided. */
public sealed interface ValidationEvent extends PublishedEvent
        permits ValidationEvent.GateAnswered, ValidationEvent.VerdictsChanged, WaiverEvent, OwnRequirementsChanged {

    /**
     * The answer to a gate that a rollout asked for.
     *
     * @param gate the gate that was asked for
     * @param rollout the rollout that asked
     * @param step the step that waits for it
     * @param versions the inventory versions it was computed from; exactly those asked for
     * @param catalogueVersion version of the requirement catalogue
     * @param catalogueHash SHA-256 of the catalogue, in hexadecimal
     * @param evaluatedAt when
     * @param open whether nothing blocks
     * @param results every result that applies, worst first; those that passed in brief
     */
    @EventType("lockstep.validation.gate-answered.v1")
    record GateAnswered(
            ClusterId cluster,
            UUID gate,
            UUID rollout,
            String step,
            InventoryVersions versions,
            String catalogueVersion,
            String catalogueHash,
            Instant evaluatedAt,
            boolean open,
            List<RequirementResult> results)
            implements ValidationEvent {
        public GateAnswered {
            results = List.copyOf(results);
        }

        @Override
        public String partitionKey() {
            return cluster.value();
        }
    }

    /**
     * Facts changed, and with them verdicts. What is told is a comparison of two inventory versions at one moment; that facts grow old
     * meanwhile is told by reports.
     *
     * @param before the inventory versions that are compared
     * @param after the later ones
     * @param scenario the scenario for which verdicts are compared, at all its stages
     * @param catalogueVersion version of the requirement catalogue
     * @param catalogueHash SHA-256 of the catalogue, in hexadecimal
     * @param evaluatedAt when
     * @param changes only the verdicts that are others, 1 to 500
     */
    @EventType("lockstep.validation.verdicts-changed.v1")
    record VerdictsChanged(
            ClusterId cluster,
            InventoryVersions before,
            InventoryVersions after,
            Scenario scenario,
            String catalogueVersion,
            String catalogueHash,
            Instant evaluatedAt,
            List<VerdictChange> changes)
            implements ValidationEvent {
        public VerdictsChanged {
            changes = List.copyOf(changes);
        }

        @Override
        public String partitionKey() {
            return cluster.value();
        }
    }
}
