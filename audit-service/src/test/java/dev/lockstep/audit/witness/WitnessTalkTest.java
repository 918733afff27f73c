package dev.lockstep.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log in a real database, and witnesses over real HTTP. */
class WitnessTalkTest {

    private final LedgerDatabase database = new LedgerDatabase();
    private final TestWitness witness =
            new TestWitness("witness.example/w1", () -> Optional.of(LedgerDatabase.IDENTITY.keys()));
    private final TestWitness second =
            new TestWitness("witness.example/w2", () -> Optional.of(LedgerDatabase.IDENTITY.keys()));
    private final WitnessTalk talk = new WitnessTalk(database.dataSource(), new WitnessClient(Duration.ofSeconds(5)));
    private int written;

    @AfterEach
    void close() {
        witness.close();
        second.close();
    }

    private Checkpoint grow(int entries) throws SQLException {
        Checkpoint checkpoint = database.append(SampleEvents.entries("rollout-1", written + 1, entries));
        written += entries;
        return checkpoint;
    }

    private SignedNote note() throws SQLException {
        try (Connection connection = database.connect()) {
            return SignedNote.parse(Ledger.latestNote(connection).orElseThrow().getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
        }
    }

    private WitnessTalk.Outcome ask(Witness whom) throws SQLException, InterruptedException {
        return talk.ask(
                whom, note(), LedgerDatabase.IDENTITY.open(note().toString()).orElseThrow());
    }

    private String trouble(Witness whom) throws SQLException, InterruptedException {
        WitnessTalk.Outcome outcome = ask(whom);
        assertThat(outcome).isInstanceOf(WitnessTalk.Outcome.Trouble.class);
        return ((WitnessTalk.Outcome.Trouble) outcome).what();
    }

    private Optional<SignedNote> witnessed(int quorum) throws SQLException {
        try (Connection connection = database.connect()) {
            return new Cosignatures(connection)
                    .witnessed(Long.MAX_VALUE, new Witnesses(List.of(witness.asWitness(), second.asWitness()), quorum));
        }
    }

    @Test
    void aGrowingLogIsCosignedAgainAndAgain() throws Exception {
        for (int entries : new int[] {1, 255, 1, 300, 7}) {
            Checkpoint checkpoint = grow(entries);

            assertThat(ask(witness.asWitness())).isEqualTo(new WitnessTalk.Outcome.UpToDate(checkpoint.size()));
            SignedNote cosigned = witnessed(1).orElseThrow();
            assertThat(LedgerDatabase.IDENTITY.open(cosigned.toString()).orElseThrow())
                    .isEqualTo(checkpoint);
            assertThat(witness.key().cosignature(cosigned)).isInstanceOf(Checked.Accepted.class);
        }
        assertThat(witness.questions()).isEqualTo(5);
    }

    @Test
    void whatIsCosignedIsNotAskedForAgain() throws Exception {
        grow(10);
        ask(witness.asWitness());

        assertThat(ask(witness.asWitness())).isEqualTo(new WitnessTalk.Outcome.UpToDate(10));
        assertThat(witness.questions()).isEqualTo(1);
    }

    @Test
    void enoughWitnessesMeetOnOneCheckpoint() throws Exception {
        grow(10);
        ask(witness.asWitness());
        ask(second.asWitness());
        grow(5);
        ask(witness.asWitness());

        assertThat(witnessed(1).orElseThrow().text()).contains("\n15\n");
        assertThat(witnessed(2).orElseThrow().text()).contains("\n10\n");
        assertThat(witnessed(2).orElseThrow().signatures()).hasSize(3);
    }

    @Test
    void aWitnessThatHasSeenMoreThanIsKnownHereGetsTheProofItAsksFor() throws Exception {
        grow(10);
        ask(witness.asWitness());
        database.change("delete from cosignature");
        grow(400);

        assertThat(ask(witness.asWitness())).isEqualTo(new WitnessTalk.Outcome.UpToDate(410));
        assertThat(witness.questions()).isEqualTo(3);
    }

    @Test
    void aWitnessThatLostItsMemoryBeginsAnew() throws Exception {
        grow(10);
        ask(witness.asWitness());
        witness.remember(null);
        grow(400);

        assertThat(ask(witness.asWitness())).isEqualTo(new WitnessTalk.Outcome.UpToDate(410));
    }

    @Test
    void aWitnessThatSawAnotherHistoryDoesNotCosign() throws Exception {
        Checkpoint checkpoint = grow(10);
        witness.remember(new Checkpoint(checkpoint.origin(), 10, TestWitness.strange()));

        assertThat(trouble(witness.asWitness())).contains("another history");
        grow(10);
        assertThat(trouble(witness.asWitness())).contains("does not continue");
        assertThat(witnessed(1)).isEmpty();
    }

    @Test
    void aWitnessThatSawMoreThanThereIsTellsThatTheLogWasSetBack() throws Exception {
        Checkpoint checkpoint = grow(10);
        witness.remember(new Checkpoint(checkpoint.origin(), 99, TestWitness.strange()));

        assertThat(trouble(witness.asWitness())).contains("99 entries", "set back");
    }

    @ParameterizedTest
    @CsvSource({"LYING, does not verify", "SOMEBODY_ELSE, not cosigned by", "BROKEN, status 500"})
    void whatIsNotItsCosignatureIsNotKept(TestWitness.Manner manner, String why) throws Exception {
        grow(10);
        witness.behave(manner);

        assertThat(trouble(witness.asWitness())).contains(why);
        assertThat(witnessed(1)).isEmpty();
    }

    @Test
    void aSilentWitnessIsWaitedForNoLongerThanItMay() throws Exception {
        grow(10);
        witness.behave(TestWitness.Manner.SILENT);
        WitnessTalk hasty = new WitnessTalk(database.dataSource(), new WitnessClient(Duration.ofMillis(300)));

        WitnessTalk.Outcome outcome = hasty.ask(
                witness.asWitness(),
                note(),
                LedgerDatabase.IDENTITY.open(note().toString()).orElseThrow());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        WitnessTalk.Outcome.Trouble.class,
                        trouble -> assertThat(trouble.what()).contains("not answered"));
    }

    @Test
    void aWitnessThatIsNotThereIsTold() throws Exception {
        grow(10);
        URI nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/w");
        }

        assertThat(trouble(new Witness(nobody, witness.key()))).contains("cannot be asked");
    }

    @Test
    void aWitnessThatDoesNotKnowTheLogIsTold() throws Exception {
        grow(10);
        LogKeys elsewhere =
                LogKeys.of(SigningKey.generate("elsewhere.example/log").verifier());
        LogKeys stranger =
                LogKeys.of(SigningKey.generate(LedgerDatabase.IDENTITY.origin()).verifier());
        try (TestWitness ofAnother = new TestWitness("w3", () -> Optional.of(elsewhere));
                TestWitness withAnotherKey = new TestWitness("w4", () -> Optional.of(stranger))) {
            assertThat(trouble(ofAnother.asWitness())).contains("404");
            assertThat(trouble(withAnotherKey.asWitness())).contains("403");
        }
    }

    @Test
    void theFileOfWitnessesIsRead() {
        List<Witness> read = Witnesses.parse(List.of(
                "# ours",
                "",
                witness.prefix() + "  " + witness.key(),
                "https://w.example/x/ " + second.key() + " # b"));

        assertThat(read).extracting(Witness::key).containsExactly(witness.key(), second.key());
        assertThat(read.getLast().addCheckpoint()).hasToString("https://w.example/x/add-checkpoint");
        assertThat(witness.asWitness().addCheckpoint()).hasToString(witness.prefix() + "/add-checkpoint");
        assertThat(Witnesses.withMajority(read).quorum()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://w.example", "w.example KEY", "file:///w KEY", "https://w.example KEY+", "ht tp KEY"})
    void aLineThatIsNoneIsNamed(String line) {
        List<String> lines = List.of("", line.replace("KEY", witness.key().toString()));

        assertThatThrownBy(() -> Witnesses.parse(lines)).hasMessageStartingWith("line 2: ");
    }

    @Test
    void onlyAsManyAsThereAreCanBeAskedFor() {
        List<Witness> two = List.of(witness.asWitness(), second.asWitness());

        for (int quorum : new int[] {0, 3}) {
            assertThatThrownBy(() -> new Witnesses(two, quorum)).hasMessageContaining("cannot be had");
        }
        assertThatThrownBy(() -> new Witnesses(List.of(two.getFirst(), two.getFirst()), 1))
                .hasMessageContaining("twice");
    }
}
