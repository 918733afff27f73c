package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.siterunner.transport.CommandResult;
import dev.lockstep.siterunner.transport.Transport;
import dev.lockstep.siterunner.transport.Transports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a look reports is without secrets, whichever part of it they stand in. */
class ExecutionTest {

    private static final List<String> ARGV =
            List.of("cluster", "/cluster:CLU01", "/password:two words", "res", "Disk E:", "/prop:Type");
    private static final String SOURCE = "cluster /cluster:CLU01 /password:[redacted] res \"Disk E:\" /prop:Type";

    private static TaskResult observe(CommandResult answer) throws InterruptedException {
        Transport transport = (argv, timeout, begun, line) -> {
            assertThat(argv).as("the command itself is whole").isEqualTo(ARGV);
            return answer;
        };
        Map<String, JsonNode> arguments =
                Map.of("group", TextNode.valueOf("EVS1"), "resource", TextNode.valueOf("Disk E:"));
        Work look = new Work.Observe(List.of(new Observation("cluster-resource-type", ARGV, arguments)));
        return new Execution(
                        Transports.allLocal(transport),
                        new Redaction(List.of("Physical")),
                        InstantSource.fixed(Instant.EPOCH))
                .perform(
                        StubPlatform.task(UUID.randomUUID(), 1, look, Duration.ofMinutes(1)),
                        process -> {},
                        line -> {});
    }

    @Test
    void factsAndTheirSources() throws InterruptedException {
        TaskResult result = observe(new CommandResult.Ended(0, """

                Listing properties for 'Disk E:':

                T  Resource             Name                           Value
                -- -------------------- ------------------------------ -----------------------
                S  Disk E:              Type                           Physical Disk

                """, true));

        assertThat(result.failure()).isNull();
        assertThat(result.facts()).extracting(ObservedFact::source).containsOnly(SOURCE);
        assertThat(result.facts()).extracting(ObservedFact::value).containsExactly(TextNode.valueOf("[redacted] Disk"));
    }

    @Test
    void failures() throws InterruptedException {
        for (CommandResult each : List.of(
                new CommandResult.Ended(0, "password: x\n", true),
                new CommandResult.Ended(0, "", false),
                new CommandResult.NotStarted("Physical error"),
                new CommandResult.Lost("Physical error"),
                new CommandResult.TimedOut())) {
            TaskResult result = observe(each);

            assertThat(result.outcome()).isNotEqualTo(TaskOutcome.FINISHED);
            assertThat(result.failure())
                    .startsWith(SOURCE + ": ")
                    .doesNotContain("Physical", "two words", "password: x");
        }
    }
}
