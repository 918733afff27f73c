package dev.lockstep.audit.records;

import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.ingest.LedgerSubscription;
import dev.lockstep.audit.ingest.Records;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.ledger.Verification;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.postgres.Transactions;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data beside entries go when their time is over, on a real server: leaf, tree and proofs stay, and whoever takes more is found. */
class RetentionTest {

    private static final String KIND = "lockstep.orchestration.facts-reported.v1";
    private static final int LARGE = 130;

    private final LedgerDatabase database = new LedgerDatabase();
    private final EventStore store =
            new PostgresEventStore(database.dataSource(), Transactions.jdbc(database.dataSource()));
    private final RecordsKeeping keeping = new RecordsKeeping(store, LedgerDatabase.PERSONS, Clock.systemUTC());
    private final LedgerSubscription subscription = new LedgerSubscription(
            new Ledger(LedgerDatabase.IDENTITY, database.memory), LedgerDatabase.PERSONS, Clock.systemUTC());
    private final Retention retention = new Retention(
            keeping, Optional.of(KIND + "=P30D, lockstep.orchestration.plan-made.v1=P90D"), Duration.ZERO);
    private EventCursor published = EventCursor.START;

    @BeforeEach
    void largeEntriesOfTwoClustersAndSmallOnes() throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int version = 1; version <= LARGE; version++) {
            entries.add(large(version, version % 2 == 0 ? "contoso:clu01" : "contoso:clu02", "s" + version));
        }
        entries.addAll(SampleEvents.entries("rollout-small", 1, 20));
        database.append(entries);
        assertThat(database.verify().findings()).isEmpty();
    }

    private static LedgerEntry large(long version, String cluster, String step) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-large", version);
        attributes.put("type", KIND);
        attributes.put("partitionkey", new ClusterId(cluster).value());
        return LedgerEntry.of(new CloudEvent(
                attributes,
                "{\"rollout\":\"%s\",\"step\":\"%s\",\"bulk\":\"peculiar %s\"}"
                        .formatted(SampleEvents.ROLLOUT, step, "x".repeat(Leaf.MAX_BYTES))));
    }

    private void publish() {
        publish("/lockstep/audit-service");
    }

    /** As the relay publishes it and the subscription takes it in. */
    private void publish(String source) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (RecordedEvent event : store.log().read(published, 1_000)) {
            published = event.cursor();
            records.add(Records.received(records.size(), CloudEventRecords.write("lockstep.audit", source, event)));
        }
        if (!records.isEmpty()) {
            new InboxConsumer(subscription.consumer(), store, subscription)
                    .accept(new TopicPartition("lockstep.audit", 0), records);
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

    private void hold(String cluster) {
        UUID id = UUID.randomUUID();
        keeping.handle(
                new RecordsCommand.PlaceHold(
                        id,
                        new HoldSubject(HoldSubject.Kind.CLUSTER, cluster),
                        "case 7",
                        authority("anna", "auditor"),
                        Instant.EPOCH),
                CommandMetadata.first(id, "anna", PlatformEvent.PARTITION_KEY, Instant.EPOCH));
    }

    @Test
    void dataGoWhenTheLogSaysSoAndAllElseStays() throws SQLException {
        assertThat(retention.work()).isEqualTo(LARGE);
        assertThat(count("detached is not null"))
                .as("decided, and not in the log yet")
                .isEqualTo(LARGE);
        assertThat(database.verify().findings()).isEmpty();

        publish();

        assertThat(count("detached is not null")).isZero();
        assertThat(count("words @@ 'peculiar'")).isZero();
        assertThat(count("rollout = '%s' and step = 's7'".formatted(SampleEvents.ROLLOUT)))
                .isEqualTo(2);
        assertThat(database.verify()).isEqualTo(new Verification(LARGE + 20 + 2, List.of()));
    }

    @Test
    void nothingIsDecidedTwice() throws SQLException {
        retention.work();

        assertThat(retention.work()).as("before the log says so").isZero();
        publish();
        assertThat(retention.work()).as("and after").isZero();
        publish();

        assertThat(database.verify()).isEqualTo(new Verification(LARGE + 20 + 2, List.of()));
    }

    @Test
    void whatIsHeldStays() throws SQLException {
        hold("contoso:clu01");

        assertThat(retention.work()).isEqualTo(LARGE / 2);
        publish();

        assertThat(count("detached is not null and cluster = 'contoso:clu01'")).isEqualTo(LARGE / 2);
        assertThat(count("detached is not null and cluster = 'contoso:clu02'")).isZero();
        assertThat(database.verify().findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update entry set detached = null where index = 7                                   | DATA_CHANGED    | false",
                "update entry set detached = null, words = array_to_tsvector('{facts,reported}') where index = 7 | DATA_CHANGED | false",
                "update entry set detached = '{}' where index = 7                                   | DATA_CHANGED    | true",
                "update entry set rollout = null where index = 7                                    | COLUMNS_CHANGED | true",
                "update entry set step = 's9' where index = 7                                       | COLUMNS_CHANGED | true",
                "update entry set organization = 'fabrikam' where index = 7                         | COLUMNS_CHANGED | true"
            })
    void whatNobodyDecidedIsFound(String change, Verification.Finding.Kind kind, boolean givenUp) throws SQLException {
        if (givenUp) {
            retention.work();
            publish();
        }

        database.change(change);

        assertThat(database.verify().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .extracting(Verification.Finding::kind, Verification.Finding::index)
                        .containsExactly(kind, 7L));
    }

    /** Somebody keeps a copy and puts it back. */
    @Test
    void dataThatComeBackAreFound() throws SQLException {
        database.change("drop table if exists kept");
        database.change("create table kept as select index, detached from entry where index = 7");
        retention.work();
        publish();

        database.change("update entry e set detached = k.detached from kept k where k.index = e.index");

        assertThat(database.verify().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .extracting(Verification.Finding::kind, Verification.Finding::index)
                        .containsExactly(Verification.Finding.Kind.DATA_CHANGED, 7L));
    }

    @Test
    void anotherServiceCannotHaveDataGo() throws SQLException {
        retention.work();

        publish("/lockstep/orchestration-service");

        assertThat(count("detached is not null")).isEqualTo(LARGE);
        assertThat(database.verify().findings()).isEmpty();
    }
}
