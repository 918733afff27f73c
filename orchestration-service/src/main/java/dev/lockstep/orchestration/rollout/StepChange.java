package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.Rollout.Mending;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current step with some of its members changed. */
final class StepChange {

    private final Rollout rollout;
    private final CurrentStep before;
    private final Phase phase;
    private Instant since;
    private @Nullable Purpose purpose;
    private @Nullable UUID task;
    private @Nullable Instant taskNotBefore;
    private boolean taken;
    private int look;
    private int failedLooks;
    private @Nullable FactsReported reported;
    private @Nullable UUID gate;
    private @Nullable InventoryVersions versions;
    private List<LockGrant> locks;
    private @Nullable Instant checkingSince;
    private @Nullable Instant closedSince;
    private @Nullable WaitCause waitCause;
    private List<String> reasons = List.of();
    private boolean outcomeUnknown;
    private @Nullable HoldDecided undo;
    private @Nullable MarkDoneProposed proposal;
    private boolean saidNotDone;
    private @Nullable Mending mending;
    private Set<String> attestedBy;

    StepChange(Rollout rollout, CurrentStep before, Phase phase, Instant since) {
        this.rollout = rollout;
        this.before = before;
        this.phase = phase;
        this.since = since;
        this.purpose = before.purpose();
        this.task = before.task();
        this.taskNotBefore = before.taskNotBefore();
        this.taken = before.taken();
        this.look = before.look();
        this.failedLooks = before.failedLooks();
        this.reported = before.reported();
        this.gate = before.gate();
        this.versions = before.versions();
        this.locks = before.locks();
        this.checkingSince = before.checkingSince();
        this.closedSince = before.closedSince();
        this.attestedBy = before.attestedBy();
        this.undo = before.undo();
        this.saidNotDone = before.saidNotDone();
        this.mending = before.mending() == null ? null : before.mending().in(phase);
        if (phase == before.phase()) {
            this.waitCause = before.waitCause();
            this.reasons = before.reasons();
            this.outcomeUnknown = before.outcomeUnknown();
            this.proposal = before.proposal();
        }
    }

    StepChange sameMoment() {
        since = before.since();
        return this;
    }

    StepChange purpose(Purpose value, int number) {
        purpose = value;
        look = number;
        return this;
    }

    StepChange task(@Nullable UUID id, @Nullable Instant notBefore) {
        task = id;
        taskNotBefore = notBefore;
        taken = false;
        return this;
    }

    StepChange taken() {
        taken = true;
        return this;
    }

    StepChange failedLooks(int value) {
        failedLooks = value;
        return this;
    }

    StepChange reported(FactsReported value) {
        reported = value;
        return this;
    }

    StepChange gate(UUID id, InventoryVersions at) {
        gate = id;
        versions = at;
        return this;
    }

    StepChange locks(List<LockGrant> value) {
        locks = value;
        return this;
    }

    StepChange checkingSince(@Nullable Instant value) {
        checkingSince = value;
        return this;
    }

    StepChange gateOpen() {
        closedSince = null;
        return this;
    }

    StepChange waiting(WaitCause cause, List<String> why) {
        if (cause == WaitCause.GATE && closedSince == null) {
            closedSince = since;
        }
        waitCause = cause;
        reasons = why;
        return this;
    }

    StepChange held(String reason, boolean unknown) {
        reasons = List.of(reason);
        outcomeUnknown = unknown;
        return this;
    }

    StepChange mending(@Nullable Mending value) {
        mending = value;
        return this;
    }

    StepChange saidNotDone(boolean value) {
        saidNotDone = value;
        return this;
    }

    StepChange undo(@Nullable HoldDecided value) {
        undo = value;
        return this;
    }

    StepChange proposal(@Nullable MarkDoneProposed value) {
        proposal = value;
        return this;
    }

    StepChange attestedAlsoBy(String subject) {
        Set<String> all = new HashSet<>(attestedBy);
        all.add(subject);
        attestedBy = all;
        return this;
    }

    Rollout build() {
        CurrentStep after = new CurrentStep(
                before.step(),
                before.attempt(),
                phase,
                since,
                before.begunAt(),
                purpose,
                task,
                taskNotBefore,
                taken,
                look,
                failedLooks,
                reported,
                gate,
                versions,
                locks,
                checkingSince,
                closedSince,
                waitCause,
                reasons,
                outcomeUnknown,
                undo,
                proposal,
                saidNotDone,
                mending,
                attestedBy);
        return new Rollout(
                rollout.status(),
                rollout.request(),
                rollout.approvals(),
                rollout.next(),
                rollout.skipped(),
                after,
                rollout.pause(),
                rollout.stateTold());
    }
}
