package dev.lockstep.siterunner.looking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.siterunner.transport.CommandResult;
import dev.lockstep.siterunner.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String HEADER = """
            Resource             Group                Node            Status
            -------------------- -------------------- --------------- ------
            """;
    private static final String AMBIGUOUS = "XXXXXXXXXXXXXXXXXXXX My Group 1           NODE1           Online\n";
    private static final String LISTING = "cluster /cluster:CLU01 res /status";
    private static final String SHORT = "cluster /cluster:CLU01 res XXXXXXXXXXXXXXXXXXXX /status";
    private static final String LONGER = "cluster /cluster:CLU01 res \"XXXXXXXXXXXXXXXXXXXX My\" /status";
    private static final CommandResult MISSING =
            ended(143, "\nSystem error 5007 has occurred (0x0000138f).\nThe cluster resource could not be found.\n");

    private final Answers answers = new Answers();
    private final Looks looks = new Looks(answers);

    /** Answers commands as it was told to. */
    private static final class Answers implements Transport {
        private final Map<String, CommandResult> byCommand = new HashMap<>();
        private final List<String> asked = new ArrayList<>();

        @Override
        public CommandResult run(
                List<String> argv, Duration timeout, Consumer<ProcessHandle> begun, Consumer<String> line) {
            String command = Looks.source(argv);
            asked.add(command);
            return byCommand.getOrDefault(command, new CommandResult.NotStarted("nobody told " + command));
        }
    }

    private static CommandResult ended(int exitCode, String output) {
        return new CommandResult.Ended(exitCode, output, true);
    }

    private static CommandResult single(String name, String row) {
        return ended(0, "Listing status for resource '%s':\n\n".formatted(name) + HEADER + row + "\n");
    }

    private Sight resources(String rows) throws InterruptedException {
        answers.byCommand.put(
                LISTING, ended(0, "Listing status for all available resources:\n\n" + HEADER + rows + "\n"));
        JsonNode groups = JsonNodeFactory.instance.arrayNode().add("Group 1").add("My Group 1");
        return looks.look(
                new Observation(
                        "cluster-resource-listing",
                        List.of("cluster", "/cluster:CLU01", "res", "/status"),
                        Map.of("groups", groups)),
                LONG);
    }

    private static List<String> paths(Sight sight) {
        assertThat(sight).isInstanceOf(Sight.Shown.class);
        return ((Sight.Shown) sight)
                .observed().facts().stream().map(fact -> fact.path().toString()).toList();
    }

    @Test
    void aRowThatCanBeReadInTwoWaysIsReadByTheResourceThatExists() throws InterruptedException {
        answers.byCommand.put(SHORT, single("XXXXXXXXXXXXXXXXXXXX", AMBIGUOUS));
        answers.byCommand.put(LONGER, MISSING);

        assertThat(paths(resources(AMBIGUOUS)))
                .containsExactly("/groups/My Group 1/resources/XXXXXXXXXXXXXXXXXXXX/state");
        assertThat(answers.asked).containsExactlyInAnyOrder(LISTING, SHORT, LONGER);
    }

    @Test
    void theOtherReadingIsTakenWhenTheOtherResourceExists() throws InterruptedException {
        answers.byCommand.put(SHORT, MISSING);
        answers.byCommand.put(LONGER, single("XXXXXXXXXXXXXXXXXXXX My", AMBIGUOUS));

        assertThat(paths(resources(AMBIGUOUS)))
                .containsExactly("/groups/Group 1/resources/XXXXXXXXXXXXXXXXXXXX My/state");
    }

    @Test
    void noReadingIsTakenWhenBothResourcesExistOrNone() throws InterruptedException {
        answers.byCommand.put(SHORT, single("XXXXXXXXXXXXXXXXXXXX", AMBIGUOUS));
        answers.byCommand.put(LONGER, single("XXXXXXXXXXXXXXXXXXXX My", AMBIGUOUS));

        assertThat(resources(AMBIGUOUS))
                .isInstanceOfSatisfying(
                        Sight.Unreadable.class,
                        it -> assertThat(it.reason())
                                .contains("more than one way", "also after its resources were asked for"));

        Answers none = new Answers();
        none.byCommand.putAll(answers.byCommand);
        none.byCommand.put(SHORT, MISSING);
        none.byCommand.put(LONGER, MISSING);
        assertThat(new Looks(none)
                        .look(
                                new Observation(
                                        "cluster-resource-listing",
                                        List.of("cluster", "/cluster:CLU01", "res", "/status"),
                                        Map.of(
                                                "groups",
                                                JsonNodeFactory.instance
                                                        .arrayNode()
                                                        .add("Group 1")
                                                        .add("My Group 1"))),
                                LONG))
                .isInstanceOf(Sight.Unreadable.class);
    }

    @Test
    void aResourceThatDoesNotTellLeavesTheRowUnread() throws InterruptedException {
        answers.byCommand.put(SHORT, ended(0, "Status der Ressource\n"));
        answers.byCommand.put(LONGER, MISSING);

        assertThat(resources(AMBIGUOUS))
                .isInstanceOfSatisfying(
                        Sight.Unreadable.class,
                        it -> assertThat(it.reason()).contains("more than one way", "'" + SHORT + "' did not tell"));
    }

    @Test
    void whoeverDoesNotAnswerIsToldFromAnAnswerThatCannotBeRead() throws InterruptedException {
        Observation service = new Observation(
                "service-state",
                List.of("sc", "\\\\N1", "query", "W3SVC"),
                Map.of(
                        "node", JsonNodeFactory.instance.textNode("N1"),
                        "service", JsonNodeFactory.instance.textNode("W3SVC")));
        String command = "sc \\\\N1 query W3SVC";

        answers.byCommand.put(
                command, ended(186, "[SC] OpenSCManager FAILED 1722:\n\nThe RPC server is unavailable.\n"));
        assertThat(looks.look(service, LONG)).isInstanceOf(Sight.NoAnswer.class);
        answers.byCommand.put(command, ended(5, "[SC] OpenService FAILED 5:\n\nAccess is denied.\n"));
        assertThat(looks.look(service, LONG)).isInstanceOf(Sight.Unreadable.class);
        answers.byCommand.put(command, ended(0, "SERVICE_NAME: W3SVC\n        ZUSTAND : 4 RUNNING\n"));
        assertThat(looks.look(service, LONG)).isInstanceOf(Sight.Unreadable.class);
        answers.byCommand.put(command, new CommandResult.Ended(0, "", false));
        assertThat(looks.look(service, LONG)).isInstanceOf(Sight.Unreadable.class);
        answers.byCommand.put(command, new CommandResult.Lost("the line is dead"));
        assertThat(looks.look(service, LONG)).isEqualTo(new Sight.NoAnswer("the line is dead"));
        answers.byCommand.put(command, new CommandResult.TimedOut());
        assertThat(looks.look(service, LONG)).isInstanceOf(Sight.TimedOut.class);
    }
}
