package dev.lockstep.audit.history;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.history.certificate.Approvals;
import dev.lockstep.history.certificate.ClusterTimeline;
import dev.lockstep.history.certificate.Execution;
import dev.lockstep.history.certificate.HistoryEntry;
import dev.lockstep.history.certificate.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a cluster tell of one rollout, and nothing but the entries.
 *
 * @param request who asked for what
 * @param decisions approvals and the rejection, in order, each with the authority held at that moment
 * @param lapses of approvals, in order
 * @param acts everything else that a person decided, in order
 * @param steps the steps of the plan, in its order
 * @param outcome how it stands
 * @param outcomeAt since when
 * @param oneAtATime whether this rollout's steps and all other steps of the cluster kept out of each other's way
 */
public record RolloutHistory(
        UUID rollout,
        String cluster,
        Request request,
        List<Decision> decisions,
        List<Lapse> lapses,
        List<Act> acts,
        List<StepHistory> steps,
        Outcome outcome,
        Instant outcomeAt,
        OneAtATime oneAtATime) {

    /** Keeps its own copies. */
    public RolloutHistory {
        decisions = List.copyOf(decisions);
        lapses = List.copyOf(lapses);
        acts = List.copyOf(acts);
        steps = List.copyOf(steps);
    }

    /** The request that began the rollout. */
    public record Request(
            long entry,
            Authority by,
            Instant at,
            String site,
            String planHash,
            Scenario scenario,
            String targetBuild,
            @Nullable String operator) {}

    /**
     * An approval or the rejection.
     *
     * @param approved false for the rejection
     * @param planHash the plan that was approved, or null
     * @param parts what an approval is for; empty for the whole plan
     * @param expiresAt until when an approval counts for steps that have not begun, or null
     * @param words the comment or the reason
     * @param carriedFrom the rollout that an approval was given to, when it counts here because this one replaces that; else null
     * @param asDeputy on what an approval rests when a deputy gave it; else null
     */
    public record Decision(
            long entry,
            boolean approved,
            Authority by,
            Instant at,
            @Nullable String planHash,
            List<String> parts,
            @Nullable Instant expiresAt,
            String words,
            @Nullable UUID carriedFrom,
            @Nullable Mandate asDeputy) {

        /** Keeps its own copy. */
        public Decision {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Approvals stopped counting because what they rested on did not stay so.
     *
     * @param step whose turn it was
     * @param parts for which none that was given before counted any more
     */
    public record Lapse(long entry, String step, List<String> parts, Instant at, String reason) {

        /** Keeps its own copy. */
        public Lapse {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Something that a person did while the rollout went on.
     *
     * @param kind {@code APPROVAL_WITHDRAWN}, {@code STARTED}, {@code PAUSED}, {@code RESUMED}, {@code ATTESTED}, {@code DECIDED},
     *     {@code STATE_ACKNOWLEDGED}, {@code ABORTED};
     *     {@code PROPOSED}, {@code CONFIRMED} or {@code REJECTED} that a held step counts as done without having been observed;
     *     {@code OVERRIDE_PROPOSED} or {@code OVERRIDE_CONFIRMED} that a step goes on without the approvals that it needs
     * @param step the step it was about, or null
     * @param words what was decided or shown, and why
     */
    public record Act(long entry, Kind kind, @Nullable String step, Authority by, Instant at, String words) {

        /** What kinds of act there are. */
        public enum Kind {
            APPROVAL_WITHDRAWN,
            STARTED,
            PAUSED,
            RESUMED,
            ATTESTED,
            DECIDED,
            PROPOSED,
            CONFIRMED,
            REJECTED,
            OVERRIDE_PROPOSED,
            OVERRIDE_CONFIRMED,
            STATE_ACKNOWLEDGED,
            ABORTED
        }
    }

    /** How a rollout stands. */
    public enum Outcome {
        REQUESTED,
        APPROVED,
        REJECTED,
        RUNNING,
        COMPLETED,
        ABORTED
    }

    /**
     * The verdict on one step at a time.
     *
     * @param held whether it was kept
     * @param executionsOfCluster how many executions were looked at, those of other rollouts on the cluster included
     * @param violations those in which this rollout took part
     */
    public record OneAtATime(boolean held, int executionsOfCluster, List<Violation> violations) {

        /** Keeps its own copy. */
        public OneAtATime {
            violations = List.copyOf(violations);
        }
    }

    /**
     * The history of a rollout.
     *
     * @param entries those about rollouts on the rollout's cluster, in the order of their indexes
     * @return empty when none of them is the rollout's request
     */
    public static Optional<RolloutHistory> of(UUID rollout, List<HistoryEntry> entries) {
        Map<UUID, Reading> readings = new HashMap<>();
        Function<UUID, Optional<Approvals>> approvals =
                other -> Optional.ofNullable(readings.get(other)).map(reading -> reading.approvals);
        for (HistoryEntry entry : entries) {
            readings.computeIfAbsent(entry.event().rollout(), id -> new Reading(id, approvals))
                    .read(entry);
        }
        return Optional.ofNullable(readings.get(rollout))
                .flatMap(reading -> reading.history(ClusterTimeline.of(entries)));
    }

    private static final class Reading {

        private final UUID rollout;
        private final List<Decision> decisions = new ArrayList<>();
        private final List<Act> acts = new ArrayList<>();
        private final StepHistory.Reading steps = new StepHistory.Reading();
        private final Approvals approvals = new Approvals();
        private final Function<UUID, Optional<Approvals>> others;
        private final List<Lapse> lapses = new ArrayList<>();
        private @Nullable Request request;
        private String cluster = "";
        private Outcome outcome = Outcome.REQUESTED;
        private Instant outcomeAt = Instant.EPOCH;

        Reading(UUID rollout, Function<UUID, Optional<Approvals>> others) {
            this.rollout = rollout;
            this.others = others;
        }

        void read(HistoryEntry entry) {
            long index = entry.index();
            Acts.of(index, entry.event()).ifPresent(acts::add);
            switch (entry.event()) {
                case RolloutEvent.RolloutRequested e -> requested(index, e);
                case ApprovalEvent e -> approvals(index, e);
                case OverrideEvent.ApprovalOverridden e -> approvals.override(index, e);
                case RolloutEvent.RolloutStarted e -> stands(Outcome.RUNNING, e.startedAt());
                case RolloutEvent.RolloutAborted e -> stands(Outcome.ABORTED, e.abortedAt());
                case RolloutEvent.RolloutCompleted e -> stands(Outcome.COMPLETED, e.completedAt());
                case RolloutEvent stepEvent -> steps.read(stepEvent);
            }
        }

        private void approvals(long index, ApprovalEvent event) {
            approvals.apply(index, event, others);
            switch (event) {
                case ApprovalEvent.RolloutApproved(var _, var _, var approval) ->
                    approved(index, approval, List.of(), approval.decidedAt(), null, null);
                case ApprovalEvent.PartsApproved(var _, var _, var parts, var approval) ->
                    approved(index, approval, parts, approval.decidedAt(), null, null);
                case ApprovalEvent.ApprovedAsDeputy(var _, var _, var parts, var approval, var mandate) ->
                    approved(index, approval, parts, approval.decidedAt(), null, mandate);
                case ApprovalEvent.ApprovalCarriedOver e ->
                    approved(index, e.approval(), e.parts(), e.carriedAt(), e.origin(), null);
                case ApprovalEvent.ApprovalWithdrawn e -> standsByApprovals(e.withdrawnAt());
                case ApprovalEvent.ApprovalsLapsed e -> {
                    lapses.add(new Lapse(index, e.step(), e.parts(), e.lapsedAt(), String.join("; ", e.reasons())));
                    standsByApprovals(e.lapsedAt());
                }
                case ApprovalEvent.RolloutRejected e -> {
                    decisions.add(new Decision(
                            index,
                            false,
                            e.rejectedBy(),
                            e.rejectedAt(),
                            null,
                            List.of(),
                            null,
                            e.reason(),
                            null,
                            null));
                    stands(Outcome.REJECTED, e.rejectedAt());
                }
                case ApprovalEvent.ApprovalsRequired _,
                        ApprovalEvent.ApprovalGateRequested _,
                        ApprovalEvent.ApprovalGatePassed _ -> {
                    // Nobody decided anything.
                }
            }
        }

        private void approved(
                long index,
                Approval approval,
                List<String> parts,
                Instant since,
                @Nullable UUID carriedFrom,
                @Nullable Mandate asDeputy) {
            decisions.add(new Decision(
                    index,
                    true,
                    approval.approver(),
                    approval.decidedAt(),
                    approval.planHash(),
                    parts,
                    approval.expiresAt(),
                    approval.comment(),
                    carriedFrom,
                    asDeputy));
            standsByApprovals(since);
        }

        /** Before it starts, a rollout is approved when its first change could be carried out. */
        private void standsByApprovals(Instant at) {
            if (outcome != Outcome.REQUESTED && outcome != Outcome.APPROVED) {
                return;
            }
            Outcome now = approvals.objectionsToStart(at).isEmpty() ? Outcome.APPROVED : Outcome.REQUESTED;
            if (now != outcome) {
                stands(now, at);
            }
        }

        private void requested(long index, RolloutEvent.RolloutRequested e) {
            approvals.request(e);
            request = new Request(
                    index,
                    e.requestedBy(),
                    e.requestedAt(),
                    e.site(),
                    e.planHash(),
                    e.scenario(),
                    e.targetBuild(),
                    e.operator());
            cluster = e.cluster().value();
            for (RolloutStep step : e.steps()) {
                steps.plan(step);
            }
            stands(Outcome.REQUESTED, e.requestedAt());
        }

        private void stands(Outcome now, Instant at) {
            outcome = now;
            outcomeAt = at;
        }

        Optional<RolloutHistory> history(ClusterTimeline timeline) {
            Request begun = request;
            if (begun == null) {
                return Optional.empty();
            }
            List<Violation> violations = timeline.violations().stream()
                    .filter(violation -> violation.involves(rollout))
                    .toList();
            List<Execution> own = timeline.executions().stream()
                    .filter(execution -> execution.rollout().equals(rollout))
                    .toList();
            return Optional.of(new RolloutHistory(
                    rollout,
                    cluster,
                    begun,
                    decisions,
                    lapses,
                    acts,
                    steps.histories(own),
                    outcome,
                    outcomeAt,
                    new OneAtATime(violations.isEmpty(), timeline.executions().size(), violations)));
        }
    }
}
