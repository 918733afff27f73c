package dev.lockstep.audit.records;

import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.ingest.LedgerSubscription;
import dev.lockstep.audit.ingest.Records;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.audit.ledger.Verification;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.postgres.Transactions;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.LedgerEntry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's key goes when the log says so: nothing that stands under it is read or found any more, on a real server, and all proofs stay. */
class ErasureTest {

    private static final UUID ROLLOUT = new UUID(0, 1);

    private final LedgerDatabase database = new LedgerDatabase();
    private final EventStore store =
            new PostgresEventStore(database.dataSource(), Transactions.jdbc(database.dataSource()));
    private final LedgerSubscription subscription = new LedgerSubscription(
            new Ledger(LedgerDatabase.IDENTITY, database.memory), LedgerDatabase.PERSONS, Clock.systemUTC());
    private final PersonReader reader = new PersonReader(database.dataSource(), LedgerDatabase.PERSONS);
    private long version;

    @BeforeEach
    void annaAndBertApprove() {
        publish("orchestration", "anna", approved("anna", "peculiar words"));
        publish("orchestration", "bert", approved("bert", "other words"));
        publish("orchestration", "anna", approved("anna", "peculiar again"));
    }

    private static ApprovalEvent.RolloutApproved approved(String by, String comment) {
        return new ApprovalEvent.RolloutApproved(
                RolloutScript.CLUSTER,
                ROLLOUT,
                new Approval("hash", authority(by, "approver"), Instant.EPOCH, Instant.EPOCH, comment));
    }

    /** As the relay publishes it and the subscription takes it in. */
    private void publish(String service, String actor, PublishedEvent event) {
        version++;
        UUID id = UUID.nameUUIDFromBytes(("event " + version).getBytes(StandardCharsets.UTF_8));
        RecordedEvent recorded = new RecordedEvent(
                new StreamId("rollout", "all-" + version),
                1,
                id,
                EventCatalogue.typeOf(event),
                new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                new EventMetadata(actor, id, id, event.partitionKey(), Instant.EPOCH),
                EventCursor.START);
        new InboxConsumer(subscription.consumer(), store, subscription)
                .accept(
                        new TopicPartition("lockstep." + service, 0),
                        List.of(Records.received(
                                version,
                                CloudEventRecords.write(
                                        "lockstep." + service, "/lockstep/%s-service".formatted(service), recorded))));
    }

    private void erase(String person) {
        publish(
                "audit",
                "carl",
                new PersonErased(new UUID(0, 7), person, authority("carl", "administrator"), Instant.EPOCH));
    }

    private String id(String name) throws SQLException {
        try (Connection connection = database.connect()) {
            return LedgerDatabase.PERSONS.named(connection, name).orElseThrow().id();
        }
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
        try (Connection connection = database.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select " + LedgerRows.COLUMNS + " from entry e where index = ?")) {
            statement.setLong(1, index);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                LedgerEntry entry = LedgerRows.entry(row);
                return entry.opened(reader.of(List.of(entry)));
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
        assertThat(count("words @@ 'peculiar'")).isZero();
        assertThat(count("index < 3 and words @@ '%s'".formatted(anna))).isEqualTo(2);
        assertThat(count("words @@ 'other & bert'")).isEqualTo(1);
        assertThat(database.verify()).isEqualTo(new Verification(4, List.of()));
    }

    @Test
    void whoComesBackIsAnotherPerson() throws SQLException {
        String before = id("anna");
        erase(before);

        publish("orchestration", "anna", approved("anna", "back again"));

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
        dev.lockstep.audit.records.Records held = dev.lockstep.audit.records.Records.NONE
                .with(hold(ofCluster, HoldSubject.Kind.CLUSTER, RolloutScript.CLUSTER.value()))
                .with(hold(ofRollout, HoldSubject.Kind.ROLLOUT, ROLLOUT.toString()))
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
