package dev.lockstep.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.history.person.Opening;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.ProofVerifier;
import dev.lockstep.transparencylog.RootAccumulator;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.TiledTree;
import dev.lockstep.transparencylog.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private final LedgerDatabase database = new LedgerDatabase();

    @Test
    void batchesOfAnySizeMakeOneTreeThatWasSignedAtEachOfThem() throws SQLException {
        RootAccumulator expected = new RootAccumulator();
        int version = 1;
        for (int batch : new int[] {1, 255, 1, 300, 7}) {
            List<LedgerEntry> entries = SampleEvents.entries("rollout-1", version, batch);
            entries.forEach(entry -> expected.addLeaf(entry.leaf().toBytes()));

            Checkpoint checkpoint = database.append(entries);

            version += batch;
            assertThat(checkpoint).isEqualTo(new Checkpoint("lockstep.example/audit", version - 1, expected.root()));
        }
        assertThat(database.verify()).isEqualTo(new Verification(564, List.of()));
    }

    @Test
    void anyEntryIsProvedUnderTheLatestCheckpoint() throws SQLException {
        List<LedgerEntry> entries = SampleEvents.entries("rollout-1", 1, 600);
        Checkpoint first = database.append(entries.subList(0, 100));
        Checkpoint checkpoint = database.append(entries.subList(100, 600));
        try (Connection connection = database.connect()) {
            TiledTree tree = new TiledTree(new StoredTiles(connection), checkpoint.size());

            assertThat(new ProofVerifier()
                            .inclusion(
                                    321,
                                    600,
                                    new TreeHasher()
                                            .leaf(entries.get(321).leaf().toBytes()),
                                    tree.inclusionProof(321),
                                    checkpoint.root()))
                    .isEmpty();
            assertThat(new ProofVerifier()
                            .consistency(100, 600, first.root(), checkpoint.root(), tree.consistencyProof(100)))
                    .isEmpty();
        }
    }

    @Test
    void manyAppendersMakeOneOrder() throws Exception {
        int appenders = 6;
        int batches = 20;
        try (ExecutorService executor = Executors.newFixedThreadPool(appenders)) {
            List<Callable<Void>> work = new ArrayList<>();
            IntStream.range(0, appenders)
                    .forEach(appender -> work.add(() -> {
                        for (int batch = 0; batch < batches; batch++) {
                            database.append(SampleEvents.entries("rollout-" + appender, 1 + batch * 5, 5));
                        }
                        return null;
                    }));
            for (Future<Void> done : executor.invokeAll(work)) {
                done.get();
            }
        }

        assertThat(database.verify()).isEqualTo(new Verification(5L * appenders * batches, List.of()));
    }

    @Test
    void onlyALogThatContinuesWhatWasToldOfItIsToldOn() throws SQLException {
        Checkpoint told = database.append(SampleEvents.entries("rollout-1", 1, 300));
        try (Connection connection = database.connect()) {
            assertThat(noteAfter(connection, Optional.empty())).isPresent();
            assertThat(noteAfter(connection, Optional.of(told))).isEmpty();

            database.append(SampleEvents.entries("rollout-1", 301, 1));

            assertThat(noteAfter(connection, Optional.of(told)))
                    .hasValueSatisfying(note -> assertThat(LedgerDatabase.IDENTITY
                                    .open(note)
                                    .orElseThrow()
                                    .size())
                            .isEqualTo(301));
        }
    }

    @Test
    void aLogThatWasSetBackOrBegunAnewIsNotToldOn() throws SQLException {
        Optional<Checkpoint> told = Optional.of(database.append(SampleEvents.entries("rollout-1", 1, 300)));
        LedgerDatabase anew = new LedgerDatabase();
        try (Connection connection = anew.connect()) {
            assertThatThrownBy(() -> noteAfter(connection, told)).isInstanceOf(LedgerDamagedException.class);

            anew.append(SampleEvents.entries("rollout-2", 1, 200));
            assertThatThrownBy(() -> noteAfter(connection, told)).isInstanceOf(LedgerDamagedException.class);

            anew.append(SampleEvents.entries("rollout-2", 201, 200));
            assertThatThrownBy(() -> noteAfter(connection, told)).isInstanceOf(LedgerDamagedException.class);
        }
    }

    private static Optional<String> noteAfter(Connection connection, Optional<Checkpoint> told) throws SQLException {
        return Ledger.noteAfter(connection, LedgerDatabase.IDENTITY, told);
    }

    @Test
    void whatIsNotCommittedIsNeitherInTheLogNorSigned() throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 3));
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            LedgerDatabase.lock(connection);
            new Ledger(LedgerDatabase.IDENTITY, database.memory)
                    .append(connection, SampleEvents.entries("rollout-1", 4, 3), LedgerDatabase.NOW);
            connection.rollback();
        }

        Checkpoint after = database.append(SampleEvents.entries("rollout-1", 4, 1));

        assertThat(after.size()).isEqualTo(4);
        assertThat(database.verify()).isEqualTo(new Verification(4, List.of()));
    }

    @Test
    void theSameVersionOfAStreamIsNeverAppendedTwice() throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 3));

        assertThatThrownBy(() -> database.append(SampleEvents.entries("rollout-1", 3, 1)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("entry_source_stream_stream_version_key");
        assertThat(database.verify()).isEqualTo(new Verification(3, List.of()));
    }

    @Test
    void nothingIsSignedOnTopOfDamage() throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 3));
        database.change("update tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)");

        assertThatThrownBy(() -> database.append(SampleEvents.entries("rollout-1", 4, 1)))
                .isInstanceOf(LedgerDamagedException.class);
    }

    @Test
    void nothingIsSignedOnTopOfAForeignCheckpoint() throws SQLException {
        Checkpoint checkpoint = database.append(SampleEvents.entries("rollout-1", 1, 3));
        String foreign = checkpoint
                .signedBy(SigningKey.generate("lockstep.example/audit"))
                .toString();
        database.change("update checkpoint set note = '" + foreign + "'");

        assertThatThrownBy(() -> database.append(SampleEvents.entries("rollout-1", 4, 1)))
                .isInstanceOf(LedgerDamagedException.class);
    }

    @Test
    void nothingIsSignedInADatabaseThatWasSetBack() throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 3));
        database.append(SampleEvents.entries("rollout-1", 4, 3));
        database.append(SampleEvents.entries("rollout-1", 7, 3));
        database.change("delete from entry where index >= 3");
        database.change("delete from checkpoint where size > 3");
        database.change("update tile set hashes = substr(hashes, 1, 96)");

        assertThat(database.verify().findings()).isEmpty();
        assertThatThrownBy(() -> database.append(SampleEvents.entries("rollout-1", 4, 1)))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("signed for 6 entries; it has 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update entry set content = replace(content, 's124', 's999') where index = 123 | LEAF_CHANGED | 123",
                "update entry set content = '{}' where index = 5                               | LEAF_CHANGED | 5",
                "delete from entry where index = 123                                           | ENTRY_MISSING | 123",
                "delete from entry where index >= 399                                          | ENTRY_MISSING | 399",
                "update entry set index = 401 where index = 7                                  | ENTRY_MISSING | 7",
                "update entry set actor = 'nobody' where index = 9                             | COLUMNS_CHANGED | 9",
                "update entry set time = time + interval '1 microsecond' where index = 9       | COLUMNS_CHANGED | 9",
                "update entry set detached = '{}' where index = 9                              | DATA_CHANGED | 9",
                "update checkpoint set note = replace(note, 'audit', 'other') where size = 100 | CHECKPOINT_FORGED | 100",
                "update checkpoint set size = 101 where size = 100                             | CHECKPOINT_FORGED | 101",
                "delete from checkpoint where size = 400                                       | ENTRY_ADDED | 100",
                "delete from tile where level = 0 and index = 1                                | TILES_DAMAGED | 400",
                "update tile set hashes = substr(hashes, 1, 32) where level = 0 and index = 1  | TILES_DAMAGED | 400",
                "update tile set hashes = set_byte(hashes, 3, 0) where level = 1               | TILES_DAMAGED | 400",
            })
    void anyChangeMadeInTheDatabaseIsNamed(String change, Verification.Finding.Kind kind, long index)
            throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 100));
        database.append(SampleEvents.entries("rollout-1", 101, 300));
        database.change(change);

        Verification verification = database.verify();

        assertThat(verification.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.index()).isEqualTo(index);
        });
    }

    @Test
    void aSwapOfTwoEntriesIsNamed() throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 50));
        database.change("update entry set index = case index when 10 then 1000 else 10 end where index in (10, 20)");
        database.change("update entry set index = 20 where index = 1000");

        assertThat(database.verify().findings())
                .extracting(Verification.Finding::kind, Verification.Finding::index)
                .contains(
                        tuple(Verification.Finding.Kind.LEAF_CHANGED, 10L),
                        tuple(Verification.Finding.Kind.LEAF_CHANGED, 20L),
                        tuple(Verification.Finding.Kind.ROOT_MISMATCH, 50L));
    }

    @Test
    void entriesAndTilesChangedAlikeStillDoNotLeadToTheSignedRoot() throws SQLException {
        database.append(SampleEvents.entries("rollout-1", 1, 3));
        LedgerEntry forged = LedgerEntry.of(SampleEvents.event("rollout-1", 2, "{\"step\":\"forged\"}"));
        String hash = new TreeHasher().leaf(forged.leaf().toBytes()).toHex();
        database.change(
                "update entry set content = '%s', rollout = null, step = null, words = array_to_tsvector('{%s}') where index = 1"
                        .formatted(forged.leaf().content(), String.join(",", SearchWords.of(forged, Opening.NONE))));
        database.change("update tile set hashes = overlay(hashes placing '\\x" + hash + "'::bytea from 33)");

        assertThat(database.verify().findings())
                .extracting(Verification.Finding::kind)
                .containsExactlyInAnyOrder(
                        Verification.Finding.Kind.ROOT_MISMATCH, Verification.Finding.Kind.TILES_DAMAGED);
    }
}
