package dev.lockstep.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AppendSignalTest {

    private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);

    private final AppendSignal signal = new AppendSignal();

    @Test
    @Timeout(30)
    void wakesWhoWaits() throws InterruptedException {
        long heard = signal.rings();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (signal.rings() == heard) {
                signal.await(heard, FOR_EVER);
            }
        });
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        signal.ring();

        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    @Timeout(30)
    void whoWasLateDoesNotWait() {
        long heard = signal.rings();
        signal.ring();

        signal.await(heard, FOR_EVER);

        assertThat(signal.rings()).isEqualTo(heard + 1);
    }

    @Test
    void looksLessOftenTheLongerNothingComes() {
        PollPace pace = new PollPace(0);

        assertThat(pace.pause(TimeUnit.SECONDS.toNanos(2), 0))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
        long resting = TimeUnit.SECONDS.toNanos(PollPace.RESTS_AFTER_SECONDS);
        assertThat(pace.pause(resting, 0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.RESTING_MILLIS));
        pace.found(resting, 0, 1);
        assertThat(pace.pause(resting + 1, 0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
    }

    @Test
    void looksOftenForAMomentForWhatWasAnnouncedAndIsHidden() {
        PollPace pace = new PollPace(0);

        assertThat(pace.pause(1, 1)).isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(9), 1))
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(11), 1))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(12), 2))
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        pace.found(TimeUnit.MILLISECONDS.toNanos(13), 2, 2);
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(14), 2))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
    }

    @Test
    void countsWhatWasFoundAgainstWhatWasAnnounced() {
        PollPace pace = new PollPace(0);

        pace.found(1, 3, 2);
        assertThat(pace.pause(2, 3))
                .as("three commits were announced, two events are there")
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        pace.found(3, 3, 1);
        assertThat(pace.pause(4, 3)).as("nothing hides").isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
        pace.found(5, 3, 1);
        assertThat(pace.pause(6, 4))
                .as("what was found is announced afterwards")
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
        assertThat(pace.pause(7, 5))
                .as("another one is announced")
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
    }
}
