package dev.lockstep.orchestration.auditbacklog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant ASKED = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void asManyEventsAsAreAllowedAreKeepingUpAndOneMoreIsNot() {
        assertThat(Standing.of(10, 0, ASKED, 10, ASKED)).isInstanceOf(Standing.KeepsUp.class);
        assertThat(Standing.of(11, 0, ASKED, 10, ASKED))
                .isEqualTo(new Standing.Behind("the history has not taken in 11 events, more than 10"));
    }

    @Test
    void whatTheHistoryPassedOverIsNotKeepingUpHoweverLittleItIsBehind() {
        assertThat(Standing.of(0, 1, ASKED, 10, ASKED))
                .isInstanceOfSatisfying(
                        Standing.Behind.class,
                        behind -> assertThat(behind.reason()).contains("events of 1 keys", "retries or skips"));
    }

    @Test
    void whoWasNotHeardOfForLongIsNotTakenToKeepUp() {
        assertThat(Standing.of(0, 0, ASKED, 10, ASKED.plus(AuditBacklog.PATIENCE)))
                .isInstanceOf(Standing.KeepsUp.class);
        assertThat(Standing.of(
                        0, 0, ASKED, 10, ASKED.plus(AuditBacklog.PATIENCE).plusMillis(1)))
                .isInstanceOf(Standing.Behind.class);
    }

    @Test
    void rightAfterTheStartNothingIsHeldAgainstAnybodyAndNothingBegins() {
        assertThat(Standing.of(-1, 0, ASKED, 10, ASKED.plusSeconds(1)))
                .isEqualTo(new Standing.NotYetKnown(ASKED.plus(AuditBacklog.PATIENCE)));
        assertThat(Standing.of(
                        -1, 0, ASKED, 10, ASKED.plus(AuditBacklog.PATIENCE).plusMillis(1)))
                .isInstanceOf(Standing.Behind.class);
    }
}
