package dev.lockstep.history.certificate;

import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Everything that changed the state of one cluster, and whether it happened one after the other. It is decided by the order of the
 * entries, which is the order of the decisions, and not by clocks.
 *
 * @param executions in the order in which they started
 * @param violations in the order in which they were noticed; empty if one step at a time was kept
 */
public record ClusterTimeline(List<Execution> executions, List<Violation> violations) {

    /** Keeps its own copies. */
    public ClusterTimeline {
        executions = List.copyOf(executions);
        violations = List.copyOf(violations);
    }

    /** The timeline that a cluster's entries tell, in the order of their indexes. */
    public static ClusterTimeline of(List<HistoryEntry> entries) {
        Replay replay = new Replay();
        entries.forEach(replay::apply);
        return replay.timeline();
    }

    private record Holder(UUID rollout, String step) {}

    private static final class Replay {

        private final List<Execution> executions = new ArrayList<>();
        private final List<Violation> violations = new ArrayList<>();
        private final Map<Holder, List<LockGrant>> held = new HashMap<>();
        private final Map<Holder, Map<LockGrant, Long>> outbid = new HashMap<>();
        private final Map<String, Long> highest = new HashMap<>();

        void apply(HistoryEntry entry) {
            switch (entry.event()) {
                case RolloutEvent.LocksGranted granted -> grant(granted);
                case RolloutEvent.StepExecutionStarted started -> start(started, entry.index());
                case RolloutEvent.StepCompleted completed ->
                    end(
                            execution -> execution.isOf(completed.rollout(), completed.step()),
                            Execution.How.COMPLETED,
                            completed.completedAt(),
                            entry.index());
                case RolloutEvent.StepHeld stepHeld
                when !stepHeld.outcomeUnknown() ->
                    end(
                            execution -> execution.isOf(stepHeld.rollout(), stepHeld.step()),
                            Execution.How.HELD,
                            stepHeld.heldAt(),
                            entry.index());
                case RolloutEvent.LocksReleased released -> {
                    held.remove(new Holder(released.rollout(), released.step()));
                    end(
                            execution -> execution.isOf(released.rollout(), released.step()),
                            Execution.How.RELEASED,
                            released.at(),
                            entry.index());
                }
                case RolloutEvent.RolloutAborted aborted ->
                    end(
                            execution -> execution.rollout().equals(aborted.rollout()),
                            Execution.How.ABORTED,
                            aborted.abortedAt(),
                            entry.index());
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
            executions.stream()
                    .filter(earlier -> earlier.end() == null)
                    .forEach(earlier -> violations.add(new Violation.Overlap(earlier, execution)));
            if (execution.locks().isEmpty()) {
                violations.add(new Violation.WithoutLock(execution));
            }
            outbid.getOrDefault(holder, Map.of())
                    .forEach((lock, top) -> violations.add(new Violation.TokenNotHighest(execution, lock, top)));
            executions.add(execution);
        }

        private void end(Predicate<Execution> which, Execution.How how, Instant at, long index) {
            executions.replaceAll(execution ->
                    execution.end() == null && which.test(execution) ? execution.ended(how, at, index) : execution);
        }

        ClusterTimeline timeline() {
            return new ClusterTimeline(executions, violations);
        }
    }
}
