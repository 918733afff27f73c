package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A command is run once for its grant, whatever becomes of the runner; kill -9 included. */
class GrantedOnceTest extends WithRunners {

    @Test
    void commandThatOutlivesItsRunnerKeepsItsGrantUntilItEnds() throws Exception {
        program("slow", "touch begun; while [ ! -e go ]; do sleep 0.05; done; touch ended");
        execute("slow");
        Process first = runner();
        await(() -> Files.exists(folder.resolve("begun")) && isThere(".process"));
        first.destroyForcibly().waitFor();
        platform.heartbeats.clear();

        runner();

        await(() -> platform.heartbeats.size() > 2);
        assertThat(platform.results).isEmpty();
        Files.createFile(folder.resolve("go"));
        assertThat(result().outcome()).isEqualTo(TaskOutcome.UNKNOWN);
        assertThat(folder.resolve("ended")).exists();
    }

    @Test
    void commandWhoseGrantIsGoneIsNotStartedUntilItIsGrantedAgain() throws Exception {
        program("change", "echo ran >> runs");
        platform.heartbeatStatus = 409;
        UUID id = execute("change");
        runner();
        await(() -> said().contains("task-too-late"));
        assertThat(folder.resolve("runs")).doesNotExist();

        platform.heartbeatStatus = 204;
        execute(id, 2, LONG, "change");

        assertThat(result().fencingToken()).isEqualTo(2);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
        assertThat(platform.results).isEmpty();
    }

    @Test
    void aCommandForWhichTheRunnerWasKilledBeforeItsGrantWasConfirmedIsNotUnknown() throws Exception {
        program("change", "echo ran >> runs");
        platform.heartbeatStatus = 503;
        UUID id = execute("change");
        Process first = runner();
        await(() -> said().contains("grant-not-confirmed"));
        first.destroyForcibly().waitFor();
        platform.heartbeatStatus = 204;
        platform.leases.clear();

        runner();
        await(() -> !platform.leases.isEmpty());
        execute(id, 2, LONG, "change");

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void twoRunnersDoNotShareAFolder() throws Exception {
        program("wait", "touch begun; sleep 20");
        execute("wait");
        runner();
        await(() -> Files.exists(folder.resolve("begun")));

        Process second = runner();

        assertThat(second.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(said()).contains("another runner works in");
        assertThat(platform.results).isEmpty();
    }

    @Test
    void aCommandGrantedAgainIsNotRunAgain() throws Exception {
        program("once", "echo ran >> runs; exit 3");
        UUID id = execute("once");
        runner();
        assertThat(result().exitCode()).isEqualTo(3);

        execute(id, 5, LONG, "once");

        TaskResult again = result();
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.fencingToken()).isEqualTo(5);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void aCommandDuringWhichTheRunnerWasKilledIsUnknownAndNeverRunAgain() throws Exception {
        program("slow", "echo ran >> runs; exec sleep 600");
        UUID id = execute(UUID.randomUUID(), 1, Duration.ofSeconds(3), "slow");
        Process first = runner();
        await(() -> Files.exists(folder.resolve("runs")));
        first.destroyForcibly().waitFor();

        runner();

        TaskResult unknown = result();
        assertThat(unknown.outcome()).isEqualTo(TaskOutcome.UNKNOWN);
        assertThat(unknown.fencingToken()).isEqualTo(1);
        execute(id, 2, LONG, "slow");
        assertThat(result().outcome()).isEqualTo(TaskOutcome.UNKNOWN);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void aResultThatWasNotHeardSurvivesTheRunner() throws Exception {
        program("once", "echo ran >> runs");
        platform.resultStatus = 503;
        execute("once");
        Process first = runner();
        await(() -> platform.refusedResults.get() > 0);
        first.destroyForcibly().waitFor();
        platform.resultStatus = 204;

        runner();

        TaskResult result = result();
        assertThat(result.outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(result.exitCode()).isZero();
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void aResultThatIsRefusedForGoodDoesNotStopTheRunner() throws Exception {
        program("once", "true");
        platform.resultStatus = 409;
        execute("once");
        runner();
        await(() -> platform.refusedResults.get() == 1);
        platform.resultStatus = 204;

        execute("once");

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(said()).contains("result-refused");
        assertThat(platform.refusedResults).hasValue(1);
    }
}
