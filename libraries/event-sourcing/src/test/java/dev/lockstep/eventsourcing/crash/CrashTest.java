package dev.lockstep.eventsourcing.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.eventsourcing.Counter;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.inbox.ConsumerLoop;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.inbox.ParkingLot;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.relay.HandledEvents;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Writer, relay and broker are killed in the middle: nothing is lost, and behind the inbox nothing is there twice. */
class CrashTest {

    private static final String TOPIC = "lockstep.crash";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aWriterThatIsKilledHasWrittenWhatItSaidAndRepeatsWithoutEffect() {
        try (TestDatabase database = TestDatabase.shared()) {
            EventStore store = new PostgresEventStore(database.pool());
            int next = 0;
            for (int life = 0; life < 3; life++) {
                int said = writeUntil(database, next, next + 30);
                assertThat(committedCommands(store)).isGreaterThanOrEqualTo(said + 1);
                next = Math.max(0, said - 10);
            }
            assertStreamsAreWhole(store);
            assertThat(committedCommands(store))
                    .as("commands given again had no second effect")
                    .isEqualTo(distinctCommands(store));
        }
    }

    @Test
    void nothingIsLostAndNothingTwiceWhenRelayWriterAndBrokerAreKilled() {
        try (TestDatabase database = TestDatabase.shared();
                TestDatabase consuming = TestDatabase.shared();
                TestKafka kafka = TestServers.separateKafka()) {
            kafka.createTopic(TOPIC, 6);
            HandledEvents handled = new HandledEvents(consuming);
            EventStore inboxStore = new PostgresEventStore(consuming.pool());
            InboxConsumer inbox = new InboxConsumer("crash", inboxStore, handled);
            List<String> relay = new ArrayList<>(database.arguments());
            relay.addAll(List.of(kafka.bootstrapServers(), TOPIC));

            try (ConsumerLoop _ = ConsumerLoop.start(
                    inbox, Optional.empty(), List.of(TOPIC), Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                ChildJvm firstRelay = ChildJvm.start(RelayProgram.class, relay);
                int said = writeUntil(database, 0, 100);
                awaitHandled(handled, 20);
                firstRelay.kill();
                said = writeUntil(database, said, said + 50);
                try (ChildJvm _ = ChildJvm.start(RelayProgram.class, relay);
                        ChildJvm writer = writer(database, said)) {
                    awaitHandled(handled, 2L * said);
                    kafka.kill();
                    awaitSaid(writer, said + 50);
                    kafka.start();
                    awaitSaid(writer, said + 100);
                    writer.kill();
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(handled.all())
                                    .containsExactlyInAnyOrderElementsOf(
                                            database.query("select stream || ' ' || version from event_log")));
                }
            }
            assertThat(new ParkingLot("crash", inboxStore, handled).list()).isEmpty();
            assertStreamsAreWhole(new PostgresEventStore(database.pool()));
        }
    }

    private static int writeUntil(TestDatabase database, int first, int last) {
        try (ChildJvm writer = writer(database, first)) {
            awaitSaid(writer, last);
            writer.kill();
            return Integer.parseInt(writer.lastLine());
        }
    }

    private static ChildJvm writer(TestDatabase database, int first) {
        List<String> arguments = new ArrayList<>(database.arguments());
        arguments.add(Integer.toString(first));
        return ChildJvm.start(WriterProgram.class, arguments);
    }

    private static void awaitSaid(ChildJvm writer, int number) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            String line = writer.lastLine();
            return !line.isEmpty() && Integer.parseInt(line) >= number;
        });
    }

    private static void awaitHandled(HandledEvents handled, long count) {
        await().atMost(PATIENCE).until(() -> handled.count() >= count);
    }

    private static long committedCommands(EventStore store) {
        return streams(store).stream().mapToLong(List::size).sum() / 2;
    }

    /** Command ids are the correlation ids of their events. */
    private static long distinctCommands(EventStore store) {
        return streams(store).stream()
                .flatMap(List::stream)
                .map(event -> event.metadata().correlationId())
                .distinct()
                .count();
    }

    private static void assertStreamsAreWhole(EventStore store) {
        for (List<RecordedEvent> events : streams(store)) {
            assertThat(events.size()).isEven();
            assertThat(events)
                    .extracting(RecordedEvent::version)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
        }
    }

    private static List<List<RecordedEvent>> streams(EventStore store) {
        List<List<RecordedEvent>> streams = new ArrayList<>();
        for (int counter = 0; counter < WriterProgram.COUNTERS; counter++) {
            streams.add(store.read(Counter.aggregate().stream(WriterProgram.counter(counter)), 0, Integer.MAX_VALUE));
        }
        return streams;
    }
}
