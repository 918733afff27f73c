package dev.lockstep.history.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportSealTest {

    private static final String LOG = "lockstep.example/audit";
    private static final SigningKey KEY = SigningKey.generate(LOG);
    private static final LogKeys KEYS = LogKeys.of(KEY.verifier());
    private static final UUID ROLLOUT = new UUID(4, 2);
    private static final byte[] DOCUMENT = bytes("%PDF-1.6\nwhat it says\nstartxref\n123\n%%EOF\n");
    private static final Checkpoint STATE = state(LOG, 300);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Checkpoint state(String origin, long size) {
        return new Checkpoint(origin, size, new TreeHasher().leaf(bytes("leaf")));
    }

    private static byte[] sealed(SigningKey key, Checkpoint state) {
        return ReportSeal.file(DOCUMENT, ReportSeal.of(ROLLOUT, DOCUMENT, state).signedBy(key));
    }

    private static Refusal.Kind refusal(byte[] file, LogKeys keys) {
        return ReportSeal.open(file, keys) instanceof Checked.Refused<ReportSeal>(Refusal refused)
                ? refused.kind()
                : Refusal.Kind.OUT_OF_RANGE;
    }

    @Test
    void aFileIsBelievedWithTheKeyAlone() {
        ReportSeal seal = ReportSeal.open(sealed(KEY, STATE), KEYS).orElseThrow();

        assertThat(seal.rollout()).isEqualTo(ROLLOUT);
        assertThat(seal.checkpoint()).isEqualTo(STATE);
    }

    @Test
    void theSealIsBehindTheDocumentAndTheFileEndsAsDocumentsDo() {
        String file = new String(sealed(KEY, STATE), StandardCharsets.UTF_8);

        assertThat(file)
                .startsWith(
                        new String(DOCUMENT, StandardCharsets.UTF_8) + "%lockstep-seal\n%lockstep rollout report v1\n")
                .endsWith("\nstartxref\n123\n%%EOF\n");
        assertThat(file.substring(DOCUMENT.length).lines().limit(9)).allMatch(line -> line.startsWith("%"));
    }

    @Test
    void aFlippedBitInAnyByteIsRefused() {
        byte[] file = sealed(KEY, STATE);
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 << at % Byte.SIZE);
            assertThat(ReportSeal.open(changed, KEYS)).as("byte %d", at).isInstanceOf(Checked.Refused.class);
        }
    }

    @Test
    void whatIsAddedOrCutOffIsRefused() {
        byte[] file = sealed(KEY, STATE);
        for (int length = 0; length < file.length; length++) {
            assertThat(ReportSeal.open(Arrays.copyOf(file, length), KEYS))
                    .as("the first %d bytes", length)
                    .isInstanceOf(Checked.Refused.class);
        }
        String text = new String(file, StandardCharsets.UTF_8);
        for (String changed : new String[] {
            text + "\n",
            " " + text,
            text + text,
            text + "%%EOF\n",
            text + "5 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
        }) {
            assertThat(ReportSeal.open(bytes(changed), KEYS)).isInstanceOf(Checked.Refused.class);
        }
    }

    @Test
    void aSealOfAnotherDocumentIsRefused() {
        byte[] other = bytes("%PDF-1.6\nsomething else\nstartxref\n123\n%%EOF\n");
        byte[] moved =
                ReportSeal.file(other, ReportSeal.of(ROLLOUT, DOCUMENT, STATE).signedBy(KEY));

        assertThat(refusal(moved, KEYS)).isEqualTo(Refusal.Kind.BAD_SIGNATURE);
    }

    @Test
    void aForeignKeyAForeignLogAndAKeyOutOfItsTermAreNamed() {
        SigningKey next = SigningKey.generate(LOG);
        LogKeys handedOver = KEYS.with(next.verifier(), 200).newestAloneAfter(250);

        assertThat(refusal(sealed(next, STATE), KEYS)).isEqualTo(Refusal.Kind.UNKNOWN_KEY);
        assertThat(refusal(sealed(KEY, state("lockstep.example/other", 300)), KEYS))
                .isEqualTo(Refusal.Kind.FOREIGN_ORIGIN);
        assertThat(refusal(sealed(KEY, STATE), handedOver)).isEqualTo(Refusal.Kind.OUT_OF_TERM);
        assertThat(ReportSeal.open(sealed(next, STATE), handedOver)).isInstanceOf(Checked.Accepted.class);
        assertThat(ReportSeal.open(sealed(KEY, state(LOG, 250)), handedOver)).isInstanceOf(Checked.Accepted.class);
    }

    @Test
    void aSignedCheckpointIsNoSeal() {
        byte[] file = ReportSeal.file(DOCUMENT, STATE.signedBy(KEY));

        assertThat(refusal(file, KEYS)).isEqualTo(Refusal.Kind.MALFORMED);
    }

    @Test
    void onlyDocumentsAreSealed() {
        ReportSeal seal = ReportSeal.of(ROLLOUT, DOCUMENT, STATE);

        for (String none : new String[] {"", "text", "startxref\n1\n%%EOF", "startxref\nx\n%%EOF\n"}) {
            assertThatThrownBy(() -> ReportSeal.file(bytes(none), seal.signedBy(KEY)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
