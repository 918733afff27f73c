package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.orchestration.approval.Approvals.Gate;
import dev.lockstep.orchestration.automation.GateAnswers;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.orchestration.rollout.RefusedException;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.orchestration.signal.WakeUpCall;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Asks validation, for somebody who wants to approve, whether the plan's requirements are met on what is recorded at this moment. */
@ApplicationScoped
class ApprovalGates {

    /** Other replicas bring answers too, and nobody rings here for them. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Rollouts rollouts;
    private final InventoryView inventory;
    private final GateAnswers answers;
    private final WakeUpCall wakeUpCall;
    private final Clock clock;
    private final Duration patience;

    @Inject
    ApprovalGates(
            Rollouts rollouts,
            InventoryView inventory,
            GateAnswers answers,
            WakeUpCall wakeUpCall,
            Clock clock,
            @ConfigProperty(name = "lockstep.orchestration.approval-patience") Duration patience) {
        this.rollouts = rollouts;
        this.inventory = inventory;
        this.answers = answers;
        this.wakeUpCall = wakeUpCall;
        this.clock = clock;
        this.patience = patience;
    }

    /** What validation says, or null when it did not answer in time or the rollout has started. */
    RolloutCommand.@Nullable GateAnswer answer(UUID rollout) {
        Instant begun = clock.instant();
        Instant until = begun.plus(patience);
        try {
            while (true) {
                int ring = wakeUpCall.lastRing();
                Rollout state = rollouts.state(rollout);
                if (state.status() != Status.REQUESTED && state.status() != Status.APPROVED) {
                    return null;
                }
                InventoryVersions recorded = recorded(state.required().cluster());
                ask(rollout, state, recorded, begun);
                Optional<RolloutCommand.GateAnswer> found = found(rollouts.state(rollout), recorded);
                if (found.isPresent() || !clock.instant().isBefore(until)) {
                    return found.orElse(null);
                }
                wakeUpCall.await(ring, GLANCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private InventoryVersions recorded(ClusterId cluster) {
        return inventory
                .latest(cluster)
                .map(Recorded::versions)
                .orElseThrow(() -> new IllegalStateException(
                        "a rollout was asked for on a cluster that was never heard of: " + cluster));
    }

    /** Asks, unless this was asked before and not long ago; but what was closed before this request may be open now. */
    private void ask(UUID rollout, Rollout state, InventoryVersions recorded, Instant begun) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean anew = found(state, recorded)
                .filter(answer -> !answer.blocking().isEmpty())
                .map(_ -> state.approvals().gate())
                .filter(gate -> gate.askedAt().isBefore(begun))
                .isPresent();
        try {
            rollouts.handle(
                    rollout,
                    new RolloutCommand.AskApprovalGate(UUID.randomUUID(), recorded, anew, now),
                    Rollouts.byAutomation(UUID.randomUUID(), state.required().cluster(), now));
        } catch (RefusedException e) {
            // It was asked for already, or somebody has started the rollout.
        }
    }

    private Optional<RolloutCommand.GateAnswer> found(Rollout state, InventoryVersions recorded) {
        Gate asked = state.approvals().gate();
        return asked == null
                ? Optional.empty()
                : answers.find(asked.id())
                        .map(answer -> new RolloutCommand.GateAnswer(
                                asked.id(), answer.versions(), recorded, answer.blocking()));
    }
}
