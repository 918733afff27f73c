package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.programs.Call;
import dev.lockstep.lab.programs.Programs;
import dev.lockstep.lab.programs.Terminal;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.Fault;
import dev.lockstep.siterunner.parsing.Arguments;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.Parsers;
import dev.lockstep.siterunner.parsing.Seen;
import dev.lockstep.siterunner.parsing.ToolOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lab, seen through the real command lines and the runner's parsers; what goes wrong in it on purpose is armed. */
abstract class WithLab {
    static final Path SCENARIOS = Path.of("src/main/resources/scenarios");
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double SPEED = 20_000;

    @TempDir
    Path folder;

    Lab lab;
    Faults faults;

    /** A cluster of two nodes with Exchange 2000: EVSA is on E2K-N1, EVSB on E2K-N2. */
    @BeforeEach
    void open() throws IOException {
        open(SCENARIOS.resolve("contoso-clu02.yaml"), folder.resolve("state"));
    }

    final void open(Path scenario, Path state) throws IOException {
        lab = Lab.open(state, Inventory.read(scenario), SPEED, Clock.systemUTC());
        faults = new Faults(lab);
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    void armed(Fault fault) {
        assertThat(faults.add(fault)).isInstanceOf(Outcome.Done.class);
    }

    static JsonNode fact(Map<String, JsonNode> seen, String path) {
        return Objects.requireNonNull(seen.get(path), path);
    }

    static ObjectNode node(String name) {
        return JsonNodeFactory.instance.objectNode().put("node", name);
    }

    /** What a parser sees in the output of a command. */
    Map<String, JsonNode> look(String parser, ObjectNode arguments, String program, String... argv)
            throws InterruptedException, ParseException {
        Map<String, JsonNode> given = new HashMap<>();
        arguments.properties().forEach(each -> given.put(each.getKey(), each.getValue()));
        return Parsers.parse(parser, run("", program, argv), new Arguments(given), new Seen(), program).facts().stream()
                .collect(Collectors.toMap(fact -> fact.path().toString(), ObservedFact::value));
    }

    ToolOutput run(String node, String program, String... arguments) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        Terminal terminal = new Terminal() {
            @Override
            public void out(String line) {
                text.append(line).append("\r\n");
            }

            @Override
            public void err(String line) {
                out(line);
            }

            @Override
            public void flush() {
                // everything is read at the end
            }
        };
        Call call = new Call(lab, program, List.of(arguments), node);
        return ToolOutput.of(Misfortune.run(faults, call, terminal, Programs::run), text.toString());
    }
}
