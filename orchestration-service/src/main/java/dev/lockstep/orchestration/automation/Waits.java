package dev.lockstep.orchestration.automation;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.orchestration.auditbacklog.AuditBacklog;
import dev.lockstep.orchestration.auditbacklog.Standing;
import dev.lockstep.orchestration.automation.NextMove.Give;
import dev.lockstep.orchestration.automation.NextMove.Rest;
import dev.lockstep.orchestration.dispatch.WorkOrders;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.rollout.HoldChoices;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Mending;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.procedures.PlanStep.Reversibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When a step that waits or is held looks again by itself. */
@ApplicationScoped
class Waits {

    /** How long a closed gate rests before it is asked again, when inventory changed and when it did not. */
    private static final Duration GATE_PAUSE = Duration.ofSeconds(3);

    private static final Duration LONG_PAUSE = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration LOCK_PAUSE = Duration.ofSeconds(5);
    static final Duration AUDIT_PAUSE = Duration.ofSeconds(2);

    private final InventoryView inventory;
    private final WorkOrders orders;
    private final AuditBacklog backlog;
    private final Duration closedGatePatience;

    @Inject
    Waits(
            InventoryView inventory,
            WorkOrders orders,
            AuditBacklog backlog,
            @ConfigProperty(name = "lockstep.orchestration.closed-gate-patience") Duration closedGatePatience) {
        this.inventory = inventory;
        this.orders = orders;
        this.backlog = backlog;
        this.closedGatePatience = closedGatePatience;
    }

    NextMove waiting(Rollout rollout, CurrentStep current, Instant now) {
        RolloutRequested request = rollout.required();
        WaitCause cause = current.waitCause();
        Instant again = switch (cause) {
            case GATE -> {
                InventoryVersions asked = current.versions();
                boolean changed = asked != null
                        && !inventory.require(request.cluster()).versions().equals(asked);
                Duration pause = GATE_PAUSE.plus(WorkOrders.backOff(current.look()));
                yield current.since().plus(changed ? pause : LONG_PAUSE);
            }
            case LOCK -> current.since().plus(LOCK_PAUSE);
            case AUDIT ->
                backlog.standing(now) instanceof Standing.KeepsUp
                        ? now
                        : (now.isAfter(current.since()) ? now : current.since()).plus(AUDIT_PAUSE);
            case RUNNER, PAUSE -> now;
            case INVENTORY -> {
                FactsReported reported = current.reported();
                boolean missing = reported != null
                        && !inventory
                                .require(request.cluster())
                                .missing(reported)
                                .isEmpty();
                yield missing ? current.since().plus(LONG_PAUSE) : now;
            }
            case APPROVAL ->
                rollout.approvals().missing(current.step().id(), now).isEmpty()
                        ? now
                        : current.since().plus(Duration.ofDays(365));
            case null -> now;
        };
        Optional<Instant> lapses = lapseOfApprovals(rollout, current, now);
        if (lapses.filter(at -> !now.isBefore(at)).isPresent()) {
            return new Give(new RolloutCommand.LapseApprovals(
                    current.step().id(),
                    "the gate of step %s was closed for longer than %s: %s"
                            .formatted(current.step().id(), closedGatePatience, String.join("; ", current.reasons())),
                    now));
        }
        if (rollout.rests()) {
            return new Rest(lapses.orElse(null));
        }
        return now.isBefore(again)
                ? new Rest(lapses.filter(again::isAfter).orElse(again))
                : new Give(new RolloutCommand.LookAgain(
                        orders.lookBefore(request, current.step().id(), Duration.ZERO), now));
    }

    /** A person decides; but what is only to be mended shows by itself that it has been. */
    NextMove held(Rollout rollout, CurrentStep current, Instant now) {
        Mending mending = current.mending();
        RolloutRequested request = rollout.required();
        String step = current.step().id();
        Reversibility wayBack = orders.step(request, step).reversibility();
        if (mending == null || rollout.rests() || HoldChoices.meaning(current, wayBack) != FailureClass.FIX) {
            return new Rest(null);
        }
        Instant again = current.since().plus(untilLook(mending.looks()));
        return now.isBefore(again)
                ? new Rest(again)
                : new Give(new RolloutCommand.LookWhetherMended(
                        current.outcomeUnknown()
                                ? orders.lookAfter(request, step, Duration.ZERO)
                                : orders.lookBefore(request, step, Duration.ZERO),
                        wayBack,
                        now));
    }

    /** How long a held step rests before it looks whether it has been mended: the longer, the more often it did. */
    static Duration untilLook(int looks) {
        Duration pause = LONG_PAUSE.multipliedBy(1L << Math.min(looks, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** When the approvals of a step lapse whose gate is closed, if any of them counts. */
    private Optional<Instant> lapseOfApprovals(Rollout rollout, CurrentStep current, Instant now) {
        boolean counting =
                !rollout.approvals().countingPartsOf(current.step().id(), now).isEmpty();
        return counting
                ? current.waitsAtClosedGateSince().map(since -> since.plus(closedGatePatience))
                : Optional.empty();
    }
}
