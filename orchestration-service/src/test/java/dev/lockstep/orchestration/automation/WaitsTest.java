package dev.lockstep.orchestration.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long things rest before they are looked at again. */
class WaitsTest {

    @Test
    void whatIsNotMendedIsLookedAtLessAndLessOften() {
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 1_000)
                        .mapToObj(looks -> Waits.untilLook(looks).toMinutes()))
                .containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L);
    }
}
