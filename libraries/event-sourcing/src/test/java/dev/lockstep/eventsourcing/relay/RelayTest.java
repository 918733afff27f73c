package dev.lockstep.eventsourcing.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.TestEvents;
import dev.lockstep.eventsourcing.inbox.ConsumerLoop;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.inbox.ParkingLot;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final TestKafka KAFKA = TestServers.kafka();
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LEADERS =
            "select pid::text from pg_locks where locktype = 'advisory' and objsubid = 2 and granted"
                    + " and database = (select oid from pg_database where datname = current_database())";

    private final TestDatabase database = TestDatabase.shared();
    private final EventStore store = new PostgresEventStore(database.pool());
    private final String topic = "lockstep.relay" + TOPICS.incrementAndGet();

    @BeforeEach
    void createTopic() {
        KAFKA.createTopic(topic, 6);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void publishesEveryEventOnceAsACloudEventInTheOrderOfItsStream() {
        append(30);
        try (Relay _ = relay()) {
            assertThat(receive(30)).hasSize(30);
        }
        append(30);
        List<ConsumerRecord<String, byte[]>> records;
        try (Relay _ = relay()) {
            records = receive(60);
        }

        assertThat(records).as("no event twice after an orderly end").hasSize(60);
        for (String key : List.of("k0", "k1", "k2")) {
            assertThat(records)
                    .filteredOn(record -> record.key().equals(key))
                    .extracting(record -> CloudEventRecords.read(record).version())
                    .isSorted()
                    .hasSize(20);
        }
        RecordedEvent sent = store.log().read(EventCursor.START, 1).getFirst();
        ConsumerRecord<String, byte[]> record = records.stream()
                .filter(candidate -> CloudEventRecords.read(candidate).id().equals(sent.id()))
                .findFirst()
                .orElseThrow();
        ReceivedEvent received = CloudEventRecords.read(record);
        assertThat(received.metadata()).isEqualTo(sent.metadata());
        assertThat(received.data()).isEqualTo(sent.data());
        Map<String, String> headers = Map.of(
                "ce_specversion", "1.0",
                "ce_id", sent.id().toString(),
                "ce_source", "/lockstep/test",
                "ce_type", sent.type(),
                "ce_subject", sent.stream().toString(),
                "ce_time", "2026-02-03T04:05:06.789012Z",
                "content-type", "application/json",
                "ce_streamversion", "1",
                "ce_actor", "tester");
        headers.forEach((name, value) -> assertThat(
                        new String(record.headers().lastHeader(name).value(), UTF_8))
                .as(name)
                .isEqualTo(value));
    }

    @Test
    void aClosedRelayTellsUpToWhereItPublished() {
        append(30);
        Relay relay = relay();
        try (relay) {
            receive(30);
        }

        EventCursor last = store.log().read(EventCursor.START, 100).getLast().cursor();
        assertThat(relay.status()).isEqualTo(RelayStatus.notLeading(last, 30, Optional.empty()));
    }

    @Test
    void oneOfTwoLeadsAndTheOtherTakesOverWhenItsConnectionIsKilled() throws SQLException {
        HandledEvents handled = new HandledEvents(database);
        InboxConsumer inbox = new InboxConsumer("consumer", store, handled);
        try (ConsumerLoop _ = ConsumerLoop.start(inbox, Optional.empty(), List.of(topic), kafka());
                Relay one = relay();
                Relay two = relay()) {
            int appended = 0;
            for (int round = 0; round < 4; round++) {
                await().atMost(PATIENCE)
                        .until(() -> one.status().leading() != two.status().leading());
                List<String> leaders = database.query(LEADERS);
                assertThat(leaders).hasSize(1);
                append(300);
                terminate(leaders.getFirst());
                append(300);
                appended += 600;
                await().atMost(PATIENCE).until(() -> !database.query(LEADERS).isEmpty());
                assertThat(database.query(LEADERS)).hasSize(1).isNotEqualTo(leaders);
            }
            int expected = appended;
            await().atMost(PATIENCE).until(() -> handled.count() == expected);
        }
        assertThat(new ParkingLot("consumer", store, handled).list()).isEmpty();
    }

    @Test
    void saysHowFarItIsBehindAndWhoHoldsItBack() throws SQLException {
        try (Relay relay = relay();
                Connection holding = database.direct().getConnection();
                Statement statement = holding.createStatement()) {
            await().atMost(PATIENCE).until(() -> relay.status().leading());
            holding.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            append(3);

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(relay.status().unpublished()).isEqualTo(3);
                assertThat(relay.status().oldestUnpublished()).isPositive();
                assertThat(relay.status().xminAge()).isGreaterThan(Duration.ofSeconds(1));
            });

            holding.commit();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(relay.status().unpublished()).isZero();
                assertThat(relay.status().published()).isEqualTo(3);
            });
        }
    }

    @Test
    void keepsTryingWhileKafkaIsAwayAndNoEventOvertakesAnother() {
        try (TestKafka late = TestServers.separateKafka()) {
            late.createTopic(topic, 6);
            late.kill();
            append(300);
            Map<String, Object> kafka = Map.of("bootstrap.servers", late.bootstrapServers());
            HandledEvents handled = new HandledEvents(database);
            InboxConsumer inbox = new InboxConsumer("consumer", store, handled);
            try (Relay relay =
                    Relay.start(new RelaySettings("test", topic, "/lockstep/test", database.direct(), kafka))) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(relay.status().lastError()).isPresent());
                assertThat(relay.status().published()).isZero();
                late.start();
                try (ConsumerLoop _ = ConsumerLoop.start(inbox, Optional.empty(), List.of(topic), kafka)) {
                    await().atMost(PATIENCE).until(() -> handled.count() == 300);
                }
            }
            assertThat(new ParkingLot("consumer", store, handled).list()).isEmpty();
        }
    }

    private Relay relay() {
        return Relay.start(new RelaySettings("test", topic, "/lockstep/test", database.direct(), kafka()));
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    }

    private void append(int count) {
        for (int key = 0; key < 3; key++) {
            for (int done = 0; done < count / 3; done += 10) {
                TestEvents.appendNext(store, TestEvents.stream("k" + key), Math.min(10, count / 3 - done));
            }
        }
    }

    private void terminate(String pid) throws SQLException {
        try (Connection connection = database.direct().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(" + pid + ")");
        }
    }

    /** Everything on the topic, as soon as there are at least so many records and no more follow at once. */
    private List<ConsumerRecord<String, byte[]>> receive(int atLeast) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
        List<ConsumerRecord<String, byte[]>> received = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                int before = received.size();
                consumer.poll(Duration.ofMillis(300)).forEach(received::add);
                return received.size() >= atLeast && received.size() == before;
            });
        }
        return received;
    }
}
