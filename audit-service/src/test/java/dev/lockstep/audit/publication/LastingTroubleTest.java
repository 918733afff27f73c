package dev.lockstep.audit.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastingTroubleTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    private final LastingTrouble trouble = new LastingTrouble();

    private List<Long> toldAt(String what, int seconds) {
        List<Long> told = new ArrayList<>();
        for (long second = 0; second < seconds; second += 2) {
            if (trouble.isToBeTold(what, BEGIN.plusSeconds(second))) {
                told.add(second / 60);
            }
        }
        return told;
    }

    @Test
    void whatLastsIsToldLessAndLessOften() {
        assertThat(toldAt("damaged", 4 * 3_600)).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
        assertThat(trouble.now()).contains("damaged");
    }

    @Test
    void whatIsNewIsToldAtOnce() {
        assertThat(trouble.isToBeTold("damaged", BEGIN)).isTrue();
        assertThat(trouble.isToBeTold("unreachable", BEGIN.plusSeconds(2))).isTrue();
        assertThat(trouble.isToBeTold("unreachable", BEGIN.plusSeconds(4))).isFalse();
        assertThat(trouble.end()).isTrue();
        assertThat(trouble.end()).isFalse();
        assertThat(trouble.now()).isEmpty();
        assertThat(trouble.isToBeTold("unreachable", BEGIN.plusSeconds(6))).isTrue();
    }
}
