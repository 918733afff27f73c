package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.orchestration.auditbacklog.AuditBacklog;
import dev.lockstep.orchestration.auditbacklog.Standing;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The history falls behind: no step begins to change anything, everything can be read, and it goes on by itself. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestProfile(AuditBacklogTest.NoPatience.class)
class AuditBacklogTest extends OnePlayedCluster {

    private static final int MOST = 3;

    /** The history may be next to nothing behind. */
    public static final class NoPatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lockstep.orchestration.audit-backlog", Integer.toString(MOST));
        }
    }

    @Inject
    AuditBacklog backlog;

    private long executions(String rollout) {
        return History.of(rollout, rollouts).stream()
                .filter(StepExecutionStarted.class::isInstance)
                .count();
    }

    private List<StepWaiting> waits(String rollout) {
        return History.of(rollout, rollouts).stream()
                .filter(StepWaiting.class::isInstance)
                .map(StepWaiting.class::cast)
                .toList();
    }

    /** As the audit service's consumer does once it has taken everything in. */
    private void takeEverythingIn() throws ExecutionException, InterruptedException {
        takeIn("");
    }

    /** @param mark what it says of events that it passed over */
    private void takeIn(String mark) throws ExecutionException, InterruptedException {
        try (Admin broker = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            List<TopicPartition> partitions = broker
                    .describeTopics(List.of("lockstep.inventory", "lockstep.validation", "lockstep.orchestration"))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .toList();
            Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
            broker.listOffsets(partitions.stream()
                            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset(), mark)));
            broker.alterConsumerGroupOffsets("audit-ledger", ends).all().get();
        }
    }

    @Test
    void noStepChangesAnythingUntilTheHistoryHasCaughtUp() throws Exception {
        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.IDEMPOTENT), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);

        Api.awaitStatus(id, SmallPlan.START, "WAITING");

        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("the history has not taken in")
                .contains("more than " + MOST);
        assertThat(waits(id)).extracting(StepWaiting::cause).containsOnly(WaitCause.AUDIT);
        assertThat(executions(id)).isZero();

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            takeEverythingIn();
            site.lookOrTakeCommand();
            return executions(id) > 0;
        });
        RolloutEvent last = waits(id).getLast();
        assertThat(History.of(id, rollouts).indexOf(last))
                .as("it was looked at again before")
                .isLessThan(History.of(id, rollouts).size() - 2);
    }

    @Test
    void whatTheHistoryPassedOverHoldsTheNextStep() throws Exception {
        takeIn("parked=2");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> backlog.standing(Instant.now()) instanceof Standing.Behind behind
                        && behind.reason().contains("2 keys"));

        String id = site.started(site.keep(SmallPlan.of(site.cluster, Repeatability.IDEMPOTENT), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);

        Api.awaitStatus(id, SmallPlan.START, "WAITING");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("could not take in the events of 2 keys");
        assertThat(executions(id)).isZero();

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            takeEverythingIn();
            site.lookOrTakeCommand();
            return executions(id) > 0;
        });
    }
}
