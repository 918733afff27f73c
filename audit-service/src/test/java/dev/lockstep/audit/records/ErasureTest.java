package dev.lockstep.audit.records;

import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.audit.ingest.PersonsHistory;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.audit.ledger.Verification;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's key goes when the log says so: nothing that stands under it is read or found any more, on a real server, and all proofs stay. */
class ErasureTest {

    private final LedgerDatabase database = new LedgerDatabase();
    private final PersonsHistory history = new PersonsHistory(database);
    private final PersonReader reader = new PersonReader(database.dataSource(), LedgerDatabase.PERSONS);

    @BeforeEach
    void annaAndBertApprove() {
        history.take(history.approved("anna", "peculiar words"));
        history.take(history.approved("bert", "other words"));
        history.take(history.approved("anna", "peculiar again"));
    }

    private void erase(String person) {
        history.take(history.erased(person));
    }

    private String id(String name) throws SQLException {
        return history.id(name);
    }

    private long count(String condition) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from entry where " + condition);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private LedgerEntry opened(long index) throws SQLException {
        LedgerEntry entry = stored(index);
        return entry.opened(reader.of(List.of(entry)));
    }

    private LedgerEntry stored(long index) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select " + LedgerRows.COLUMNS + " from entry e where index = ?")) {
            statement.setLong(1, index);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return LedgerRows.entry(row);
            }
        }
    }

    private String comment(long index) throws SQLException {
        return ((ApprovalEvent.RolloutApproved) EventCatalogue.read(
                        "lockstep.orchestration.rollout-approved.v1",
                        opened(index).leaf().data()))
                .approval()
                .comment();
    }

    @Test
    void nothingAboutThemStandsInTheDatabaseInClear() throws SQLException {
        assertThat(count("content like '%peculiar%' or content like '%\"name\":\"anna\"%' or actor = 'anna'"))
                .isZero();
        assertThat(count("words @@ 'peculiar & anna'")).isEqualTo(2);
        assertThat(comment(0)).isEqualTo("peculiar words");
        assertThat(opened(0).actor()).isEqualTo("anna");
        assertThat(database.verify()).isEqualTo(new Verification(3, List.of()));
        try (Connection connection = database.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from person_key p where p::text like '%anna%'");
                ResultSet row = statement.executeQuery()) {
            row.next();
            assertThat(row.getLong(1)).isZero();
        }
    }

    @Test
    void whoIsErasedIsNeitherReadNorFoundAndEveryoneElseIs() throws SQLException {
        String anna = id("anna");

        erase(anna);

        assertThat(comment(0)).isEqualTo("[erased]");
        assertThat(opened(2).actor()).isEqualTo("[erased]");
        assertThat(comment(1)).isEqualTo("other words");
        assertThat(database.verify()).as("words may be left").isEqualTo(new Verification(4, List.of()));
        forgetAll(1_000, 1_000);
        assertThat(count("words @@ 'peculiar'")).isZero();
        assertThat(count("index < 3 and words @@ '%s'".formatted(anna))).isEqualTo(2);
        assertThat(count("words @@ 'other & bert'")).isEqualTo(1);
        assertThat(database.verify()).isEqualTo(new Verification(4, List.of()));
    }

    @Test
    void whatTheyAttestedKeepsTheHashesOfTheFiles() throws SQLException {
        AttestedFile file = new AttestedFile("ab".repeat(32), 8);
        history.take(history.next(
                "orchestration",
                "anna",
                new RolloutEvent.WorkAttested(
                        RolloutScript.CLUSTER,
                        PersonsHistory.ROLLOUT,
                        "setup",
                        new Attestation(1, Attestation.Outcome.DONE, "file 'anna.png' (8 bytes)", List.of(file)),
                        authority("anna", "operator"),
                        Instant.EPOCH)));

        erase(id("anna"));

        Attestation left = ((RolloutEvent.WorkAttested) EventCatalogue.read(
                        "lockstep.orchestration.work-attested.v1",
                        opened(3).leaf().data()))
                .attestation();
        assertThat(left.evidence()).isEqualTo("[erased]");
        assertThat(left.files()).containsExactly(file);
        assertThat(database.verify()).isEqualTo(new Verification(5, List.of()));
    }

    private int forgetAll(int batch, long reach) {
        int transactions = 0;
        while (database.forgetWords(batch, reach) > 0) {
            transactions++;
        }
        return transactions;
    }

    @Test
    void wordsAreForgottenSomeAtATimeAndEveryStateVerifies() throws SQLException {
        erase(id("anna"));
        assertThat(count("words @@ 'peculiar'"))
                .as("not in the transaction of the log")
                .isEqualTo(2);

        assertThat(database.forgetWords(1, 1_000)).isEqualTo(1);
        assertThat(count("words @@ 'peculiar'")).isEqualTo(1);
        assertThat(database.verify()).isEqualTo(new Verification(4, List.of()));
        database.change("update entry set words = array_to_tsvector(array['x']) where index = 1");
        assertThat(database.verify().findings())
                .as("others are compared as ever")
                .extracting(Verification.Finding::kind, Verification.Finding::index)
                .containsExactly(tuple(Verification.Finding.Kind.COLUMNS_CHANGED, 1L));
    }

    @Test
    void wordsAreLookedForInTheWholeLogAndThenNobodyIsListedAnyMore() throws SQLException {
        erase(id("anna"));
        erase(id("bert"));

        assertThat(forgetAll(1, 1))
                .as("an entry of the five at a time, for each of two")
                .isGreaterThanOrEqualTo(10);

        assertThat(count("words @@ 'peculiar | other'")).isZero();
        assertThat(count("exists (select 1 from words_to_forget)")).isZero();
        assertThat(database.verify()).isEqualTo(new Verification(5, List.of()));
    }

    @Test
    void whatComesInOneBatchWithTheErasureIsSealedAsItStoodThen() throws SQLException {
        String before = id("anna");

        history.take(List.of(
                history.approved("anna", "just before"),
                history.erased(before),
                history.approved("anna", "just after")));

        assertThat(comment(3)).isEqualTo("[erased]");
        assertThat(comment(5)).isEqualTo("just after");
        assertThat(id("anna")).isNotEqualTo(before);
        assertThat(count("words @@ 'just & before'")).isZero();
        assertThat(count("words @@ 'just & after'")).isEqualTo(1);
        assertThat(database.verify()).isEqualTo(new Verification(6, List.of()));
        forgetAll(1_000, 1_000);
        assertThat(database.verify()).isEqualTo(new Verification(6, List.of()));
    }

    /** Appends the first entry again as another event. */
    private void appendChanged(UnaryOperator<String> change) throws SQLException {
        String content = change.apply(stored(0).leaf().content()).replace("rollout-all-1\"", "rollout-changed\"");
        database.append(List.of(LedgerEntry.read(new Leaf(content, null))));
    }

    private void assertNotWhatWasSealedThere() throws SQLException {
        assertThat(database.verify().findings())
                .filteredOn(finding -> finding.kind() == Verification.Finding.Kind.PERSON_KEYS)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.index()).isEqualTo(3);
                    assertThat(finding.detail()).contains("/data/approval/comment");
                });
    }

    @Test
    void aTextThatWasSealedForAnotherPlaceIsFound() throws SQLException {
        String id = stored(0).eventId();

        appendChanged(content -> content.replace("\"id\":\"" + id, "\"id\":\"" + new UUID(0, 99)));

        assertNotWhatWasSealedThere();
    }

    @Test
    void aTextThatItsKeyDoesNotOpenIsFound() throws SQLException {
        String id = stored(0).eventId();

        appendChanged(content -> content.replace(id, new UUID(0, 99).toString()));

        assertNotWhatWasSealedThere();
    }

    @Test
    void whatStandsBesideAKeyIsNotBelieved() throws SQLException {
        String anna = id("anna");
        String bert = id("bert");
        database.change(
                "update person_key set sealed_name = (select sealed_name from person_key where id = '%s') where id = '%s'"
                        .formatted(bert, anna));
        assertThatThrownBy(() -> id("anna")).hasMessageContaining("not under their key");

        database.change("create table other_tag as select name_tag from person_key where id = '%s'".formatted(anna));
        try {
            database.change("delete from person_key where id = '%s'".formatted(anna));
            database.change("update person_key set name_tag = (select name_tag from other_tag)");
            assertThatThrownBy(() -> id("anna")).hasMessageContaining("another name");
        } finally {
            database.change("drop table other_tag");
        }
    }

    @Test
    void whoComesBackIsAnotherPerson() throws SQLException {
        String before = id("anna");
        erase(before);

        history.take(history.approved("anna", "back again"));

        assertThat(id("anna")).isNotEqualTo(before);
        assertThat(comment(4)).isEqualTo("back again");
        assertThat(comment(0)).isEqualTo("[erased]");
        assertThat(database.verify().findings()).isEmpty();
    }

    @Test
    void aKeyThatIsTakenAwayOrPutBackIsFound() throws SQLException {
        String anna = id("anna");
        database.change("create table kept_key as select * from person_key where id = '%s'".formatted(anna));
        try {
            database.change("delete from person_key where id = '%s'".formatted(anna));
            assertThat(database.verify().findings())
                    .extracting(Verification.Finding::kind)
                    .contains(Verification.Finding.Kind.PERSON_KEYS);

            database.change("insert into person_key select * from kept_key");
            assertThat(database.verify().findings()).isEmpty();
            erase(anna);
            database.change("insert into person_key select * from kept_key");
            assertThat(database.verify().findings())
                    .extracting(Verification.Finding::kind)
                    .contains(Verification.Finding.Kind.PERSON_KEYS);
        } finally {
            database.change("drop table kept_key");
        }
    }

    @Test
    void holdsThatCoverEntriesOfThePersonAreKnown() throws SQLException {
        UUID ofCluster = new UUID(0, 11);
        UUID ofRollout = new UUID(0, 12);
        UUID elsewhere = new UUID(0, 13);
        Records held = Records.NONE
                .with(hold(ofCluster, HoldSubject.Kind.CLUSTER, RolloutScript.CLUSTER.value()))
                .with(hold(ofRollout, HoldSubject.Kind.ROLLOUT, PersonsHistory.ROLLOUT.toString()))
                .with(hold(elsewhere, HoldSubject.Kind.ORGANIZATION, "fabrikam"));

        try (Connection connection = database.connect()) {
            assertThat(HeldPersons.look(connection, held, id("anna")))
                    .isEqualTo(Map.of(ofCluster, true, ofRollout, true, elsewhere, false));
        }
    }

    private static RecordsEvent.HoldPlaced hold(UUID hold, HoldSubject.Kind kind, String id) {
        return new RecordsEvent.HoldPlaced(
                hold, new HoldSubject(kind, id), "case 7", authority("anna", "auditor"), Instant.EPOCH);
    }
}
