package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.json;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.LookFailed;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a runner reports that cannot be true of any cluster reaches nobody as an event. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class GarbledReportTest extends OnePlayedCluster {

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
