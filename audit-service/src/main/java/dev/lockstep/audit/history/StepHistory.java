package dev.lockstep.audit.history;

import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.history.certificate.Execution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step.
 *
 * @param step its id in the plan
 * @param title in one line
 * @param status how it stands
 * @param begunAt when its first attempt began, or null
 * @param endedAt when it was completed, skipped, marked as done, held or taken back, or null
 * @param reason why it was skipped, marked as done or taken back, is held or waits, or null
 * @param gates the gates that were open for it
 * @param executions the times in which it may have changed state
 */
public record StepHistory(
        String step,
        String title,
        Status status,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt,
        @Nullable String reason,
        List<UUID> gates,
        List<Execution> executions) {

    /** Keeps its own copies. */
    public StepHistory {
        gates = List.copyOf(gates);
        executions = List.copyOf(executions);
    }

    /** How a step stands. */
    public enum Status {
        NOT_BEGUN,
        BEGUN,
        WAITING,
        EXECUTING,
        HELD,
        COMPLETED,
        SKIPPED,
        /** Two persons answer for its effect; no look has shown it. */
        MARKED_DONE,
        /** It was taken back, and a look showed that its effect was gone; it is held. */
        UNDONE
    }

    private StepHistory at(Status now, @Nullable Instant ended, @Nullable String why) {
        return new StepHistory(step, title, now, begunAt, ended, why, gates, executions);
    }

    private StepHistory begun(Instant at) {
        Instant first = begunAt == null ? at : begunAt;
        return new StepHistory(step, title, Status.BEGUN, first, null, null, gates, executions);
    }

    private StepHistory passed(UUID gate) {
        List<UUID> more = new ArrayList<>(gates);
        more.add(gate);
        return new StepHistory(step, title, status, begunAt, endedAt, reason, more, executions);
    }

    private StepHistory carriedOutIn(List<Execution> all) {
        List<Execution> own =
                all.stream().filter(execution -> execution.step().equals(step)).toList();
        return new StepHistory(step, title, status, begunAt, endedAt, reason, gates, own);
    }

    /** Reads the steps of one rollout from its events. */
    static final class Reading {

        private final Map<String, StepHistory> steps = new LinkedHashMap<>();

        void plan(RolloutStep step) {
            steps.put(step.id(), unbegun(step.id(), step.title()));
        }

        private static StepHistory unbegun(String step, String title) {
            return new StepHistory(step, title, Status.NOT_BEGUN, null, null, null, List.of(), List.of());
        }

        void read(RolloutEvent event) {
            switch (event) {
                case RolloutEvent.StepBegun e -> change(e.step(), step -> step.begun(e.begunAt()));
                case RolloutEvent.StepWaiting e ->
                    change(
                            e.step(),
                            step -> step.at(Status.WAITING, null, e.cause() + ": " + String.join("; ", e.reasons())));
                case RolloutEvent.GatePassed e -> change(e.step(), step -> step.passed(e.gate()));
                case RolloutEvent.StepExecutionStarted e ->
                    change(e.step(), step -> step.at(Status.EXECUTING, null, null));
                case RolloutEvent.StepCompleted e ->
                    change(e.step(), step -> step.at(Status.COMPLETED, e.completedAt(), null));
                case RolloutEvent.StepSkipped e ->
                    change(e.step(), step -> step.at(Status.SKIPPED, e.skippedAt(), e.reason()));
                case MarkDoneEvent.StepMarkedDone e ->
                    change(
                            e.step(),
                            step -> step.at(
                                    Status.MARKED_DONE,
                                    e.confirmedAt(),
                                    "marked done by %s, confirmed by %s, not observed: %s"
                                            .formatted(
                                                    e.proposedBy().name(),
                                                    e.confirmedBy().name(),
                                                    e.reason())));
                case RolloutEvent.StepUndone e ->
                    change(
                            e.step(),
                            step -> step.at(
                                    Status.UNDONE,
                                    e.undoneAt(),
                                    "taken back, as %s decided: %s"
                                            .formatted(e.decidedBy().name(), e.reason())));
                case RolloutEvent.StepHeld e -> change(e.step(), step -> step.at(Status.HELD, e.heldAt(), e.reason()));
                case RolloutEvent other -> {
                    // Tasks, looks, locks and the rollout's own events do not change how a step stands.
                }
            }
        }

        private void change(String id, UnaryOperator<StepHistory> change) {
            steps.put(id, change.apply(steps.getOrDefault(id, unbegun(id, id))));
        }

        List<StepHistory> histories(List<Execution> executions) {
            return steps.values().stream()
                    .map(step -> step.carriedOutIn(executions))
                    .toList();
        }
    }
}
