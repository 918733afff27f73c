package dev.lockstep.orchestration.automation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class GateAnswersTest {

    private static final int ROUNDS = 20;

    @Inject
    GateAnswers answers;

    @Inject
    EventStore store;

    @Inject
    DataSource database;

    private final UUID first = new UUID(1, System.nanoTime());
    private final UUID second = new UUID(2, System.nanoTime());

    @BeforeEach
    void twoRolloutsWait() throws SQLException {
        for (UUID rollout : List.of(first, second)) {
            try (Connection connection = database.getConnection();
                    PreparedStatement insert = connection.prepareStatement("""
                            insert into rollout (id, cluster, site, plan_hash, status, active, phase_since, requested_at, version)
                            values (?, ?, 'nowhere', 'none', 'REQUESTED', true, now(), now(), 1)""")) {
                insert.setObject(1, rollout);
                insert.setString(2, "gate-answers:" + rollout);
                insert.executeUpdate();
            }
        }
    }

    @AfterEach
    void theyAreGone() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from rollout where id in (?, ?)")) {
            delete.setObject(1, first);
            delete.setObject(2, second);
            delete.executeUpdate();
        }
    }

    @Test
    void answersForTheSameRolloutsInAnotherOrderDoNotWaitForEachOther() throws Exception {
        try (ExecutorService replicas = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier bothHaveBegun = new CyclicBarrier(2);
                Future<Integer> one = replicas.submit(() -> handle(bothHaveBegun, first, second));
                Future<Integer> other = replicas.submit(() -> handle(bothHaveBegun, second, first));

                assertThat(one.get()).isEqualTo(2);
                assertThat(other.get()).isEqualTo(2);
            }
        }
    }

    /** Meets the other transaction between the two answers, as far as that one gets there. */
    private int handle(CyclicBarrier bothHaveBegun, UUID... rollouts) {
        List<ReceivedEvent> events =
                List.of(rollouts).stream().map(GateAnswersTest::answer).toList();
        return store.transact(Set.of(), transaction -> {
            answers.handleAll(events, transaction, place -> {
                if (place == 1) {
                    meet(bothHaveBegun);
                }
            });
            return events.size();
        });
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private static ReceivedEvent answer(UUID rollout) {
        UUID id = UUID.randomUUID();
        GateAnswered answered = new GateAnswered(
                new ClusterId("gate-answers:clu"),
                id,
                rollout,
                "step",
                new InventoryVersions(1, 1),
                "1",
                "hash",
                Instant.EPOCH,
                true,
                List.of());
        return new ReceivedEvent(
                id,
                "/lockstep/validation-service",
                EventCatalogue.typeOf(answered),
                new StreamId("gate", id.toString()),
                1,
                new String(EventCatalogue.write(answered), StandardCharsets.UTF_8),
                new EventMetadata("validation-service", id, id, "gate-answers:clu", Instant.EPOCH),
                new TreeMap<>());
    }
}
