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

        assertThat(pace.pause(1, 0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.BUSY_MILLIS));
        assertThat(pace.pause(TimeUnit.SECONDS.toNanos(2), 0))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.IDLE_MILLIS));
        long resting = TimeUnit.SECONDS.toNanos(PollPace.RESTS_AFTER_SECONDS);
        assertThat(pace.pause(resting, 0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.RESTING_MILLIS));
        pace.found(resting);
        assertThat(pace.pause(resting + 1, 0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.BUSY_MILLIS));
    }

    @Test
    void looksOftenForAMomentForWhatWasAnnouncedAndIsHidden() {
        PollPace pace = new PollPace(0);

        assertThat(pace.pause(1, 1)).isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(9), 1))
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(11), 1))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.BUSY_MILLIS));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(12), 2))
                .isEqualTo(TimeUnit.MICROSECONDS.toNanos(PollPace.HIDDEN_MICROS));
        pace.found(TimeUnit.MILLISECONDS.toNanos(13));
        assertThat(pace.pause(TimeUnit.MILLISECONDS.toNanos(14), 2))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(PollPace.BUSY_MILLIS));
    }
}
