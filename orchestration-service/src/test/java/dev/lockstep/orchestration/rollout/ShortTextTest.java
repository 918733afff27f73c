package dev.lockstep.orchestration.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextTest {

    @Test
    void textThatFitsStays() {
        assertThat(ShortText.of("evidence", 8)).isEqualTo("evidence");
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        assertThat(ShortText.of("evidence", 3)).isEqualTo("evi…");
        assertThat(ShortText.of("ab🏢cd", 3)).isEqualTo("ab…");
        assertThat(ShortText.of("ab🏢cd", 4)).isEqualTo("ab🏢…");
    }
}
