package dev.lockstep.history.certificate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lockstep.contracts.orchestration.LockGrant;
import java.util.UUID;
import java.util.stream.Stream;

/** A place in the history where one step at a time was not kept, or was not protected. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Violation.Overlap.class, name = "OVERLAP"),
    @JsonSubTypes.Type(value = Violation.WithoutLock.class, name = "WITHOUT_LOCK"),
    @JsonSubTypes.Type(value = Violation.TokenNotHighest.class, name = "TOKEN_NOT_HIGHEST")
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
    record WithoutLock(Execution execution) implements Violation {
        @Override
        public Stream<Execution> executions() {
            return Stream.of(execution);
        }
    }

    /**
     * A step worked under a fencing token that was not greater than an earlier one of the same resource.
     *
     * @param highest the greatest token that had been granted before
     */
    record TokenNotHighest(Execution execution, LockGrant lock, long highest) implements Violation {
        @Override
        public Stream<Execution> executions() {
            return Stream.of(execution);
        }
    }
}
