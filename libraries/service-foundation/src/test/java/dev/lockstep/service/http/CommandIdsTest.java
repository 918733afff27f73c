package dev.lockstep.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandIdsTest {

    private static final String KEY = "6f1c9b1e-0f0a-4f56-9c57-3f6f7f0f2b11";
    private static final String APPROVE = "POST /rollouts/1/approvals";

    @Test
    void sameRequestOfTheSameAccountIsTheSameCommand() {
        assertThat(CommandIds.of(KEY, "anna", APPROVE)).isEqualTo(CommandIds.of(KEY, "anna", APPROVE));
    }

    @Test
    void sameKeyForAnotherActIsAnotherCommand() {
        assertThat(CommandIds.of(KEY, "anna", "POST /rollouts/1/start"))
                .isNotEqualTo(CommandIds.of(KEY, "anna", APPROVE));
    }

    @Test
    void sameKeyOfAnotherAccountIsAnotherCommand() {
        assertThat(CommandIds.of(KEY, "berta", APPROVE)).isNotEqualTo(CommandIds.of(KEY, "anna", APPROVE));
    }

    @Test
    void keyThatWouldNotProtectIsRefused() {
        assertThatThrownBy(() -> CommandIds.of("retry-1", "anna", APPROVE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Idempotency-Key");
    }

    @Test
    void requestsWithoutKeyAreAllDifferent() {
        UUID first = CommandIds.of(null, "anna", APPROVE);

        assertThat(CommandIds.of(null, "anna", APPROVE)).isNotEqualTo(first);
    }
}
