package dev.lockstep.eventsourcing.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.TestEvents;
import dev.lockstep.eventsourcing.inbox.ParkedKey.Reason;
import dev.lockstep.eventsourcing.inbox.ParkingLot.Telling;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxConsumerTest {

    private static final TestDatabase DATABASE = TestDatabase.shared();
    private static final TopicPartition PARTITION = new TopicPartition("lockstep.test", 0);
    private static final String HANDLED = "select stream || ' ' || version from handled_event order by place";

    private final EventStore store = new PostgresEventStore(DATABASE.pool());
    private final RecordingHandler handler = new RecordingHandler();
    private final InboxConsumer inbox = new InboxConsumer("consumer", store, handler);
    private final ParkingLot parkingLot = new ParkingLot("consumer", store, handler);
    private long offset;

    /** Writes down what it handles; fails for events that say so. */
    private static final class RecordingHandler implements EventHandler {

        private String poison = "poison";
        private int trouble;

        @Override
        public void handle(ReceivedEvent event, EventTransaction transaction) {
            try (PreparedStatement statement = transaction
                    .connection()
                    .prepareStatement("insert into handled_event (stream, version) values (?, ?)")) {
                statement.setString(1, event.stream().key());
                statement.setLong(2, event.version());
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            if (event.data().contains(poison)) {
                throw new IllegalStateException("cannot stand " + poison + " \0");
            }
            if (trouble > 0) {
                trouble--;
                throw new IllegalStateException(new SQLTransientConnectionException("the database is away"));
            }
        }
    }

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.deleteEverything();
        DATABASE.execute(
                "create table if not exists handled_event (place bigint generated always as identity, stream text,"
                        + " version bigint, primary key (stream, version))");
        DATABASE.execute("truncate handled_event");
    }

    @Test
    void handlesEachEventOnceHoweverOftenAndInWhateverBatchesItComes() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int version = 1; version <= 500; version++) {
            records.add(record("a", version));
            records.add(record("b", version));
        }

        inbox.accept(PARTITION, records.subList(0, 333));
        inbox.accept(PARTITION, records.subList(100, 700));
        inbox.accept(PARTITION, records);

        assertThat(DATABASE.query(HANDLED)).hasSize(1_000).startsWith("a 1", "b 1", "a 2", "b 2");
        assertThat(inbox.handled()).isEqualTo(1_000);
        assertThat(inbox.duplicates()).isEqualTo(233 + 700);
        assertThat(DATABASE.query("select count(distinct xmin::text) from handled_event")
                        .getFirst())
                .as("transactions")
                .satisfies(transactions ->
                        assertThat(Integer.parseInt(transactions)).isLessThan(10));
    }

    @Test
    void twoConsumersHandleTheSameEventIndependently() {
        DATABASE.execute("alter table handled_event drop constraint handled_event_pkey");
        InboxConsumer other = new InboxConsumer("other", store, handler);
        inbox.accept(PARTITION, List.of(record("a", 1)));
        other.accept(PARTITION, List.of(record("a", 1)));
        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "a 1");
        DATABASE.execute("drop table handled_event");
    }

    @Test
    void aPoisonEventParksItsKeyAndNoOther() {
        inbox.accept(
                PARTITION,
                List.of(
                        record("a", 1),
                        poison("b", 1),
                        record("c", 1),
                        record("b", 2),
                        record("b/other", 1),
                        record("a", 2)));
        inbox.accept(PARTITION, List.of(record("b", 3), record("c", 2)));

        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "c 1", "a 2", "c 2");
        assertThat(parkingLot.list()).singleElement().satisfies(key -> {
            assertThat(key.partitionKey()).isEqualTo("b");
            assertThat(key.reason()).isEqualTo(Reason.POISON);
            assertThat(key.detail()).contains("cannot stand poison");
            assertThat(key.waiting()).isEqualTo(4);
        });
        assertThat(parkingLot.count()).isEqualTo(1);
    }

    @Test
    void aRetryHandlesTheQueueInOrderOnceTheCauseIsGone() {
        inbox.accept(PARTITION, List.of(poison("b", 1), record("b", 2), record("b/other", 1), poison("b", 3)));

        assertThat(parkingLot.retry("lockstep.test", "b", told("retried")))
                .satisfies(outcome -> assertThat(outcome.stillParked()).isPresent());
        assertThat(DATABASE.query(HANDLED)).isEmpty();

        handler.poison = "something else";
        ParkingLot.Outcome outcome = parkingLot.retry("lockstep.test", "b", told("retried"));
        assertThat(outcome).isEqualTo(new ParkingLot.Outcome(4, Optional.empty()));
        assertThat(DATABASE.query(HANDLED)).containsExactly("b 1", "b 2", "b/other 1", "b 3");

        inbox.accept(PARTITION, List.of(record("b", 4)));
        assertThat(DATABASE.query(HANDLED)).endsWith("b 4");
        assertThat(parkingLot.list()).isEmpty();
    }

    @Test
    void aSkipGivesUpOneEventAndIsWrittenDown() {
        inbox.accept(PARTITION, List.of(poison("b", 1), record("b", 2), poison("b", 3), record("b", 4)));

        Telling lastYear = told("test data of last year");
        ParkingLot.Outcome outcome = parkingLot.skip("lockstep.test", "b", lastYear);
        assertThat(outcome.handled()).isEqualTo(1);
        assertThat(outcome.stillParked())
                .hasValueSatisfying(key -> assertThat(key.waiting()).isEqualTo(2));
        assertThat(parkingLot.skip("lockstep.test", "b", told("this too")).stillParked())
                .isEmpty();

        assertThat(DATABASE.query(HANDLED)).containsExactly("b 2", "b 4");
        assertThat(DATABASE.query("select type || ' ' || version || ': ' || (data ->> 'why') || ' ' || (data ->> 'key')"
                        + " from event_log where stream = 'parking-consumer' order by version"))
                .containsExactly("test.decided.v1 1: test data of last year b", "test.decided.v1 2: this too b");
    }

    @Test
    void theSameDecisionAgainHasNoSecondEffect() {
        inbox.accept(PARTITION, List.of(poison("b", 1), poison("b", 2), record("b", 3)));
        Telling once = told("test data of last year");
        parkingLot.skip("lockstep.test", "b", once);

        ParkingLot.Outcome outcome = parkingLot.skip("lockstep.test", "b", once);

        assertThat(outcome.stillParked())
                .hasValueSatisfying(key -> assertThat(key.waiting()).isEqualTo(2));
        assertThat(DATABASE.query("select version from event_log where stream = 'parking-consumer'"))
                .containsExactly("1");
    }

    @Test
    void whatWasHandledLongAgoIsNotHandledAgainAfterItsIdWasForgotten() {
        List<ConsumerRecord<String, byte[]>> records = List.of(record("a", 1), record("b", 1), record("a", 2));
        inbox.accept(PARTITION, records);
        DATABASE.execute("update inbox_message set handled_at = now() - interval '40 days'");
        inbox.accept(PARTITION, List.of(record("c", 1)));

        long pruned = new InboxPruning(DATABASE.pool()).prune(Instant.now().minus(Duration.ofDays(30)));

        assertThat(pruned).isEqualTo(3);
        assertThat(DATABASE.query("select count(*) from inbox_message")).containsExactly("1");
        inbox.accept(PARTITION, records);
        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "b 1", "a 2", "c 1");
        assertThat(inbox.duplicates()).isEqualTo(3);
        assertThat(parkingLot.count()).isZero();
    }

    @Test
    void aGapStopsItsKeyUntilTheMissingEventsHaveCome() {
        inbox.accept(PARTITION, List.of(record("a", 1), record("a", 3), record("b", 1), record("a/other", 1)));

        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "b 1");
        assertThat(parkingLot.list()).singleElement().satisfies(key -> {
            assertThat(key.reason()).isEqualTo(Reason.GAP);
            assertThat(key.detail()).contains("Version 2 of counter-a").contains("version 3 came");
        });
        assertThat(parkingLot.retry("lockstep.test", "a", told("retried")).stillParked())
                .isPresent();

        inbox.accept(PARTITION, List.of(record("a", 2)));
        assertThat(parkingLot.retry("lockstep.test", "a", told("retried")).stillParked())
                .isEmpty();
        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "b 1", "a 2", "a 3", "a/other 1");
    }

    @Test
    void aRecordThatIsNoEventParksItsKey() {
        ConsumerRecord<String, byte[]> stranger =
                new ConsumerRecord<>("lockstep.test", 0, ++offset, "x", new byte[] {1, 0, -1});
        inbox.accept(PARTITION, List.of(record("a", 1), stranger, record("x", 1)));

        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1");
        assertThat(parkingLot.list())
                .extracting(ParkedKey::partitionKey, ParkedKey::reason)
                .containsExactly(tuple("x", Reason.UNREADABLE));
        assertThat(parkingLot
                        .skip("lockstep.test", "x", told("a tool's mistake"))
                        .stillParked())
                .isEmpty();
        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "x 1");
    }

    @Test
    void troubleThatWillPassParksNothing() {
        handler.trouble = 1;
        List<ConsumerRecord<String, byte[]>> records = List.of(record("a", 1), record("b", 1));
        assertThatThrownBy(() -> inbox.accept(PARTITION, records)).isInstanceOf(TryAgainException.class);
        assertThat(DATABASE.query(HANDLED)).isEmpty();

        inbox.accept(PARTITION, records);
        assertThat(DATABASE.query(HANDLED)).containsExactly("a 1", "b 1");
        assertThat(parkingLot.count()).isZero();
    }

    @Test
    void aFailureThatShowsOnlyAtTheCommitIsFoundAndParked() {
        DATABASE.execute("create table if not exists deferred (stream text unique deferrable initially deferred)");
        DATABASE.execute("truncate deferred");
        InboxConsumer deferring = new InboxConsumer("deferring", store, (event, transaction) -> {
            try (PreparedStatement statement =
                    transaction.connection().prepareStatement("insert into deferred values (?)")) {
                statement.setString(
                        1,
                        event.data().contains("poison")
                                ? "k1"
                                : event.metadata().partitionKey());
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        deferring.accept(
                PARTITION,
                List.of(record("k1", 1), record("k2", 1), poison("k3", 1), record("k4", 1), record("k5", 1)));

        assertThat(DATABASE.query("select stream from deferred order by 1")).containsExactly("k1", "k2", "k4", "k5");
        assertThat(new ParkingLot("deferring", store, handler).list())
                .extracting(ParkedKey::partitionKey)
                .containsExactly("k3");
    }

    @Test
    void aHandlerAppendsEventsInTheTransactionOfTheInbox() {
        StreamId reaction = TestEvents.stream("reaction");
        EventHandler reacting = new EventHandler() {
            @Override
            public Set<StreamId> streams(ReceivedEvent event) {
                return Set.of(reaction);
            }

            @Override
            public void handle(ReceivedEvent event, EventTransaction transaction) {
                int version = transaction.read(reaction, 0, 100).size();
                assertThat(transaction.append(List.of(TestEvents.append(reaction, version, 1))))
                        .isEqualTo(new Appended());
                handler.handle(event, transaction);
            }
        };
        InboxConsumer reactingInbox = new InboxConsumer("reacting", store, reacting);
        List<ConsumerRecord<String, byte[]>> records = List.of(record("a", 1), poison("b", 1), record("a", 2));
        reactingInbox.accept(PARTITION, records);
        reactingInbox.accept(PARTITION, records);

        assertThat(store.read(reaction, 0, 100)).hasSize(2);
    }

    @Test
    void parkedRecordsArePublishedWithTheReason() {
        inbox.accept(PARTITION, List.of(poison("b", 1), record("b", 2)));
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        ParkingTopic parkingTopic = new ParkingTopic("consumer", store, producer);

        assertThat(parkingTopic.publishPending()).isEqualTo(2);
        assertThat(parkingTopic.publishPending()).isZero();
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsOnly("lockstep.test.parking");
        assertThat(producer.history()).extracting(ProducerRecord::key).containsOnly("b");
        Headers headers = producer.history().getFirst().headers();
        assertThat(new String(headers.lastHeader("parking_reason").value(), UTF_8))
                .isEqualTo("POISON");
        assertThat(new String(headers.lastHeader("ce_subject").value(), UTF_8)).isEqualTo("counter-b");
    }

    private static Telling told(String why) {
        UUID id = UUID.randomUUID();
        return key -> new NewEvent(
                id,
                "test.decided.v1",
                "{\"why\":\"%s\",\"key\":\"%s\"}".formatted(why, key.partitionKey()),
                new EventMetadata("operator", id, id, "platform", Instant.now()));
    }

    private ConsumerRecord<String, byte[]> record(String key, long version) {
        return record(key, version, "{\"amount\":1}");
    }

    private ConsumerRecord<String, byte[]> poison(String key, long version) {
        return record(key, version, "{\"amount\":\"poison\"}");
    }

    private ConsumerRecord<String, byte[]> record(String key, long version, String data) {
        StreamId stream = TestEvents.stream(key);
        NewEvent event = TestEvents.event(stream, data);
        ProducerRecord<String, byte[]> sent = CloudEventRecords.write(
                PARTITION.topic(),
                "/lockstep/test",
                new RecordedEvent(
                        stream, version, event.id(), event.type(), data, event.metadata(), EventCursor.START));
        return new ConsumerRecord<>(
                sent.topic(),
                PARTITION.partition(),
                ++offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
