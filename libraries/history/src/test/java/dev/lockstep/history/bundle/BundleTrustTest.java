package dev.lockstep.history.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.WitnessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verifier was given decides: keys with their terms, and witnesses. */
class BundleTrustTest {

    private static final SigningKey OLD = SigningKey.generate(SampleLog.ORIGIN);
    private static final SigningKey NEW = SigningKey.generate(SampleLog.ORIGIN);
    private static final LogKeys KEYS =
            LogKeys.of(OLD.verifier()).with(NEW.verifier(), 201).newestAloneAfter(400);
    private static final int SIZE = 600;
    private static final Instant AT = Instant.parse("2026-03-02T08:00:01Z");

    private final Cosigner first = new Cosigner("witness.example/w1");
    private final Cosigner second = new Cosigner("witness.example/w2");
    private final Cosigner third = new Cosigner("witness.example/w3");

    @TempDir
    Path temporary;

    /** A log whose key was changed between 200 and 400 entries. */
    private static final class HandedOver implements SampleLog.Signing {

        @Override
        public SignedNote checkpoint(Checkpoint checkpoint) {
            if (checkpoint.size() <= 200) {
                return checkpoint.signedBy(OLD);
            }
            return checkpoint.size() <= 400 ? checkpoint.signedBy(OLD).alsoSignedBy(NEW) : checkpoint.signedBy(NEW);
        }

        @Override
        public SignedNote manifest(Manifest manifest) {
            return manifest.signedBy(manifest.checkpoint().size() <= 400 ? OLD : NEW);
        }
    }

    private Path bundle(SampleLog.Signing signing, int size) throws IOException {
        return SampleLog.of(SampleLog.ORIGIN, signing, size, 50).writeTo(temporary.resolve("bundle"));
    }

    private static BundleVerification verify(Path bundle, Trust trust) {
        return BundleVerification.of(bundle, trust, done -> {});
    }

    private static List<Finding.Kind> kinds(BundleVerification verified) {
        return verified.findings().stream().map(Finding::kind).distinct().toList();
    }

    @Test
    void aLogWhoseKeyWasChangedVerifiesWithBothKeys() throws IOException {
        BundleVerification verified = verify(bundle(new HandedOver(), SIZE), Trust.in(KEYS));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.entries()).isEqualTo(SIZE);
        assertThat(verified.checkpoints()).isEqualTo(12);
    }

    @Test
    void theOldKeyAloneVerifiesNoCheckpointAfterItsEnd() throws IOException {
        BundleVerification verified = verify(bundle(new HandedOver(), SIZE), Trust.in(OLD.verifier()));

        assertThat(verified.isIntact()).isFalse();
        assertThat(verified.entries()).isZero();
        assertThat(kinds(verified)).containsExactly(Finding.Kind.MANIFEST_FORGED, Finding.Kind.CHECKPOINT_FOREIGN);
    }

    @Test
    void whoeverStoleTheOldKeyContinuesTheLogForNobody() throws IOException {
        BundleVerification verified = verify(bundle(SampleLog.Signing.by(OLD), SIZE), Trust.in(KEYS));

        assertThat(verified.isIntact()).isFalse();
        assertThat(verified.entries()).isZero();
        assertThat(kinds(verified)).containsExactly(Finding.Kind.KEY_OUT_OF_TERM);
    }

    @Test
    void theNewKeyDoesNotWriteThePastAnew() throws IOException {
        BundleVerification verified = verify(bundle(SampleLog.Signing.by(NEW), SIZE), Trust.in(KEYS));

        assertThat(kinds(verified)).containsExactly(Finding.Kind.KEY_OUT_OF_TERM);
        assertThat(verified.findings())
                .hasSize(4)
                .allMatch(finding -> finding.place().startsWith("checkpoints line "));
    }

    @Test
    void inTheMeantimeTheOldKeyWillDo() throws IOException {
        Path bundle = bundle(new HandedOver(), 300);

        assertThat(verify(bundle, Trust.in(KEYS)).findings()).isEmpty();
        assertThat(verify(bundle, Trust.in(OLD.verifier())).findings()).isEmpty();
    }

    private SignedNote note(Path bundle) throws IOException {
        return SignedNote.parse(Files.readAllBytes(bundle.resolve(BundleLayout.CHECKPOINT)))
                .orElseThrow();
    }

    private static void put(Path bundle, SignedNote witnessed) throws IOException {
        Files.write(bundle.resolve(BundleLayout.WITNESSED), witnessed.toBytes());
    }

    private Path cosignedBy(Cosigner... cosigners) throws IOException {
        Path bundle = bundle(SampleLog.Signing.by(OLD), SIZE);
        SignedNote note = note(bundle);
        for (int i = 0; i < cosigners.length; i++) {
            note = cosigners[i].cosign(note, AT.plusSeconds(i));
        }
        put(bundle, note);
        return bundle;
    }

    private Trust trust(int quorum) {
        return Trust.in(OLD.verifier()).witnessedBy(List.of(first.key(), second.key(), third.key()), quorum);
    }

    @Test
    void enoughWitnessesAreEnough() throws IOException {
        Path bundle = cosignedBy(third, first);

        BundleVerification verified = verify(bundle, trust(2));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.witnessed())
                .isEqualTo(new Witnessed(SIZE, List.of("witness.example/w1", "witness.example/w3"), AT));
        assertThat(kinds(verify(bundle, trust(3)))).containsExactly(Finding.Kind.COSIGNATURES_MISSING);
    }

    @Test
    void withoutWitnessesNobodyIsAskedFor() throws IOException {
        BundleVerification verified = verify(cosignedBy(first), Trust.in(OLD.verifier()));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.witnessed()).isNull();
    }

    @Test
    void aBundleThatNobodyWitnessedIsNotWitnessed() throws IOException {
        Path bundle = bundle(SampleLog.Signing.by(OLD), SIZE);

        assertThat(kinds(verify(bundle, trust(1)))).containsExactly(Finding.Kind.COSIGNATURES_MISSING);
        assertThat(verify(bundle, Trust.in(OLD.verifier())).findings()).isEmpty();
    }

    @Test
    void strangersDoNotCount() throws IOException {
        Path bundle = cosignedBy(first, new Cosigner("witness.example/w2"), new Cosigner("elsewhere.example/w"));

        assertThat(verify(bundle, trust(1)).findings()).isEmpty();
        assertThat(kinds(verify(bundle, trust(2)))).containsExactly(Finding.Kind.COSIGNATURES_MISSING);
    }

    @Test
    void aCosignatureOfSomethingElseIsForged() throws IOException {
        Path bundle = bundle(SampleLog.Signing.by(OLD), SIZE);
        SignedNote note = note(bundle);
        put(bundle, first.cosign(note, AT).with(second.line("another text\n", AT)));

        assertThat(kinds(verify(bundle, trust(1)))).containsExactly(Finding.Kind.COSIGNATURE_FORGED);
    }

    @Test
    void whatWasWitnessedMustBePartOfTheLog() throws IOException {
        Path bundle = bundle(SampleLog.Signing.by(OLD), SIZE);
        Checkpoint head = Checkpoint.parse(note(bundle).text()).orElseThrow();
        Checkpoint other = new Checkpoint(head.origin(), 450, head.root());
        put(bundle, first.cosign(other.signedBy(OLD), AT));
        assertThat(kinds(verify(bundle, trust(1)))).containsExactly(Finding.Kind.CHECKPOINT_REPLAYED);

        Checkpoint later = new Checkpoint(head.origin(), SIZE + 1, head.root());
        put(bundle, first.cosign(later.signedBy(OLD), AT));
        assertThat(kinds(verify(bundle, trust(1)))).containsExactly(Finding.Kind.CHECKPOINT_REPLAYED);
        assertThat(kinds(verify(bundle, Trust.in(OLD.verifier())))).containsExactly(Finding.Kind.CHECKPOINT_REPLAYED);
    }

    @Test
    void anEarlierStateMayBeTheWitnessedOne() throws IOException {
        Path bundle = bundle(SampleLog.Signing.by(OLD), SIZE);
        String line =
                Files.readAllLines(bundle.resolve(BundleLayout.CHECKPOINTS)).get(7);
        SignedNote earlier = SignedNote.parse(BundleLayout.noteOf(line).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        put(bundle, first.cosign(earlier, AT));

        BundleVerification verified = verify(bundle, trust(1));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.witnessed()).isEqualTo(new Witnessed(400, List.of("witness.example/w1"), AT));
    }

    @Test
    void witnessesDoNotReplaceTheLogsSignature() throws IOException {
        Path bundle = bundle(SampleLog.Signing.by(OLD), SIZE);
        SignedNote foreign = new SignedNote(
                note(bundle).text(), List.of(first.line(note(bundle).text(), AT)));
        put(bundle, foreign);

        assertThat(kinds(verify(bundle, trust(1))))
                .containsExactly(Finding.Kind.CHECKPOINT_FOREIGN, Finding.Kind.COSIGNATURES_MISSING);
    }

    @Test
    void aQuorumIsOfDifferentWitnesses() {
        List<WitnessKey> twice = List.of(first.key(), first.key());

        assertThatThrownBy(() -> trust(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trust(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trust.in(OLD.verifier()).witnessedBy(twice, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trust.in(OLD.verifier()).witnessedBy(List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
