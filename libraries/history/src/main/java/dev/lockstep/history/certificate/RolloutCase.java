package dev.lockstep.history.certificate;

import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.contracts.work.Attestation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is gathered about one rollout until its certificate can be issued. */
final class RolloutCase {

    private final String cluster;
    private final Function<UUID, Optional<Approvals>> origins;
    private final Arrangements arrangements;
    private final Approvals approvals = new Approvals();
    private final Gates gates = new Gates();
    private final List<Gates.Relied> gatesOfApprovals = new ArrayList<>();
    private final List<Begun> executions = new ArrayList<>();
    private final List<Certificate.MarkedDone> marks = new ArrayList<>();
    private final List<Certificate.Overridden> overrides = new ArrayList<>();
    private final Map<String, Set<String>> attestedBy = new HashMap<>();
    private final List<Certificate.Evidence> evidence = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private RolloutEvent.@Nullable RolloutRequested request;
    private long requestEntry;
    private @Nullable Long paused;
    private @Nullable UUID command;
    private Certificate.Outcome outcome = Certificate.Outcome.OPEN;

    /**
     * A case of a rollout.
     *
     * @param origins the approvals of other rollouts, as far as they are known
     * @param arrangements those of deputies, as far as they are known
     */
    RolloutCase(String cluster, Function<UUID, Optional<Approvals>> origins, Arrangements arrangements) {
        this.cluster = cluster;
        this.origins = origins;
        this.arrangements = arrangements;
    }

    /** An execution and what it rested on when it began. */
    private record Begun(
            Execution execution, boolean gated, Gates.@Nullable Relied gate, List<Approvals.Given> approvals) {

        Begun {
            approvals = List.copyOf(approvals);
        }

        Begun ended(Execution ended) {
            return new Begun(ended, gated, gate, approvals);
        }
    }

    String cluster() {
        return cluster;
    }

    /** Whether steps may be carried out in this rollout's name. */
    boolean isUnderWay() {
        return request != null && outcome == Certificate.Outcome.OPEN;
    }

    void apply(long index, RolloutEvent event) {
        switch (event) {
            case RolloutEvent.RolloutRequested requested
            when request == null -> {
                request = requested;
                requestEntry = index;
                approvals.request(requested);
            }
            case ApprovalEvent approval -> approve(index, approval);
            case OverrideEvent.ApprovalOverridden overridden -> overridden(index, overridden);
            case RolloutEvent.RolloutCompleted _ -> outcome = Certificate.Outcome.COMPLETED;
            case RolloutEvent.RolloutAborted _ -> outcome = Certificate.Outcome.ABORTED;
            case PauseEvent.RolloutPaused _ -> paused = index;
            case PauseEvent.RolloutResumed _ -> paused = null;
            case RolloutEvent.StepBegun begun -> gates.over(begun.step());
            case RolloutEvent.GateRequested asked -> gates.over(asked.step());
            case RolloutEvent.GatePassed passed -> gates.passed(index, passed);
            case RolloutEvent.TaskCreated created -> created(created);
            case RolloutEvent.TaskGranted granted -> {
                if (granted.task().equals(command)) {
                    whilePaused(granted.step());
                }
            }
            case RolloutEvent.WorkAttested attested -> attested(index, attested);
            case MarkDoneEvent.StepMarkedDone marked -> marked(index, marked);
            case RolloutEvent other -> {
                // What executions, locks and looks say is followed for the cluster as a whole, or proves nothing.
            }
        }
    }

    private void approve(long index, ApprovalEvent event) {
        approvals.apply(index, event, origins);
        switch (event) {
            case ApprovalEvent.RolloutRejected _ -> outcome = Certificate.Outcome.REJECTED;
            case ApprovalEvent.ApprovalGatePassed passed -> gatesOfApprovals.add(gates.ofApproval(index, passed));
            case ApprovalEvent _ -> {
                // It is kept with the other approvals.
            }
        }
    }

    private void overridden(long index, OverrideEvent.ApprovalOverridden overridden) {
        approvals.override(index, overridden);
        overrides.add(new Certificate.Overridden(
                index,
                overridden.step(),
                overridden.reason(),
                overridden.missing(),
                overridden.proposedBy(),
                overridden.proposedAt(),
                overridden.confirmedBy(),
                overridden.confirmedAt(),
                overridden.expiresAt()));
    }

    private void attested(long index, RolloutEvent.WorkAttested attested) {
        Attestation said = attested.attestation();
        attestedBy
                .computeIfAbsent(attested.step(), _ -> new HashSet<>())
                .add(attested.attestedBy().subject());
        if (!said.files().isEmpty()) {
            evidence.add(new Certificate.Evidence(
                    index,
                    attested.step(),
                    said.attempt(),
                    said.outcome(),
                    attested.attestedBy(),
                    attested.attestedAt(),
                    said.files()));
        }
    }

    private void marked(long index, MarkDoneEvent.StepMarkedDone marked) {
        Certificate.MarkedDone mark = new Certificate.MarkedDone(
                index,
                marked.step(),
                marked.attempt(),
                marked.reason(),
                marked.proposedBy(),
                marked.proposedAt(),
                marked.confirmedBy(),
                marked.confirmedAt());
        marks.add(mark);
        objection(mark).ifPresent(why -> violations.add(new Violation.WithoutSecondPerson(mark, why)));
    }

    private Optional<String> objection(Certificate.MarkedDone mark) {
        RolloutEvent.RolloutRequested asked = request;
        String second = mark.confirmedBy().subject();
        if (second.equals(mark.proposedBy().subject())) {
            return Optional.of("the same person proposed and confirmed it");
        }
        if (attestedBy.getOrDefault(mark.step(), Set.of()).contains(second)) {
            return Optional.of("it was confirmed by somebody who had attested the step");
        }
        return asked == null
                ? Optional.of("nobody had asked for the rollout")
                : Approvals.lacking(mark.confirmedBy(), asked);
    }

    void answered(long index, GateAnswered answer) {
        gates.answered(index, answer);
    }

    void violated(Violation violation) {
        violations.add(violation);
    }

    void started(Execution execution) {
        RolloutEvent.RolloutRequested asked = request;
        if (asked == null) {
            return;
        }
        Optional<RolloutStep> planned = asked.steps().stream()
                .filter(step -> step.id().equals(execution.step()) && step.changesState())
                .findFirst();
        if (planned.isEmpty()) {
            violations.add(new Violation.NotPlanned(execution));
        }
        List<String> resources =
                execution.locks().stream().map(LockGrant::resource).toList();
        List<String> missing = planned.map(RolloutStep::locks).orElse(List.of()).stream()
                .filter(lock -> !resources.contains(lock))
                .toList();
        if (!missing.isEmpty()) {
            violations.add(new Violation.LocksMissing(execution, missing));
        }
        List<String> objections = approvals.objections(execution.step(), execution.startedAt());
        if (!objections.isEmpty()) {
            violations.add(new Violation.WithoutApproval(execution, String.join("; ", objections)));
        }
        approvals.executed(execution.step());
        executions.add(new Begun(
                execution,
                planned.map(RolloutStep::gated).orElse(true),
                gates.of(execution.step()),
                objections.isEmpty() ? approvals.restingOn(execution.step(), execution.startedAt()) : List.of()));
        whilePaused(execution.step());
    }

    /** What changes state is a command, of the step or of its undo; looks go on in a pause. */
    private void created(RolloutEvent.TaskCreated created) {
        boolean changes =
                created.purpose() == RolloutEvent.Purpose.EXECUTE || created.purpose() == RolloutEvent.Purpose.UNDO;
        command = changes ? created.task() : null;
        if (changes) {
            whilePaused(created.step());
        }
    }

    /** The step began to change state, was given a command, or a runner took it: none of that happens in a pause, which is named once. */
    private void whilePaused(String step) {
        Long since = paused;
        if (since == null) {
            return;
        }
        executions.reversed().stream()
                .map(Begun::execution)
                .filter(execution -> execution.step().equals(step))
                .findFirst()
                .filter(execution -> violations.stream().noneMatch(known -> isOf(execution, since, known)))
                .ifPresent(execution -> violations.add(new Violation.WhilePaused(execution, since)));
    }

    private static boolean isOf(Execution execution, long since, Violation violation) {
        return violation instanceof Violation.WhilePaused(Execution known, long paused)
                && known.startEntry() == execution.startEntry()
                && paused == since;
    }

    void ended(Execution execution) {
        executions.replaceAll(
                begun -> begun.execution().startEntry() == execution.startEntry() ? begun.ended(execution) : begun);
    }

    /** Whether nothing that is still to come can change the certificate. */
    boolean isSettled() {
        return outcome != Certificate.Outcome.OPEN
                && executions.stream().allMatch(begun -> gates.isAnswered(begun.gate()))
                && gatesOfApprovals.stream().allMatch(gates::isAnswered)
                && isArranged();
    }

    private boolean isArranged() {
        RolloutEvent.RolloutRequested asked = request;
        return asked == null
                || approvals
                        .byDeputies()
                        .allMatch(given -> arrangements.isAgreed(asked, Objects.requireNonNull(given.mandate())));
    }

    /** What was approved here, for a rollout that replaces this one; empty unless it was aborted. */
    Optional<Approvals> approvalsToCarryOver() {
        return outcome == Certificate.Outcome.ABORTED ? Optional.of(approvals) : Optional.empty();
    }

    /** The certificate that follows from the first {@code entries} entries; empty when they hold no request. */
    Optional<Certificate> certificate(long entries) {
        RolloutEvent.RolloutRequested asked = request;
        if (asked == null) {
            return Optional.empty();
        }
        List<Violation> all = new ArrayList<>(violations);
        for (Begun begun : executions) {
            String objection = begun.gated() ? gates.objection(begun.gate()) : null;
            if (objection != null) {
                all.add(new Violation.WithoutGate(begun.execution(), objection));
            }
        }
        for (Gates.Relied gate : gatesOfApprovals) {
            String objection = gates.objection(gate);
            if (objection != null) {
                all.add(new Violation.ApprovedWithoutGate(asked.rollout(), gate.entry(), objection));
            }
        }
        approvals
                .byDeputies()
                .forEach(given -> arrangements
                        .objection(asked, given.approval(), Objects.requireNonNull(given.mandate()))
                        .ifPresent(why ->
                                all.add(new Violation.ApprovedWithoutMandate(asked.rollout(), given.entry(), why))));
        return Optional.of(new Certificate(
                Certificate.FORMAT,
                asked.rollout(),
                cluster,
                entries,
                outcome,
                new Certificate.Request(requestEntry, asked.requestedBy(), asked.requestedAt(), asked.planHash()),
                executions.stream().map(begun -> step(begun, asked)).toList(),
                marks,
                overrides,
                evidence,
                all.isEmpty(),
                all));
    }

    private Certificate.Step step(Begun begun, RolloutEvent.RolloutRequested asked) {
        return new Certificate.Step(
                begun.execution(),
                gates.proof(begun.gate()),
                begun.approvals().stream()
                        .map(given -> new Certificate.ApprovedBy(
                                given.entry(),
                                given.approval().approver(),
                                given.approval().decidedAt(),
                                given.approval().expiresAt(),
                                given.mandate() == null ? null : inPlaceOf(given.mandate(), asked)))
                        .toList());
    }

    private Certificate.@Nullable InPlaceOf inPlaceOf(Mandate mandate, RolloutEvent.RolloutRequested asked) {
        return arrangements
                .agreedIn(asked, mandate)
                .map(entry ->
                        new Certificate.InPlaceOf(mandate.arrangement(), mandate.lender(), entry, mandate.agreedBy()))
                .orElse(null);
    }
}
