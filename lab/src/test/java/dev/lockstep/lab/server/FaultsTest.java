package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Fault;
import dev.lockstep.lab.world.Fault.Kind;
import dev.lockstep.lab.world.Fault.SetupStage;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.ToolOutput;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with nodes, groups and the directory on purpose, and that it can be mended. */
class FaultsTest extends WithLab {

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

    /** Every group on the other node. */
    private void emptied(String node) throws InterruptedException {
        for (String group : lab.now().clusters().getFirst().ownedBy(node).stream()
                .map(each -> each.name())
                .collect(Collectors.toList())) {
            run("", "cluster", "/cluster:CLU02", "group", group, "/moveto:E2K-N2", "/wait:30");
        }
    }
}
