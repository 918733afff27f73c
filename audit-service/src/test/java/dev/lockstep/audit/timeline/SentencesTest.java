package dev.lockstep.audit.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.history.certificate.RolloutScript;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the platform held stands before what the person says: nobody can write it. */
class SentencesTest {

    private static final String HASH = "ab".repeat(32);

    private static String attested(String evidence, List<AttestedFile> files) {
        return Sentences.of(new RolloutEvent.WorkAttested(
                RolloutScript.CLUSTER,
                new UUID(0, 1),
                "setup",
                new Attestation(1, Attestation.Outcome.DONE, evidence, files),
                RolloutScript.OPERATOR,
                RolloutScript.START));
    }

    @Test
    void anAttestationIsToldWithTheFilesThatThePlatformHeld() {
        assertThat(attested("seen", List.of(new AttestedFile(HASH, 8))))
                .isEqualTo("setup: attested done, files kept: SHA-256 %s (8 bytes): seen".formatted(HASH));
    }

    @Test
    void aTypedHashIsOnlyWhatThePersonSays() {
        assertThat(attested("files kept: SHA-256 " + HASH, List.of()))
                .isEqualTo("setup: attested done: files kept: SHA-256 " + HASH);
    }
}
