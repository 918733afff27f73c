package dev.lockstep.orchestration.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.orchestration.api.RolloutDetail.LateResult;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A runner that never gives up does not make the answer long. */
class RolloutTimesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static LateResultRecorded late(String step, long token) {
        return new LateResultRecorded(
                new ClusterId("contoso:clu01"),
                new UUID(0, 1),
                step,
                1,
                new UUID(0, 2),
                Purpose.EXECUTE,
                "runner",
                token,
                TaskOutcome.FINISHED,
                0,
                null,
                0,
                NOW);
    }

    @Test
    void ofManyLateResultsTheLastAreShownAndAllAreCounted() {
        RolloutTimes times = new RolloutTimes();

        for (int token = 1; token <= 25; token++) {
            times.take(late("a", token));
        }
        times.take(late("b", 99));

        assertThat(times.late("a"))
                .hasSize(RolloutTimes.MOST_LATE_RESULTS)
                .extracting(LateResult::fencingToken)
                .startsWith(6L)
                .endsWith(25L);
        assertThat(times.lateInAll).containsEntry("a", 25).containsEntry("b", 1);
        assertThat(times.late("c")).isEmpty();
    }
}
