package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.transparencylog.WitnessKey.Cosignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cosignatures as C2SP tlog-cosignature has them, made here by the letter of the specification. */
class WitnessKeyTest {

    private static final String NAME = "witness.example/w1";
    private static final Instant AT = Instant.ofEpochSecond(1_679_315_147);
    private static final SigningKey LOG = SigningKey.generate("lockstep.example/audit");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("lockstep.example/audit", 8, new TreeHasher().leaf(new byte[] {1}));
    private static final SignedNote NOTE = CHECKPOINT.signedBy(LOG);
    private static final KeyPair PAIR = pair();
    private static final WitnessKey KEY = WitnessKey.parse(key(NAME, (byte) 4)).orElseThrow();

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] typed(byte type) {
        byte[] x509 = PAIR.getPublic().getEncoded();
        return ByteBuffer.allocate(33).put(type).put(x509, x509.length - 32, 32).array();
    }

    private static byte[] id(String name, byte type) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(typed(type)), 4);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String key(String name, byte type) {
        return "%s+%s+%s"
                .formatted(
                        name,
                        HexFormat.of().formatHex(id(name, type)),
                        Base64.getEncoder().encodeToString(typed(type)));
    }

    private static NoteSignature line(long stamped, String message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(PAIR.getPrivate());
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = ByteBuffer.allocate(76)
                    .put(id(NAME, (byte) 4))
                    .putLong(stamped)
                    .put(signature.sign())
                    .array();
            return new NoteSignature(NAME, Base64.getEncoder().encodeToString(bytes));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static NoteSignature cosigned(Checkpoint checkpoint, Instant at) {
        return line(at.getEpochSecond(), "cosignature/v1\ntime " + at.getEpochSecond() + "\n" + checkpoint.toText());
    }

    private static Refusal.Kind refusal(Checked<?> checked) {
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<?>) checked).refusal().kind();
    }

    @Test
    void aCosignatureTellsWhen() {
        Cosignature cosignature =
                KEY.cosignature(NOTE.with(cosigned(CHECKPOINT, AT))).orElseThrow();

        assertThat(cosignature.at()).isEqualTo(AT);
        assertThat(KEY.name()).isEqualTo(NAME);
    }

    @Test
    void theLogsOwnSignatureStaysWhatItIs() {
        SignedNote cosigned = NOTE.with(cosigned(CHECKPOINT, AT));

        assertThat(LogKeys.of(LOG.verifier()).open(cosigned.toBytes()).orElseThrow())
                .isEqualTo(CHECKPOINT);
    }

    @Test
    void ofSeveralTheLatestCounts() {
        SignedNote twice = NOTE.with(cosigned(CHECKPOINT, AT.plusSeconds(9))).with(cosigned(CHECKPOINT, AT));

        assertThat(KEY.cosignature(twice).orElseThrow().at()).isEqualTo(AT.plusSeconds(9));
    }

    @Test
    void whatNobodyCosignedIsNotCosigned() {
        assertThat(refusal(KEY.cosignature(NOTE))).isEqualTo(Refusal.Kind.UNKNOWN_KEY);
    }

    @Test
    void aCosignatureOfAnotherCheckpointIsNoneOfThis() {
        Checkpoint other = new Checkpoint(CHECKPOINT.origin(), 9, CHECKPOINT.root());

        assertThat(refusal(KEY.cosignature(NOTE.with(cosigned(other, AT))))).isEqualTo(Refusal.Kind.BAD_SIGNATURE);
    }

    @Test
    void aTimeThatWasNotSignedIsFound() {
        String message = "cosignature/v1\ntime " + AT.getEpochSecond() + "\n" + CHECKPOINT.toText();

        for (long stamped : new long[] {0, AT.getEpochSecond() + 1, -1, Long.MAX_VALUE}) {
            assertThat(refusal(KEY.cosignature(NOTE.with(line(stamped, message)))))
                    .isEqualTo(Refusal.Kind.BAD_SIGNATURE);
        }
    }

    @Test
    void theSignatureOfANoteIsNoCosignature() {
        assertThat(refusal(KEY.cosignature(NOTE.with(line(AT.getEpochSecond(), CHECKPOINT.toText())))))
                .isEqualTo(Refusal.Kind.BAD_SIGNATURE);
    }

    @Test
    void aSignatureWithoutATimeIsNone() {
        byte[] short64 = Arrays.copyOf(
                Base64.getDecoder().decode(cosigned(CHECKPOINT, AT).encoded()), 68);
        NoteSignature cut = new NoteSignature(NAME, Base64.getEncoder().encodeToString(short64));

        assertThat(refusal(KEY.cosignature(NOTE.with(cut)))).isEqualTo(Refusal.Kind.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2, 5, 6})
    void keysForSomethingElseAreNoWitnesses(byte type) {
        assertThat(refusal(WitnessKey.parse(key(NAME, type)))).isEqualTo(Refusal.Kind.MALFORMED);
    }

    @Test
    void aWitnessIsNoLogAndALogNoWitness() {
        assertThat(refusal(VerifierKey.parse(KEY.toString()))).isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(WitnessKey.parse(LOG.verifier().toString()))).isEqualTo(Refusal.Kind.MALFORMED);
    }

    @Test
    void oneKeyUnderTwoNamesIsOneWitness() {
        WitnessKey again = WitnessKey.parse(key("witness.example/w2", (byte) 4)).orElseThrow();

        assertThat(again).isEqualTo(KEY).hasSameHashCodeAs(KEY);
        assertThat(again.toString()).isNotEqualTo(KEY.toString());
    }
}
