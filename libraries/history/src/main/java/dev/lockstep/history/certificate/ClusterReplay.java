package dev.lockstep.history.certificate;

import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Follows what changes the state of one cluster, entry by entry, and keeps only what is still open: executions that have not ended, locks
 * that are held, the highest token of each lock.
 */
final class ClusterReplay {

    /** Is told what was seen. */
    interface Watcher {

        /** An execution began. */
        void started(Execution execution);

        /** An execution ended; it is the one with the same first entry. */
        void ended(Execution execution);

        /** One step at a time was not kept, or was not protected. */
        void violated(Violation violation);
    }

    private record Holder(UUID rollout, String step) {}

    private final Watcher watcher;
    private final List<Execution> open = new ArrayList<>();
    private final Map<Holder, List<LockGrant>> held = new HashMap<>();
    private final Map<Holder, Map<LockGrant, Long>> outbid = new HashMap<>();
    private final Map<String, Long> highest = new HashMap<>();

    ClusterReplay(Watcher watcher) {
        this.watcher = watcher;
    }

    void apply(long index, RolloutEvent event) {
        switch (event) {
            case RolloutEvent.LocksGranted granted -> grant(granted);
            case RolloutEvent.StepExecutionStarted started -> start(started, index);
            case RolloutEvent.StepCompleted completed ->
                end(
                        execution -> execution.isOf(completed.rollout(), completed.step()),
                        Execution.How.COMPLETED,
                        completed.completedAt(),
                        index);
            case MarkDoneEvent.StepMarkedDone marked ->
                end(
                        execution -> execution.isOf(marked.rollout(), marked.step()),
                        Execution.How.MARKED_DONE,
                        marked.confirmedAt(),
                        index);
            case RolloutEvent.StepUndone undone ->
                end(
                        execution -> execution.isOf(undone.rollout(), undone.step()),
                        Execution.How.UNDONE,
                        undone.undoneAt(),
                        index);
            case RolloutEvent.StepHeld stepHeld
            when !stepHeld.outcomeUnknown() ->
                end(
                        execution -> execution.isOf(stepHeld.rollout(), stepHeld.step()),
                        Execution.How.HELD,
                        stepHeld.heldAt(),
                        index);
            case RolloutEvent.LocksReleased released -> {
                Holder holder = new Holder(released.rollout(), released.step());
                held.remove(holder);
                outbid.remove(holder);
                end(
                        execution -> execution.isOf(released.rollout(), released.step()),
                        Execution.How.RELEASED,
                        released.at(),
                        index);
            }
            case RolloutEvent.RolloutAborted aborted ->
                end(
                        execution -> execution.rollout().equals(aborted.rollout()),
                        Execution.How.ABORTED,
                        aborted.abortedAt(),
                        index);
            case RolloutEvent other -> {
                // Nothing else begins or ends a change of state.
            }
        }
    }

    private void grant(RolloutEvent.LocksGranted granted) {
        Holder holder = new Holder(granted.rollout(), granted.step());
        List<LockGrant> before = held.getOrDefault(holder, List.of());
        Map<LockGrant, Long> late = new HashMap<>();
        for (LockGrant lock : granted.locks()) {
            long top = highest.getOrDefault(lock.resource(), Long.MIN_VALUE);
            if (lock.fencingToken() <= top && !before.contains(lock)) {
                late.put(lock, top);
            }
            highest.merge(lock.resource(), lock.fencingToken(), Math::max);
        }
        held.put(holder, granted.locks());
        outbid.put(holder, late);
    }

    private void start(RolloutEvent.StepExecutionStarted started, long index) {
        end(
                execution -> execution.isOf(started.rollout(), started.step()),
                Execution.How.RETRIED,
                started.startedAt(),
                index);
        Holder holder = new Holder(started.rollout(), started.step());
        Execution execution = new Execution(
                started.rollout(),
                started.step(),
                started.attempt(),
                started.actor(),
                started.approval(),
                held.getOrDefault(holder, List.of()),
                started.startedAt(),
                index,
                null);
        watcher.started(execution);
        open.forEach(earlier -> watcher.violated(new Violation.Overlap(earlier, execution)));
        if (execution.locks().isEmpty()) {
            watcher.violated(new Violation.WithoutLock(execution));
        }
        outbid.getOrDefault(holder, Map.of())
                .forEach((lock, top) -> watcher.violated(new Violation.TokenNotHighest(execution, lock, top)));
        open.add(execution);
    }

    private void end(Predicate<Execution> which, Execution.How how, Instant at, long index) {
        open.removeIf(execution -> {
            if (which.test(execution)) {
                watcher.ended(execution.ended(how, at, index));
                return true;
            }
            return false;
        });
    }
}
