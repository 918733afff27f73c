package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.lockstep.lab.world.Fault.Kind;
import dev.lockstep.lab.world.Fault.SetupStage;
import dev.lockstep.siterunner.parsing.Arguments;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.Parsers;
import dev.lockstep.siterunner.parsing.Seen;
import dev.lockstep.siterunner.parsing.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on purpose, as the real command lines and the runner's parsers show it, and that it can be mended. */
class FaultsTest {
    private static final Path SCENARIOS = Path.of("src/main/resources/scenarios");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double SPEED = 20_000;

    @TempDir
    Path folder;

    private Lab lab;
    private Faults faults;

    /** A cluster of two nodes with Exchange 2000: EVSA is on E2K-N1, EVSB on E2K-N2. */
    @BeforeEach
    void open() throws IOException {
        open(SCENARIOS.resolve("contoso-clu02.yaml"));
    }

    private void open(Path scenario) throws IOException {
        lab = Lab.open(folder.resolve("state"), Inventory.read(scenario), SPEED, Clock.systemUTC());
        faults = new Faults(lab);
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(SetupStage.class)
    void setupFailsAtAStageAndSucceedsOnceItIsMended(SetupStage stage) throws Exception {
        emptied("E2K-N1");
        armed(Fault.ofNode("setup", Kind.SETUP_FAILS, "E2K-N1", stage, 0, 5));

        ToolOutput failed = run("E2K-N1", "setup", "/media:6.5.6944");

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.lines()).anyMatch(line -> line.contains("interrupted"));
        Map<String, JsonNode> seen = setupSeen();
        assertThat(fact(seen, "/nodes/E2K-N1/exchange/setupLogFailures").asInt())
                .isEqualTo(1);
        assertThat(fact(seen, "/nodes/E2K-N1/exchange/build").asText())
                .isEqualTo(stage == SetupStage.REGISTERING ? "6.5.6944" : "6.0.6249");
        if (stage == SetupStage.REGISTERING) {
            assertThat(fact(seen, "/nodes/E2K-N1/exchange/components")).hasSize(1);
        }

        faults.mendAll();

        assertThat(run("E2K-N1", "setup", "/media:6.5.6944").exitCode()).isZero();
        Map<String, JsonNode> after = setupSeen();
        assertThat(fact(after, "/nodes/E2K-N1/exchange/build").asText()).isEqualTo("6.5.6944");
        assertThat(fact(after, "/nodes/E2K-N1/exchange/components")).hasSize(2);
        assertThat(fact(after, "/nodes/E2K-N1/exchange/setupLogFailures").asInt())
                .isZero();
    }

    private Map<String, JsonNode> setupSeen() throws InterruptedException, ParseException {
        Map<String, JsonNode> seen = new HashMap<>(look(
                "setup-log",
                node("E2K-N1"),
                "findstr",
                "/c:Error code",
                "\\\\E2K-N1\\C$\\Exchange Server Setup Progress.log"));
        seen.putAll(look(
                "exchange-setup-registry",
                node("E2K-N1"),
                "reg",
                "query",
                "\\\\E2K-N1\\HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup"));
        return seen;
    }

    @Test
    void aNodeStaysDownUntilSomebodySwitchesItOn() throws Exception {
        armed(Fault.ofNode("down", Kind.NODE_STAYS_DOWN, "E2K-N1", SetupStage.PREREQUISITES, 0, 1));

        run("E2K-N1", "shutdown", "-r", "-t", "0");

        assertThat(lab.await(world -> up("E2K-N1"), Duration.ofMillis(300))).isFalse();
        assertThat(look("cluster-node-listing", JsonNodeFactory.instance.objectNode(), "cluster", "node", "/status"))
                .containsEntry("/nodes/E2K-N1/nodeState", JsonNodeFactory.instance.textNode("DOWN"));
        assertThat(run("E2K-N1", "setup").exitCode()).isNotZero();

        assertThat(faults.mend("down")).isInstanceOf(Outcome.Done.class);

        assertThat(lab.await(world -> up("E2K-N1"), PATIENCE)).isTrue();
        run("E2K-N1", "shutdown", "-r", "-t", "0");
        assertThat(lab.await(world -> up("E2K-N1"), PATIENCE))
                .as("it happened once")
                .isTrue();
    }

    private boolean up(String node) {
        return lab.now().node(node).orElseThrow().state().active();
    }

    @Test
    void aGroupStaysPartiallyOnlineAndComesOnlineOnceItIsMended() throws Exception {
        String disk = lab.now()
                .clusters()
                .getFirst()
                .group("EVSA")
                .orElseThrow()
                .ofType("Physical Disk")
                .getFirst()
                .name();
        armed(Fault.ofResource("disk", "CLU02", disk));

        run("", "cluster", "/cluster:CLU02", "group", "EVSA", "/moveto:E2K-N2", "/wait:1");

        assertThat(groups()).containsEntry("/groups/EVSA/state", JsonNodeFactory.instance.textNode("PARTIALLY_ONLINE"));

        faults.mend("disk");

        assertThat(lab.await(world -> groupState("EVSA").equals("ONLINE"), PATIENCE))
                .isTrue();
        assertThat(groups()).containsEntry("/groups/EVSA/state", JsonNodeFactory.instance.textNode("ONLINE"));
    }

    private String groupState(String group) {
        return lab.now()
                .clusters()
                .getFirst()
                .group(group)
                .orElseThrow()
                .state()
                .name();
    }

    private Map<String, JsonNode> groups() throws InterruptedException, ParseException {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.putArray("groups").add("EVSA").add("EVSB");
        return look("cluster-group-listing", arguments, "cluster", "/cluster:CLU02", "group", "/status");
    }

    @Test
    void replicationStallsAndArrivesOnceItIsMended() throws Exception {
        close();
        Files.createDirectories(folder.resolve("new"));
        Files.copy(SCENARIOS.resolve("contoso-clu01.yaml"), folder.resolve("new/contoso-clu01.yaml"));
        Files.writeString(
                folder.resolve("new/contoso-clu01.faults.yaml"),
                "- {id: stalls, kind: REPLICATION_STALLS, controller: dc2.corp.contoso.com}\n");
        open(folder.resolve("new/contoso-clu01.yaml"), folder.resolve("other-state"));

        assertThat(run("", "setup", "/ForestPrep").exitCode()).isZero();

        assertThat(lab.await(world -> schema("dc2.corp.contoso.com") > 0, Duration.ofMillis(300)))
                .isFalse();
        assertThat(schemaSeen("dc1.corp.contoso.com")).isEqualTo(6870);
        assertThat(schemaSeen("dc2.corp.contoso.com")).isZero();
        assertThat(run("", "setup", "/DomainPrep").exitCode()).isNotZero();

        faults.mend("stalls");

        assertThat(lab.await(world -> schema("dc2.corp.contoso.com") > 0, PATIENCE))
                .isTrue();
        assertThat(schemaSeen("dc2.corp.contoso.com")).isEqualTo(6870);
    }

    private void open(Path scenario, Path state) throws IOException {
        lab = Lab.open(state, Inventory.read(scenario), SPEED, Clock.systemUTC());
        faults = new Faults(lab);
    }

    private int schema(String controller) {
        return lab.now()
                .directory()
                .controller(controller)
                .orElseThrow()
                .replica()
                .schemaRangeUpper();
    }

    private int schemaSeen(String controller) throws InterruptedException, ParseException {
        Map<String, JsonNode> seen = look(
                "schema-range-upper",
                JsonNodeFactory.instance.objectNode().put("dc", controller),
                "ldifde",
                "-f",
                "-",
                "-s",
                controller,
                "-d",
                "CN=ms-Exch-Schema-Version-Pt,CN=Schema,CN=Configuration,DC=corp,DC=contoso,DC=com",
                "-p",
                "base",
                "-l",
                "rangeUpper");
        return fact(seen, "/schemaRangeUpper/" + controller).asInt();
    }

    @Test
    void aCommandHangsUntilItIsMended() throws Exception {
        armed(Fault.ofProgram("hang", Kind.HANG, "cluster", List.of("/cluster:CLU02", "node"), 1));
        Thread mending = Thread.ofVirtual().unstarted(() -> {
            try {
                lab.await(world -> faults.pending().isEmpty(), PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            faults.mend("hang");
        });
        assertThat(run("", "cluster", "/cluster:CLU02", "group", "/status").exitCode())
                .as("another command")
                .isZero();

        mending.start();
        ToolOutput hung = run("", "cluster", "/cluster:CLU02", "node", "/status");
        mending.join();

        assertThat(hung.exitCode()).isNotZero();
        assertThat(look(
                        "cluster-node-listing",
                        JsonNodeFactory.instance.objectNode(),
                        "cluster",
                        "/cluster:CLU02",
                        "node",
                        "/status"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"GARBLED_OUTPUT", "TRUNCATED_OUTPUT", "FOREIGN_LANGUAGE"})
    void outputThatCannotBeTrustedIsNoFact(Kind kind) throws Exception {
        armed(Fault.ofProgram("output", kind, "", List.of(), 2));

        assertThatThrownBy(() -> look(
                        "cluster-node-listing",
                        JsonNodeFactory.instance.objectNode(),
                        "cluster",
                        "/cluster:CLU02",
                        "node",
                        "/status"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> look(
                        "service-state",
                        node("E2K-N1").put("service", "ClusSvc"),
                        "sc",
                        "\\\\E2K-N1",
                        "query",
                        "ClusSvc"))
                .isInstanceOf(ParseException.class);

        assertThat(look(
                        "service-state",
                        node("E2K-N1").put("service", "ClusSvc"),
                        "sc",
                        "\\\\E2K-N1",
                        "query",
                        "ClusSvc"))
                .as("it happened twice")
                .isNotEmpty();
    }

    @Test
    void aWrongClockKeepsSetupFromTheDirectoryUntilItIsMended() throws Exception {
        emptied("E2K-N1");
        armed(Fault.ofNode("clock", Kind.CLOCK_SKEW, "E2K-N1", SetupStage.PREREQUISITES, -9, 1));

        ToolOutput refused = run("E2K-N1", "setup", "/media:6.5.6944");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.lines()).anyMatch(line -> line.contains("clock of E2K-N1 differs by 9 minutes"));
        faults.mend("clock");
        armed(Fault.ofNode("slightly", Kind.CLOCK_SKEW, "E2K-N1", SetupStage.PREREQUISITES, 4, 1));
        assertThat(run("E2K-N1", "setup", "/media:6.5.6944").exitCode()).isZero();
    }

    @Test
    void aWrongClockKeepsNamesFromComingOnlineThatNeedKerberos() throws Exception {
        close();
        open(SCENARIOS.resolve("contoso-clu01.yaml"), folder.resolve("other-state"));
        String owner = lab.now()
                .clusters()
                .getFirst()
                .group("Cluster Group")
                .orElseThrow()
                .owner();
        lab.perform((world, tick) -> new Outcome.Done(world.withCluster(
                "CLU01",
                cluster -> cluster.withResource("Cluster Name", each -> each.withProperty("RequireKerberos", "1")))));
        armed(Fault.ofNode("clock", Kind.CLOCK_SKEW, owner, SetupStage.PREREQUISITES, 30, 1));

        run("", "cluster", "/cluster:CLU01", "res", "Cluster Name", "/offline", "/wait:5");
        assertThat(run("", "cluster", "/cluster:CLU01", "res", "Cluster Name", "/online", "/wait:5")
                        .exitCode())
                .isNotZero();
        faults.mend("clock");
        run("", "cluster", "/cluster:CLU01", "res", "Cluster Name", "/offline", "/wait:5");
        assertThat(run("", "cluster", "/cluster:CLU01", "res", "Cluster Name", "/online", "/wait:5")
                        .exitCode())
                .isZero();
    }

    @Test
    void whatIsArmedIsRememberedAcrossARestart() throws Exception {
        armed(Fault.ofNode("clock", Kind.CLOCK_SKEW, "E2K-N1", SetupStage.PREREQUISITES, 30, 1));
        close();
        open();

        assertThat(faults.all()).extracting(Fault::id).containsExactly("clock");
    }

    @Test
    void whatIsNotThereCannotGoWrong() {
        assertThat(faults.add(Fault.ofNode("x", Kind.CLOCK_SKEW, "NOBODY", SetupStage.PREREQUISITES, 30, 1)))
                .isInstanceOf(Outcome.Refused.class);
        armed(Fault.ofProgram("x", Kind.HANG, "sc", List.of(), 1));
        assertThat(faults.add(Fault.ofProgram("x", Kind.HANG, "sc", List.of(), 1)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(faults.mend("y")).isInstanceOf(Outcome.Refused.class);
        assertThatThrownBy(() -> Fault.ofNode("x", Kind.SETUP_FAILS, "", SetupStage.REGISTERING, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void armed(Fault fault) {
        assertThat(faults.add(fault)).isInstanceOf(Outcome.Done.class);
    }

    /** Every group on the other node. */
    private void emptied(String node) throws InterruptedException {
        for (String group : lab.now().clusters().getFirst().ownedBy(node).stream()
                .map(each -> each.name())
                .collect(Collectors.toList())) {
            run("", "cluster", "/cluster:CLU02", "group", group, "/moveto:E2K-N2", "/wait:30");
        }
    }

    private static JsonNode fact(Map<String, JsonNode> seen, String path) {
        return Objects.requireNonNull(seen.get(path), path);
    }

    private static ObjectNode node(String name) {
        return JsonNodeFactory.instance.objectNode().put("node", name);
    }

    /** What a parser sees in the output of a command. */
    private Map<String, JsonNode> look(String parser, ObjectNode arguments, String program, String... argv)
            throws InterruptedException, ParseException {
        Map<String, JsonNode> given = new HashMap<>();
        arguments.properties().forEach(each -> given.put(each.getKey(), each.getValue()));
        return Parsers.parse(parser, run("", program, argv), new Arguments(given), new Seen(), program).facts().stream()
                .collect(Collectors.toMap(fact -> fact.path().toString(), ObservedFact::value));
    }

    private ToolOutput run(String node, String program, String... arguments) throws InterruptedException {
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
