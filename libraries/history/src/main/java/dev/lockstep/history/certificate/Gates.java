package dev.lockstep.history.certificate;

import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which gate of a step had passed when it began. The answers are another service's entries and may stand before or after the entry in
 * which the rollout relies on them.
 */
final class Gates {

    private final Map<String, Relied> current = new HashMap<>();
    private final Map<UUID, Answer> answers = new HashMap<>();

    /** A gate that a rollout relied on, in the entry that says so. */
    record Relied(long entry, GatePassed passed) {}

    /** The gate that approvals rest on. */
    Relied ofApproval(long entry, ApprovalGatePassed passed) {
        return new Relied(
                entry,
                new GatePassed(
                        passed.cluster(),
                        passed.rollout(),
                        ApprovalGateRequested.STEP,
                        passed.gate(),
                        passed.versions()));
    }

    /** What validation said, without the single verdicts. */
    private record Answer(long entry, GateAnswered answered, boolean blocked) {}

    void passed(long entry, GatePassed passed) {
        current.put(passed.step(), new Relied(entry, passed));
    }

    /** The step began anew or asks again: what had passed before counts no more. */
    void over(String step) {
        current.remove(step);
    }

    void answered(long entry, GateAnswered answer) {
        boolean blocked = answer.results().stream().anyMatch(RequirementResult::blocks);
        answers.putIfAbsent(answer.gate(), new Answer(entry, withoutResults(answer), blocked));
    }

    private static GateAnswered withoutResults(GateAnswered answer) {
        return new GateAnswered(
                answer.cluster(),
                answer.gate(),
                answer.rollout(),
                answer.step(),
                answer.versions(),
                answer.catalogueVersion(),
                answer.catalogueHash(),
                answer.evaluatedAt(),
                answer.open(),
                java.util.List.of());
    }

    /** The gate that had passed for the step, or null. */
    @Nullable Relied of(String step) {
        return current.get(step);
    }

    boolean isAnswered(@Nullable Relied relied) {
        return relied == null || answers.containsKey(relied.passed().gate());
    }

    /** The gate as it stands in a certificate, or null when it did not pass in truth. */
    Certificate.@Nullable Gate proof(@Nullable Relied relied) {
        if (relied == null || objection(relied) != null) {
            return null;
        }
        Answer answer = answers.get(relied.passed().gate());
        return answer == null
                ? null
                : new Certificate.Gate(
                        relied.passed().gate(),
                        relied.entry(),
                        answer.entry(),
                        answer.answered().versions(),
                        answer.answered().catalogueHash());
    }

    /** Why the gate did not pass in truth, or null. */
    @Nullable String objection(@Nullable Relied relied) {
        if (relied == null) {
            return "no gate of this attempt had passed";
        }
        GatePassed passed = relied.passed();
        Answer answer = answers.get(passed.gate());
        if (answer == null) {
            return "there is no answer to the gate " + passed.gate();
        }
        GateAnswered answered = answer.answered();
        if (!answered.rollout().equals(passed.rollout()) || !answered.step().equals(passed.step())) {
            return "the answer in entry %d is for step %s of rollout %s"
                    .formatted(answer.entry(), answered.step(), answered.rollout());
        }
        if (!answered.versions().equals(passed.versions())) {
            return "the answer in entry %d is for other facts".formatted(answer.entry());
        }
        return answered.open() && !answer.blocked()
                ? null
                : "the answer in entry %d says that requirements were not met".formatted(answer.entry());
    }
}
