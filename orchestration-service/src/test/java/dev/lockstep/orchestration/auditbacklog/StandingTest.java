package dev.lockstep.orchestration.auditbacklog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant ASKED = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void asManyEventsAsAreAllowedAreKeepingUpAndOneMoreIsNot() {
        assertThat(Standing.of(10, ASKED, 10, ASKED)).isInstanceOf(Standing.KeepsUp.class);
        assertThat(Standing.of(11, ASKED, 10, ASKED))
                .isEqualTo(new Standing.Behind("the history has not taken in 11 events, more than 10"));
    }

    @Test
    void whoWasNotHeardOfForLongIsNotTakenToKeepUp() {
        assertThat(Standing.of(0, ASKED, 10, ASKED.plus(AuditBacklog.PATIENCE))).isInstanceOf(Standing.KeepsUp.class);
        assertThat(Standing.of(0, ASKED, 10, ASKED.plus(AuditBacklog.PATIENCE).plusMillis(1)))
                .isInstanceOf(Standing.Behind.class);
    }

    @Test
    void rightAfterTheStartNothingIsHeldAgainstAnybodyAndNothingBegins() {
        assertThat(Standing.of(-1, ASKED, 10, ASKED.plusSeconds(1)))
                .isEqualTo(new Standing.NotYetKnown(ASKED.plus(AuditBacklog.PATIENCE)));
        assertThat(Standing.of(-1, ASKED, 10, ASKED.plus(AuditBacklog.PATIENCE).plusMillis(1)))
                .isInstanceOf(Standing.Behind.class);
    }
}
