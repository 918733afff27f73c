package dev.lockstep.orchestration.automation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.orchestration.automation.Watch.Awaited;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ROLLOUT = new UUID(1, 1);
    private static final UUID TASK = new UUID(1, 2);

    private final Watch watch = new Watch();

    @Test
    void aWaitIsWatchedSinceItWasFirstSeen() {
        watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW);

        assertThat(afterAwakeSeconds(60)).isEqualTo(NOW);
    }

    private Instant afterAwakeSeconds(int seconds) {
        for (int second = 1; second <= seconds; second++) {
            watch.awake(NOW.plusSeconds(second));
        }
        return watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW.plusSeconds(seconds));
    }

    @Test
    void timeInWhichThisProcessStoodStillDoesNotCount() {
        watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW);

        assertThat(watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW.plusSeconds(60)))
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void aStandstillIsNoticedWhoeverWakesFirst() {
        watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW);

        watch.awake(NOW.plusSeconds(60));

        assertThat(watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW.plusSeconds(61)))
                .isEqualTo(NOW.plusSeconds(61));
    }

    @Test
    void aClockThatIsSetBackInterruptsNothing() {
        watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW);

        watch.awake(NOW.minusSeconds(60));

        assertThat(watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW.plusSeconds(1)))
                .isEqualTo(NOW);
    }

    @Test
    void anotherWaitBeginsAnew() {
        watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW);

        assertThat(watch.since(ROLLOUT, Awaited.RECORD, TASK, NOW.plusSeconds(2)))
                .isEqualTo(NOW.plusSeconds(2));
        assertThat(watch.since(ROLLOUT, Awaited.RECORD, new UUID(1, 3), NOW.plusSeconds(4)))
                .isEqualTo(NOW.plusSeconds(4));
    }

    @Test
    void manyWaitsAreWatchedAtOnce() {
        for (int i = 0; i < 2_000; i++) {
            watch.since(new UUID(2, i), Awaited.RESULT, TASK, NOW);
        }

        for (int i = 0; i < 2_000; i++) {
            assertThat(watch.since(new UUID(2, i), Awaited.RESULT, TASK, NOW.plusSeconds(4)))
                    .isEqualTo(NOW);
        }
    }

    @Test
    void timeInWhichNobodyCouldBeHeardDoesNotCount() {
        watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW);

        watch.interrupted();

        assertThat(watch.since(ROLLOUT, Awaited.RESULT, TASK, NOW.plusSeconds(4)))
                .isEqualTo(NOW.plusSeconds(4));
    }
}
