package dev.lockstep.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.ledger.Verification;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.EventHandler;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.inbox.ParkedKey;
import dev.lockstep.eventsourcing.inbox.ParkingLot;
import dev.lockstep.eventsourcing.inbox.TryAgainException;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.postgres.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** From the records of a partition to the ledger, with every kind of trouble on the way. */
class LedgerSubscriptionTest {

    private static final TopicPartition PARTITION = new TopicPartition(Records.TOPIC, 0);

    private final LedgerDatabase database = new LedgerDatabase();
    private final EventStore store =
            new PostgresEventStore(database.dataSource(), Transactions.jdbc(database.dataSource()));
    private final LedgerSubscription subscription = new LedgerSubscription(
            new Ledger(LedgerDatabase.IDENTITY, database.memory), LedgerDatabase.PERSONS, Clock.systemUTC());

    private InboxConsumer inbox(EventHandler handler) {
        return new InboxConsumer(subscription.consumer(), store, handler);
    }

    private List<String> streamVersions() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "select stream || ' ' || stream_version from entry order by index");
                ResultSet rows = statement.executeQuery()) {
            List<String> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(rows.getString(1));
            }
            return entries;
        }
    }

    private static List<String> expected(int streams, int versions) {
        List<String> expected = new ArrayList<>();
        for (int version = 1; version <= versions; version++) {
            for (int stream = 0; stream < streams; stream++) {
                expected.add("rollout-stream-" + stream + " " + version);
            }
        }
        return expected;
    }

    @Test
    void everyEventIsOneEntryInItsOrder() throws SQLException {
        inbox(subscription).accept(PARTITION, Records.partition(7, 100));

        assertThat(streamVersions()).isEqualTo(expected(7, 100));
        assertThat(database.verify()).isEqualTo(new Verification(700, List.of()));
    }

    @Test
    void eventsThatComeAgainChangeNothing() throws SQLException {
        List<ConsumerRecord<String, byte[]>> records = Records.partition(3, 60);
        Random random = new Random(7);
        InboxConsumer inbox = inbox(subscription);
        inbox.accept(PARTITION, records.subList(0, 90));
        for (int again = 0; again < 20; again++) {
            int from = random.nextInt(90);
            inbox.accept(PARTITION, records.subList(from, from + random.nextInt(90 - from) + 1));
        }

        inbox.accept(PARTITION, records);

        assertThat(streamVersions()).isEqualTo(expected(3, 60));
        assertThat(inbox.duplicates()).isPositive();
        assertThat(database.verify()).isEqualTo(new Verification(180, List.of()));
    }

    /** Loses its database connection at some point of some batches, as when the process or the server is killed there. */
    private final class Killed implements EventHandler {

        private final Random random = new Random(11);
        private int kills;

        @Override
        public Set<StreamId> streams(ReceivedEvent event) {
            return subscription.streams(event);
        }

        @Override
        public void handle(ReceivedEvent event, EventTransaction transaction) {
            throw new IllegalStateException("batches only");
        }

        @Override
        public void handleAll(List<ReceivedEvent> events, EventTransaction transaction, IntConsumer reached) {
            boolean before = kills < 8 && random.nextInt(3) == 0;
            boolean after = kills < 8 && random.nextInt(3) == 0;
            if (before) {
                kill(transaction);
            }
            subscription.handleAll(events, transaction, reached);
            if (after) {
                kill(transaction);
            }
        }

        private void kill(EventTransaction transaction) {
            kills++;
            try (Connection other = database.connect();
                    PreparedStatement pid = transaction.connection().prepareStatement("select pg_backend_pid()");
                    ResultSet row = pid.executeQuery();
                    PreparedStatement terminate = other.prepareStatement("select pg_terminate_backend(?, 5000)")) {
                row.next();
                terminate.setInt(1, row.getInt(1));
                terminate.execute();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    @Test
    void aConsumerKilledInTheMiddleOfBatchesLosesNothingAndRepeatsNothing() throws SQLException {
        List<ConsumerRecord<String, byte[]>> records = Records.partition(5, 80);
        Killed killed = new Killed();
        InboxConsumer inbox = inbox(killed);
        int next = 0;
        while (next < records.size()) {
            int end = Math.min(records.size(), next + 37);
            try {
                inbox.accept(PARTITION, records.subList(next, end));
                next = end;
            } catch (TryAgainException lostConnection) {
                assertThat(database.verify().findings()).isEmpty();
            }
        }

        assertThat(killed.kills).isGreaterThan(3);
        assertThat(streamVersions()).isEqualTo(expected(5, 80));
        assertThat(database.verify()).isEqualTo(new Verification(400, List.of()));
    }

    @Test
    void aGapParksItsKeyAndNoOther() throws SQLException {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(List.of(
                Records.received(0, Records.event(0, 1)),
                Records.received(1, Records.event(0, 3)),
                Records.received(2, Records.event(1, 1)),
                Records.received(3, Records.event(0, 4))));

        inbox(subscription).accept(PARTITION, records);

        assertThat(streamVersions()).containsExactly("rollout-stream-0 1", "rollout-stream-1 1");
        assertThat(new ParkingLot(subscription.consumer(), store, subscription).list())
                .singleElement()
                .satisfies(parked -> {
                    assertThat(parked.partitionKey()).isEqualTo("contoso:clu00");
                    assertThat(parked.reason()).isEqualTo(ParkedKey.Reason.GAP);
                    assertThat(parked.waiting()).isEqualTo(2);
                });
    }

    @Test
    void aPoisonEventParksItsKeyAndIsNamed() throws SQLException {
        List<ConsumerRecord<String, byte[]>> records = List.of(
                Records.received(0, Records.event(1, 1)),
                Records.received(
                        1,
                        Records.published(
                                "contoso:clu00",
                                new StreamId("cluster", "contoso:clu00"),
                                1,
                                "lockstep.inventory.cluster-registered.v1",
                                "{\"unknown\":true}")),
                Records.received(2, Records.event(1, 2)));

        inbox(subscription).accept(PARTITION, records);

        assertThat(streamVersions()).containsExactly("rollout-stream-1 1", "rollout-stream-1 2");
        assertThat(new ParkingLot(subscription.consumer(), store, subscription).list())
                .singleElement()
                .satisfies(parked -> assertThat(parked.reason()).isEqualTo(ParkedKey.Reason.POISON));
        assertThat(database.verify()).isEqualTo(new Verification(2, List.of()));
    }

    @Test
    void anEventOfAnUnknownTypeIsKeptLikeAnyOther() throws SQLException {
        inbox(subscription)
                .accept(
                        PARTITION,
                        List.of(Records.received(
                                0,
                                Records.published(
                                        "contoso",
                                        new StreamId("future", "x"),
                                        1,
                                        "lockstep.future.thing.v9",
                                        "[1]"))));

        assertThat(streamVersions()).containsExactly("future-x 1");
    }

    @Test
    void everythingWaitsWhileTheLedgerIsDamaged() throws SQLException {
        InboxConsumer inbox = inbox(subscription);
        inbox.accept(PARTITION, List.of(Records.received(0, Records.event(0, 1))));
        database.change("update tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)");

        assertThatThrownBy(() -> inbox.accept(PARTITION, List.of(Records.received(1, Records.event(0, 2)))))
                .isInstanceOf(TryAgainException.class)
                .hasMessageContaining("signed was");
        assertThat(new ParkingLot(subscription.consumer(), store, subscription).list())
                .isEmpty();

        database.change("update tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)");
        inbox.accept(PARTITION, List.of(Records.received(1, Records.event(0, 2))));
        assertThat(streamVersions()).containsExactly("rollout-stream-0 1", "rollout-stream-0 2");
    }

    @Test
    void headersThatNobodyKnowsAreKept() throws SQLException {
        var published = Records.event(0, 1);
        published.headers().add("ce_traceparent", "00-abc".getBytes(StandardCharsets.UTF_8));

        inbox(subscription).accept(PARTITION, List.of(Records.received(0, published)));

        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("select content from entry");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            assertThat(rows.getString(1))
                    .contains("\"traceparent\":\"00-abc\"", "\"partitionkey\":\"contoso:clu00\"", "\"actor\":\"~1");
        }
    }
}
