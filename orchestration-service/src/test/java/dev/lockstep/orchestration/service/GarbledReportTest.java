package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.json;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a runner reports that cannot be true of any cluster reaches nobody as an event. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class GarbledReportTest {

    @Inject
    Plans plans;

    @Inject
    Rollouts rollouts;

    @Inject
    InventoryView inventory;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final ClusterId cluster =
            new ClusterId("org%s:clu".formatted(UUID.randomUUID().toString().substring(0, 8)));
    private final PlayedSite site = new PlayedSite(cluster);
    private PlayedPlatform platform;

    @BeforeEach
    void begin() {
        platform = new PlayedPlatform(bootstrapServers);
        platform.register(cluster, site.site);
        platform.start();
        site.awaitKnown(inventory);
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void reportThatInventoryHasNoPlaceForIsALookThatFailed() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        RunnerTask task = site.lease(id, SmallPlan.CHECK);
        String good = json(report(task, "/nodes/N1/nodeState", "UP"));

        refused(site.runner, PlayedSite.result(task), good.replace("\"FINISHED\"", "null"), 400, "invalid-request");
        post(site.runner, PlayedSite.result(task), json(report(task, "/nodes/N1/mood", "good")), 204);

        assertThat(History.of(id, rollouts))
                .noneMatch(FactsReported.class::isInstance)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                LookFailed.class,
                                failed -> assertThat(failed.failure()).contains("/nodes/N1/mood")));
        site.look(id, SmallPlan.CHECK);
    }

    private static TaskResult report(RunnerTask task, String path, String value) {
        return new TaskResult(
                task.fencingToken(),
                TaskOutcome.FINISHED,
                null,
                List.of(new ObservedFact(
                        DocumentKind.CLUSTER, FactPath.parse(path), TextNode.valueOf(value), "cluster node /status")),
                List.of(),
                null,
                Instant.now(),
                Instant.now());
    }
}
