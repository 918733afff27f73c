package dev.lockstep.localstack.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void pausesDoubleUpToHalfAMinute() {
        BackOff backOff = BackOff.NONE;
        assertThat(backOff.pause()).isEqualTo(Duration.ofMillis(500));
        backOff = backOff.after(Duration.ofSeconds(1));
        assertThat(backOff.pause()).isEqualTo(Duration.ofSeconds(1));

        for (int i = 0; i < 100; i++) {
            backOff = backOff.after(Duration.ZERO);
        }

        assertThat(backOff.pause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aLongRunBeginsAnew() {
        BackOff backOff = BackOff.NONE.after(Duration.ZERO).after(Duration.ZERO);

        assertThat(backOff.after(Duration.ofMinutes(2)).pause()).isEqualTo(BackOff.NONE.pause());
    }
}
