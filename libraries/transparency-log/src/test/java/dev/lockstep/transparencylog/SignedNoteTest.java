package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    private static final String ORIGIN = "lockstep.example/audit";
    private static final SigningKey KEY = SigningKey.generate(ORIGIN);
    private static final Hash ROOT = Hash.ofHex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 8, ROOT);
    private static final byte[] NOTE = CHECKPOINT.signedBy(KEY).toBytes();

    private static Refusal.Kind refusal(Checked<?> checked) {
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<?>) checked).refusal().kind();
    }

    private static Checked<Checkpoint> open(byte[] note) {
        return Checkpoint.open(note, ORIGIN, List.of(KEY.verifier()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSignedCheckpointOpensUnderItsKey() {
        assertThat(open(NOTE).orElseThrow()).isEqualTo(CHECKPOINT);
        assertThat(new String(NOTE, StandardCharsets.UTF_8))
                .startsWith(ORIGIN + "\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— " + ORIGIN + " ");
    }

    @Property(tries = 500)
    void anyFlippedBitIsFound(@ForAll @IntRange(max = 10_000) int any) {
        byte[] damaged = NOTE.clone();
        damaged[any % damaged.length] ^= (byte) (1 << (any % 8));

        Checked<Checkpoint> opened = open(damaged);

        assertThat(opened).isInstanceOf(Checked.Refused.class);
    }

    @Property(tries = 200)
    void anyCutIsFound(@ForAll @IntRange(max = 10_000) int any) {
        byte[] cut = Arrays.copyOf(NOTE, any % NOTE.length);

        assertThat(open(cut)).isInstanceOf(Checked.Refused.class);
    }

    @Test
    void signaturesOfOthersAreIgnoredButNeverBelieved() {
        SigningKey witness = SigningKey.generate("witness.example");
        SigningKey namesake = SigningKey.generate(ORIGIN);
        byte[] cosigned = CHECKPOINT
                .signedBy(namesake)
                .alsoSignedBy(KEY)
                .alsoSignedBy(witness)
                .toBytes();

        assertThat(open(cosigned).orElseThrow()).isEqualTo(CHECKPOINT);
        assertThat(refusal(open(CHECKPOINT.signedBy(witness).toBytes()))).isEqualTo(Refusal.Kind.UNKNOWN_KEY);
        assertThat(refusal(open(CHECKPOINT.signedBy(namesake).toBytes()))).isEqualTo(Refusal.Kind.UNKNOWN_KEY);
    }

    @Test
    void oneBadSignatureByAKnownKeyRefusesTheNote() {
        SignedNote other = new Checkpoint(ORIGIN, 9, ROOT).signedBy(KEY);
        List<NoteSignature> signatures =
                new ArrayList<>(CHECKPOINT.signedBy(KEY).signatures());
        signatures.addAll(other.signatures());

        Checked<Checkpoint> opened = open(new SignedNote(CHECKPOINT.toText(), signatures).toBytes());

        assertThat(refusal(opened)).isEqualTo(Refusal.Kind.BAD_SIGNATURE);
    }

    @Test
    void aCheckpointOfAnotherLogIsForeign() {
        byte[] foreign =
                new Checkpoint("elsewhere.example/log", 8, ROOT).signedBy(KEY).toBytes();

        assertThat(refusal(open(foreign))).isEqualTo(Refusal.Kind.FOREIGN_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lockstep.example/audit\n08\nROOT\n",
                "lockstep.example/audit\n+8\nROOT\n",
                "lockstep.example/audit\n-8\nROOT\n",
                "lockstep.example/audit\n8 \nROOT\n",
                "lockstep.example/audit\n9223372036854775808\nROOT\n",
                "lockstep.example/audit\n\u0668\nROOT\n",
                "lockstep.example/audit\n8\nROOT",
                "lockstep.example/audit\n8\nROOT\n\n",
                "lockstep.example/audit\n8\n\nROOT\n",
                "\n8\nROOT\n",
                "lockstep.example/audit\n8\n",
                "lockstep.example/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n",
                "lockstep.example/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n",
                "lockstep.example/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz-Nw7_RgQyg=\n",
                "lockstep.example/audit\n8\nAAAA\n",
                "lockstep.example/audit\n0\nROOT\n",
                ""
            })
    void refusesOtherSpellingsOfACheckpoint(String text) {
        assertThat(Checkpoint.parse(text.replace("ROOT", ROOT.toBase64()))).isInstanceOf(Checked.Refused.class);
    }

    @Test
    void extensionLinesAreKept() {
        Checkpoint extended = new Checkpoint(ORIGIN, 8, ROOT, List.of("one", "two"));

        assertThat(Checkpoint.parse(extended.toText()).orElseThrow()).isEqualTo(extended);
        assertThatThrownBy(() -> new Checkpoint(ORIGIN, 8, ROOT, List.of("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text\n",
                "text\n\n",
                "text\n\nno signature\n",
                "text\n\n- name AAAAAAAA\n",
                "text\n\n— name\n",
                "text\n\n—  AAAAAAAA\n",
                "text\n\n— na+me AAAAAAAA\n",
                "text\n\n— na\u00a0me AAAAAAAA\n",
                "text\n\n— name AAAAAA==\n",
                "text\n\n— name AAAAAAAA",
                "text\n\n— name AAAAAAB=\n",
                "te\tt\n\n— name AAAAAAAA\n",
                "te\rt\n\n— name AAAAAAAA\n",
                "\n— name AAAAAAAA\n"
            })
    void refusesOtherSpellingsOfANote(String note) {
        assertThat(refusal(SignedNote.parse(utf8(note)))).isEqualTo(Refusal.Kind.MALFORMED);
    }

    @Test
    void readsTheTextUpToTheLastEmptyLine() {
        SignedNote note =
                SignedNote.parse(utf8("one\n\ntwo\n\n— name AAAAAAAA\n")).orElseThrow();

        assertThat(note.text()).isEqualTo("one\n\ntwo\n");
        assertThat(note.signatures()).hasSize(1);
    }

    @Test
    void refusesWhatIsNotUtf8AndWhatIsTooMuch() {
        byte[] invalid = utf8("text\n\n— name AAAAAAAA\n");
        invalid[0] = (byte) 0xff;

        assertThat(refusal(SignedNote.parse(invalid))).isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(SignedNote.parse(new byte[SignedNote.MAX_BYTES + 1])))
                .isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(SignedNote.parse(utf8("text\n\n" + "— name AAAAAAAA\n".repeat(101)))))
                .isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(SignedNote.parse(utf8("text\n\n" + "— name AAAAAAAA\n".repeat(16))))
                .isInstanceOf(Checked.Accepted.class);
    }

    @Test
    void keysSurviveTheirText() {
        assertThat(VerifierKey.parse(KEY.verifier().toString()).orElseThrow()).isEqualTo(KEY.verifier());
        SigningKey read = SigningKey.parse(KEY.toText()).orElseThrow();
        assertThat(open(CHECKPOINT.signedBy(read).toBytes()).orElseThrow()).isEqualTo(CHECKPOINT);
        assertThat(KEY.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void refusesKeysThatAreNotWhatTheySay() {
        String key = KEY.verifier().toString();
        String id = key.split("\\+", 3)[1];
        byte[] ecdsa = new byte[33];
        ecdsa[0] = 2;

        assertThat(refusal(VerifierKey.parse(key.replace(id, "00000000")))).isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(VerifierKey.parse(key.replace(ORIGIN, "other.example/log"))))
                .isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(VerifierKey.parse("n+00000000+" + Base64.getEncoder().encodeToString(ecdsa))))
                .isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(VerifierKey.parse("n+00000000"))).isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(SigningKey.parse(KEY.toText()
                        .replace(key, SigningKey.generate(ORIGIN).verifier().toString()))))
                .isEqualTo(Refusal.Kind.MALFORMED);
        assertThat(refusal(SigningKey.parse(KEY.toText().trim()))).isEqualTo(Refusal.Kind.MALFORMED);
    }
}
