package dev.lockstep.audit.report;

import dev.lockstep.audit.history.RolloutHistory;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.transparencylog.Checkpoint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All that a report on a rollout says.
 *
 * @param gates what validation answered, in the order of the log
 * @param state the signed state of the log that it follows from
 */
record RolloutReport(RolloutHistory history, Certificate certificate, List<Gate> gates, Checkpoint state) {

    RolloutReport {
        gates = List.copyOf(gates);
    }

    /** An answer to a gate and its entry. */
    record Gate(long entry, GateAnswered answer) {

        long count(Verdict verdict) {
            return answer.results().stream()
                    .filter(result -> result.verdict() == verdict)
                    .count();
        }

        /** What would have counted against it and was waived. */
        List<String> waived() {
            return answer.results().stream()
                    .filter(result -> result.verdict() == Verdict.WAIVED)
                    .map(Gate::named)
                    .toList();
        }

        private static String named(RequirementResult result) {
            return "%s on %s".formatted(result.requirement(), result.subject());
        }
    }

    /** The first answer to a gate. */
    Optional<Gate> gate(UUID id) {
        return gates.stream().filter(gate -> gate.answer().gate().equals(id)).findFirst();
    }
}
