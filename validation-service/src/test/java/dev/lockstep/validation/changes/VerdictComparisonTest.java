package dev.lockstep.validation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.VerdictChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictComparisonTest {

    @Test
    void whatStaysIsNoChange() {
        List<RequirementResult> results = List.of(result(Verdict.FAIL, Severity.INFO));

        assertThat(VerdictComparison.changes(results, results)).isEmpty();
    }

    @Test
    void aFailureThatBeginsOrCeasesToBlockIsAChange() {
        List<RequirementResult> informing = List.of(result(Verdict.FAIL, Severity.INFO));
        List<RequirementResult> blocking = List.of(result(Verdict.FAIL, Severity.NOT_SUPPORTED));

        assertThat(VerdictComparison.changes(informing, blocking))
                .containsExactly(change(Severity.NOT_SUPPORTED, Verdict.FAIL));
        assertThat(VerdictComparison.changes(blocking, informing)).containsExactly(change(Severity.INFO, Verdict.FAIL));
    }

    @Test
    void anotherVerdictIsAChange() {
        assertThat(VerdictComparison.changes(
                        List.of(result(Verdict.PASS, Severity.REQUIRED)),
                        List.of(result(Verdict.FAIL, Severity.REQUIRED))))
                .containsExactly(change(Severity.REQUIRED, Verdict.PASS));
    }

    private static VerdictChange change(Severity severity, Verdict before) {
        return new VerdictChange("NET-TEAM-01", Stage.CLUS, "node N1", severity, before, Verdict.FAIL, "m");
    }

    private static RequirementResult result(Verdict verdict, Severity severity) {
        return new RequirementResult(
                "NET-TEAM-01", Stage.CLUS, "node N1", verdict, null, severity, "t", "m", List.of(), "s", "r");
    }
}
