package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.get;
import static dev.lockstep.orchestration.service.Api.json;
import static dev.lockstep.orchestration.service.Api.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutput;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The last line that is kept of a long output is the ten thousandth, in which a runner says that there were more. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class LongOutputTest extends OnePlayedCluster {

    @Test
    void outputIsKeptUpToItsBoundAndNotBeyondIt() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        RunnerTask task = site.lease(id, SmallPlan.CHECK);

        print(task, 9_501, 500);
        assertThat(lastShown(id)).isEqualTo("line 10000");

        print(task, 9_001, 500);
        print(task, 10_001, 1);
        print(task, Long.MAX_VALUE, 1);
        assertThat(lastShown(id)).isEqualTo("line 10000");
    }

    @Test
    void aPieceThatGoesBeyondTheBoundIsKeptUpToIt() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        RunnerTask task = site.lease(id, SmallPlan.CHECK);

        print(task, 9_990, 50);

        assertThat(lastShown(id)).isEqualTo("line 10000");
    }

    private void print(RunnerTask task, long firstLine, int count) {
        List<String> lines = IntStream.range(0, count)
                .mapToObj(index -> "line " + (firstLine + index))
                .toList();
        post(
                site.runner,
                "/runner/tasks/%s/output".formatted(task.id()),
                json(new TaskOutput(task.fencingToken(), firstLine, lines)),
                204);
    }

    private static String lastShown(String rollout) {
        List<String> shown = get(COORDINATOR, "/rollouts/" + rollout).path("output");
        return shown.getLast();
    }
}
