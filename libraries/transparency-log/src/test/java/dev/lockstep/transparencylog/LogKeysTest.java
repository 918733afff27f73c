package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log whose key was changed: the old one signed up to 1,500 entries, the new one signs from 1,201 on. */
class LogKeysTest {

    private static final String ORIGIN = "lockstep.example/audit";
    private static final SigningKey OLD = SigningKey.generate(ORIGIN);
    private static final SigningKey NEW = SigningKey.generate(ORIGIN);
    private static final LogKeys KEYS =
            LogKeys.of(OLD.verifier()).with(NEW.verifier(), 1_201).newestAloneAfter(1_500);

    private static Checkpoint checkpoint(long size) {
        return new Checkpoint(ORIGIN, size, new TreeHasher().leaf(new byte[] {1}));
    }

    private static String outcome(Checked<?> checked) {
        return switch (checked) {
            case Checked.Accepted<?> _ -> "accepted";
            case Checked.Refused<?>(Refusal refusal) -> refusal.kind().name();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "1200, accepted, OUT_OF_TERM",
        "1201, accepted, accepted",
        "1500, accepted, accepted",
        "1501, OUT_OF_TERM, accepted"
    })
    void aKeySignsInItsTermOnly(long size, String old, String fresh) {
        assertThat(outcome(KEYS.open(checkpoint(size).signedBy(OLD).toBytes()))).isEqualTo(old);
        assertThat(outcome(KEYS.open(checkpoint(size).signedBy(NEW).toBytes()))).isEqualTo(fresh);
    }

    @Test
    void whatBothSignedIsBelievedByThoseWhoHaveOneOfThem() {
        byte[] both = checkpoint(1_300).signedBy(OLD).alsoSignedBy(NEW).toBytes();

        assertThat(outcome(KEYS.open(both))).isEqualTo("accepted");
        assertThat(outcome(LogKeys.of(OLD.verifier()).open(both))).isEqualTo("accepted");
        assertThat(outcome(LogKeys.of(NEW.verifier()).open(both))).isEqualTo("accepted");
    }

    @Test
    void anEndedKeyBesideTheNewOneDoesNoHarm() {
        byte[] late = checkpoint(1_600).signedBy(OLD).alsoSignedBy(NEW).toBytes();

        assertThat(outcome(KEYS.open(late))).isEqualTo("accepted");
    }

    @Test
    void aBadSignatureByAKnownKeyRefusesWhateverElseIsThere() {
        SignedNote other = checkpoint(1_301).signedBy(OLD);
        SignedNote mixed =
                checkpoint(1_300).signedBy(NEW).with(other.signatures().getFirst());

        assertThat(outcome(KEYS.open(mixed.toBytes()))).isEqualTo("BAD_SIGNATURE");
    }

    @Test
    void othersAreForeign() {
        SigningKey stranger = SigningKey.generate(ORIGIN);
        Checkpoint elsewhere =
                new Checkpoint("elsewhere.example/log", 1_300, checkpoint(1).root());

        assertThat(outcome(KEYS.open(checkpoint(5).signedBy(stranger).toBytes())))
                .isEqualTo("UNKNOWN_KEY");
        assertThat(outcome(KEYS.open(elsewhere.signedBy(OLD).toBytes()))).isEqualTo("FOREIGN_ORIGIN");
    }

    @Test
    void textsAreReadAsTheyWereWritten() {
        assertThat(LogKeys.parse(KEYS.toText()).orElseThrow()).isEqualTo(KEYS);
        assertThat(KEYS.toText()).isEqualTo("%s 0-1500\n%s 1201-\n".formatted(OLD.verifier(), NEW.verifier()));
        assertThat(LogKeys.parse(OLD.verifier().toString()).orElseThrow()).isEqualTo(LogKeys.of(OLD.verifier()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "KEY 5",
                "KEY 5-4",
                "KEY 05-6",
                "KEY -6",
                "KEY  5-6",
                "KEY 5-6 ",
                "KEY 5-6 7",
                "KEY\n\nKEY 7-",
                "KEY 0-5\nKEY 6-",
                "KEY 0-5\nelsewhere.example/log+7ebef1e6+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
            })
    void anythingElseIsRefused(String text) {
        String keys = text.replace("KEY", OLD.verifier().toString());
        String inLines = keys.endsWith(" ") ? keys + "\n" + NEW.verifier() : keys;

        assertThat(outcome(LogKeys.parse(inLines))).isEqualTo("MALFORMED");
    }

    @Test
    void keysOfDifferentLogsAreNoLogs() {
        LogKeys.Term other = LogKeys.of(
                        SigningKey.generate("elsewhere.example/log").verifier())
                .terms()
                .getFirst();

        assertThatThrownBy(() -> new LogKeys(List.of(KEYS.terms().getFirst(), other)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
