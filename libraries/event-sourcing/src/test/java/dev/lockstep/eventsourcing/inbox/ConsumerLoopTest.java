package dev.lockstep.eventsourcing.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.TestEvents;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.relay.HandledEvents;
import dev.lockstep.eventsourcing.relay.Relay;
import dev.lockstep.eventsourcing.relay.RelaySettings;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumerLoopTest {

    private static final TestKafka KAFKA = TestServers.kafka();
    private static final Map<String, Object> CONFIGURATION = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOPIC = "lockstep.errors";
    private static final String CONSUMER = "consumer-of-errors";

    private final TestDatabase database = TestDatabase.shared();
    private final EventStore store = new PostgresEventStore(database.pool());
    private final HandledEvents handled = new HandledEvents(database);
    private final AtomicReference<Optional<Error>> error = new AtomicReference<>(Optional.empty());
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void anErrorOfAHandlerEndsNeitherTheLoopNorPassesOverTheEvent() throws Exception {
        KAFKA.createTopic(TOPIC, 1);
        TestEvents.appendNext(store, TestEvents.stream("k"), 3);
        error.set(Optional.of(new StackOverflowError("a handler's own mistake")));
        InboxConsumer inbox = new InboxConsumer(CONSUMER, store, this::handle);
        try (Relay _ = Relay.start(
                        new RelaySettings("test", TOPIC, "/lockstep/test", database.direct(), CONFIGURATION));
                ConsumerLoop loop = ConsumerLoop.start(inbox, Optional.empty(), List.of(TOPIC), CONFIGURATION)) {
            await().atMost(PATIENCE).until(() -> attempts.get() >= 3);

            assertThat(loop.lastError())
                    .hasValueSatisfying(
                            text -> assertThat(text).contains("StackOverflowError", "a handler's own mistake"));
            assertThat(committedOffset()).as("committed offset").isZero();
            assertThat(handled.count()).isZero();

            error.set(Optional.empty());
            await().atMost(PATIENCE).until(() -> handled.count() == 3);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(loop.lastError()).isEmpty();
                assertThat(committedOffset()).as("committed offset").isEqualTo(3);
            });
        }
        assertThat(new ParkingLot(CONSUMER, store, handled).list()).as("parked").isEmpty();
    }

    private void handle(ReceivedEvent event, EventTransaction transaction) {
        handled.handle(event, transaction);
        error.get().ifPresent(thrown -> {
            attempts.incrementAndGet();
            throw thrown;
        });
    }

    private static long committedOffset() throws Exception {
        try (Admin admin = Admin.create(CONFIGURATION)) {
            return admin.listConsumerGroupOffsets(CONSUMER).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }
}
