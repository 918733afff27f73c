package dev.lockstep.history.certificate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lockstep.contracts.orchestration.LockGrant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A place in the history where a rule of rollouts was not kept. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Violation.Overlap.class, name = "OVERLAP"),
    @JsonSubTypes.Type(value = Violation.WithoutLock.class, name = "WITHOUT_LOCK"),
    @JsonSubTypes.Type(value = Violation.TokenNotHighest.class, name = "TOKEN_NOT_HIGHEST"),
    @JsonSubTypes.Type(value = Violation.LocksMissing.class, name = "LOCKS_MISSING"),
    @JsonSubTypes.Type(value = Violation.NotPlanned.class, name = "NOT_PLANNED"),
    @JsonSubTypes.Type(value = Violation.WithoutGate.class, name = "WITHOUT_GATE"),
    @JsonSubTypes.Type(value = Violation.WithoutApproval.class, name = "WITHOUT_APPROVAL"),
    @JsonSubTypes.Type(value = Violation.OutsideRollout.class, name = "OUTSIDE_ROLLOUT"),
    @JsonSubTypes.Type(value = Violation.WithoutSecondPerson.class, name = "WITHOUT_SECOND_PERSON"),
    @JsonSubTypes.Type(value = Violation.ApprovedWithoutGate.class, name = "APPROVED_WITHOUT_GATE"),
    @JsonSubTypes.Type(value = Violation.ApprovedWithoutMandate.class, name = "APPROVED_WITHOUT_MANDATE"),
    @JsonSubTypes.Type(value = Violation.WhilePaused.class, name = "WHILE_PAUSED")
})
public sealed interface Violation {

    /** The executions that took part. */
    @JsonIgnore
    Stream<Execution> executions();

    /** Whether the rollout took part. */
    default boolean involves(UUID rollout) {
        return executions().anyMatch(execution -> execution.rollout().equals(rollout));
    }

    /** The second began while the first had not ended. */
    record Overlap(Execution first, Execution second) implements Violation {
        @Override
        public Stream<Execution> executions() {
            return Stream.of(first, second);
        }
    }

    /** A step changed state without holding a lock. */
    record WithoutLock(Execution execution) implements OfOne {}

    /**
     * A step worked under a fencing token that was not greater than an earlier one of the same resource.
     *
     * @param highest the greatest token that had been granted before
     */
    record TokenNotHighest(Execution execution, LockGrant lock, long highest) implements OfOne {}

    /**
     * A step held other locks than its plan says.
     *
     * @param missing the resources that it should have locked and had not
     */
    record LocksMissing(Execution execution, List<String> missing) implements OfOne {
        /** Keeps its own copy. */
        public LocksMissing {
            missing = List.copyOf(missing);
        }
    }

    /** The plan has no such step that changes state. */
    record NotPlanned(Execution execution) implements OfOne {}

    /**
     * The step's requirements were not shown to be met before it began.
     *
     * @param why in a sentence
     */
    record WithoutGate(Execution execution, String why) implements OfOne {}

    /**
     * No approval counted when the step began.
     *
     * @param why in a sentence; of each approval that did not count, its entry and the reason
     */
    record WithoutApproval(Execution execution, String why) implements OfOne {}

    /** Something changed state in the name of a rollout that nobody had asked for on this cluster, or that was over. */
    record OutsideRollout(Execution execution) implements OfOne {}

    /**
     * A step began to change state while its rollout was paused, or a command of it, or of its undo, was ordered or taken then.
     *
     * @param paused the entry of the pause
     */
    record WhilePaused(Execution execution, long paused) implements OfOne {}

    /**
     * A step was marked as done, and the one who agreed was not a second person with the authority to.
     *
     * @param why in a sentence
     */
    record WithoutSecondPerson(Certificate.MarkedDone mark, String why) implements Violation {
        @Override
        public Stream<Execution> executions() {
            return Stream.empty();
        }
    }

    /**
     * Approvals rest on a gate of which it is not shown that it was open.
     *
     * @param entry the entry that says that it was
     * @param why in a sentence
     */
    record ApprovedWithoutGate(UUID rollout, long entry, String why) implements Violation {
        @Override
        public Stream<Execution> executions() {
            return Stream.empty();
        }
    }

    /**
     * A deputy's approval rests on an arrangement that its own entries do not bear out.
     *
     * @param entry the entry of the approval
     * @param why in a sentence
     */
    record ApprovedWithoutMandate(UUID rollout, long entry, String why) implements Violation {
        @Override
        public Stream<Execution> executions() {
            return Stream.empty();
        }
    }

    /** A violation in which one execution took part. */
    sealed interface OfOne extends Violation {

        /** The execution. */
        Execution execution();

        @Override
        default Stream<Execution> executions() {
            return Stream.of(execution());
        }
    }
}
