package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskOutput;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a runner does with the work that it is given, as a process of its own. */
class SiteRunnerTest extends WithRunners {

    @Test
    void outputThatCannotBeSentAsItIsIsSentAllTheSame() throws Exception {
        program("odd", "printf 'a\\0b\\n'; printf 'x%.0s' $(seq 1 3999); printf '🏢🏢\\n'; echo end");
        execute("odd");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        List<String> lines = platform.outputs.stream()
                .map(TaskOutput::lines)
                .flatMap(List::stream)
                .toList();
        assertThat(lines).containsExactly("a\uFFFDb", "x".repeat(3999) + "…", "end");
    }

    @Test
    void runsACommandWithItsArgumentsAsTheyAreAndStreamsItsOutput() throws Exception {
        program("tell", "printf '<%s>\\n' \"$@\"; echo \"password: hunter22 $SECRET\"; echo '" + SECRET + "'; exit 7");
        execute("tell", "two  blanks", "a\"b'c", "R&D 100% $HOME `x`", "");
        runner();

        TaskResult result = result();

        assertThat(result.outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(result.exitCode()).isEqualTo(7);
        List<String> lines = platform.outputs.stream()
                .map(TaskOutput::lines)
                .flatMap(List::stream)
                .toList();
        assertThat(lines)
                .containsExactly(
                        "<two  blanks>",
                        "<a\"b'c>",
                        "<R&D 100% $HOME `x`>",
                        "<>",
                        "password: [redacted] ",
                        "[redacted]");
        assertThat(platform.outputs.getFirst().firstLine()).isEqualTo(1);
        assertThat(platform.leases.getFirst().site()).isEqualTo("demo");
    }

    @Test
    void theSecretIsNotInTheEnvironmentOfCommands() throws Exception {
        program("tell", "env | grep -c CLIENT_SECRET; true");
        execute("tell");
        runner();

        assertThat(result().exitCode()).isZero();
        assertThat(platform.outputs.getFirst().lines()).containsExactly("0");
    }

    @Test
    void reportsFactsOfObservationsAndErrorsAsErrors() throws Exception {
        program(
                "sc",
                "printf 'SERVICE_NAME: W3SVC\\r\\n        STATE              : 4  RUNNING \\r\\n        WAIT_HINT          : 0x0\\r\\n'");
        program("garbled", "printf 'Zustand: l\\344uft\\r\\n'");
        Map<String, com.fasterxml.jackson.databind.JsonNode> arguments =
                Map.of("node", TextNode.valueOf("N1"), "service", TextNode.valueOf("W3SVC"));
        List<String> argv = List.of("sc", "\\\\N1", "query", "W3SVC");
        Work good = new Work.Observe(List.of(new Observation("service-state", argv, arguments)));
        Work bad = new Work.Observe(List.of(
                new Observation("service-state", argv, arguments),
                new Observation("service-state", List.of("garbled"), arguments)));
        platform.tasks.add(StubPlatform.task(UUID.randomUUID(), 1, good, LONG));
        Process runner = runner();

        TaskResult seen = result();
        assertThat(seen.outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(seen.facts())
                .extracting(each -> each.path() + "=" + each.value().asText())
                .containsExactly("/nodes/N1/services/W3SVC/installed=true", "/nodes/N1/services/W3SVC/state=RUNNING");
        assertThat(seen.facts().getFirst().source()).isEqualTo("sc \\\\N1 query W3SVC");

        platform.tasks.add(StubPlatform.task(UUID.randomUUID(), 2, bad, LONG));
        TaskResult refused = result();
        assertThat(refused.outcome()).isEqualTo(TaskOutcome.FAILED);
        assertThat(refused.facts()).isEmpty();
        assertThat(refused.failure()).contains("garbled: ");
        assertThat(runner.isAlive()).isTrue();
    }

    @Test
    void theResourcesOfARowThatCanBeReadInTwoWaysAreAskedFor() throws Exception {
        program("cluster", """
                header='Resource             Group                Node            Status
                -------------------- -------------------- --------------- ------'
                row='XXXXXXXXXXXXXXXXXXXX My Group 1           NODE1           Online'
                case "$3" in
                  /status) printf 'Listing status for all available resources:\n\n%s\n%s\n\n' "$header" "$row" ;;
                  XXXXXXXXXXXXXXXXXXXX) printf "Listing status for resource '%s':\n\n%s\n%s\n\n" "$3" "$header" "$row" ;;
                  *) printf '\nSystem error 5007 has occurred (0x0000138f).\nThe cluster resource could not be found.\n' ;;
                esac
                """);
        Observation listing = new Observation(
                "cluster-resource-listing",
                List.of("cluster", "/cluster:CLU01", "res", "/status"),
                Map.of(
                        "groups",
                        JsonNodeFactory.instance.arrayNode().add("Group 1").add("My Group 1")));
        platform.tasks.add(StubPlatform.task(UUID.randomUUID(), 1, new Work.Observe(List.of(listing)), LONG));
        runner();

        TaskResult seen = result();
        assertThat(seen.failure()).isNull();
        assertThat(seen.facts())
                .extracting(each -> each.path() + "=" + each.value().asText())
                .containsExactly("/groups/My Group 1/resources/XXXXXXXXXXXXXXXXXXXX/state=ONLINE");
    }

    @Test
    void aMissingProgramIsAFailure() throws Exception {
        execute("no-such-program");
        execute("../bin/escape");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FAILED);
        assertThat(result().failure()).contains("there is no program");
    }

    @Test
    void atTheTimeoutTheWholeProcessTreeIsEnded() throws Exception {
        program("stuck", "sleep 600 & echo $! > child; wait");
        execute(UUID.randomUUID(), 1, Duration.ofSeconds(1), "stuck");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.TIMED_OUT);
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        await(() -> ProcessHandle.of(child).map(each -> !each.isAlive()).orElse(true));
        assertThat(platform.heartbeats).isNotEmpty().allMatch(each -> each.fencingToken() == 1);
    }

    @Test
    void whenThePlatformIsAwayTheRunnerSaysSoAndTriesAgain() throws Exception {
        program("once", "true");
        platform.failingLeases.set(6);
        execute("once");
        runner();

        assertThat(result().outcome()).isEqualTo(TaskOutcome.FINISHED);
        assertThat(said()).contains("platform-unreachable").doesNotContain(SECRET);
        assertThat(List.copyOf(platform.leases).stream().map(LeaseRequest::request))
                .as("a request without an answer is repeated under its id")
                .doesNotContainNull()
                .matches(requests -> requests.stream().distinct().count() < requests.size());
    }

    @Test
    void aRunnerThatHasNothingToDoEndsAtOnceWhenAsked() throws Exception {
        Process runner = runner();
        await(() -> !platform.leases.isEmpty());

        runner.destroy();

        assertThat(runner.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }
}
