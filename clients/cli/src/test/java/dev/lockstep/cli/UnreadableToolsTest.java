package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of answers that do not come, or cannot be read, when a cluster's tools are collected from. */
class UnreadableToolsTest extends WithLabTools {

    @Test
    void aNodeThatDoesNotAnswerIsNamedOnceAndKeepsItsFacts() throws IOException {
        ObjectNode document = document(CLU02);
        ObjectNode down = (ObjectNode) document.at("/cluster/nodes/1");
        down.put("nodeState", "DOWN").put("clusterServiceState", "STOPPED");
        ObjectNode services = (ObjectNode) down.path("services");
        services.putObject("MSDTC").put("installed", true).put("startMode", "AUTO");
        services.forEach(service -> ((ObjectNode) service).put("state", "STOPPED"));
        write("scenario.yaml", document);
        start(folder.resolve("scenario.yaml"));
        ObjectNode recorded = document(CLU02);
        write("clu02.yaml", recorded);

        CommandRun refreshed = collect("--out", "clu02.yaml", "--yes");

        assertThat(refreshed.exitCode()).as(refreshed.err()).isZero();
        assertThat(refreshed.err().lines().filter(line -> line.contains("Not known")))
                .singleElement()
                .asString()
                .startsWith("Not known: E2K-N2: sc \\\\E2K-N2 query ClusSvc: sc could not ask:")
                .endsWith("; nothing more was asked of it.");
        FactTree now = facts(document(folder.resolve("clu02.yaml")), DocumentKind.CLUSTER);
        FactTree before = facts(recorded, DocumentKind.CLUSTER);
        assertThat(now.fact(FactPath.of("nodes", "E2K-N2", "nodeState"))
                        .orElseThrow()
                        .value()
                        .asText())
                .isEqualTo("DOWN");
        for (Fact fact : before.below(FactPath.of("nodes", "E2K-N2"))) {
            if (!List.of("nodeState", "ownedGroups")
                    .contains(fact.path().segments().getLast())) {
                assertThat(now.fact(fact.path()).map(Fact::value)).contains(fact.value());
            }
        }
        assertThat(lab().commands().stream().filter(line -> line.contains("\\\\E2K-N2")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBLED_OUTPUT", "TRUNCATED_OUTPUT", "FOREIGN_LANGUAGE"})
    void anAnswerThatCannotBeReadIsNamedAndTakesNothingAway(String kind) throws IOException {
        start(CLU02);
        lab().arm(fault(kind, "cluster", "group", "/status"));
        lab().arm(fault("GARBLED_OUTPUT", "reg", "\\\\E2K-N1\\HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup"));
        Files.copy(CLU02, folder.resolve("clu02.yaml"));

        CommandRun refreshed = collect("--out", "clu02.yaml", "--yes");

        assertThat(refreshed.exitCode()).as(refreshed.err()).isZero();
        assertThat(refreshed.err().lines().filter(line -> line.contains("Not known")))
                .as(refreshed.err())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("Not known: cluster /cluster:CLU02 group /status: "))
                .anySatisfy(line -> assertThat(line).startsWith("Not known: reg query \\\\E2K-N1\\HKLM"));
        JsonNode now = document(folder.resolve("clu02.yaml"));
        JsonNode before = document(CLU02);
        assertThat(now.at("/cluster/groups").findValuesAsText("owner"))
                .isEqualTo(before.at("/cluster/groups").findValuesAsText("owner"));
        assertThat(now.at("/cluster/nodes/0/exchange")).isEqualTo(before.at("/cluster/nodes/0/exchange"));
    }

    private static JsonNode fault(String kind, String program, String... arguments) {
        ObjectNode fault = ContractJson.mapper().createObjectNode();
        fault.put("id", kind + "-" + program).put("kind", kind).put("program", program);
        ArrayNode list = fault.putArray("arguments");
        for (String each : arguments) {
            list.add(each);
        }
        return fault;
    }

    @Test
    void aRowThatCanBeReadInTwoWaysIsUnderstoodByAskingForItsResources() throws IOException {
        ObjectNode document = document(CLU02);
        ArrayNode groups = (ArrayNode) document.at("/cluster/groups");
        for (String name : List.of("Group 1", "My Group 1")) {
            groups.addObject()
                    .put("name", name)
                    .put("owner", "E2K-N1")
                    .put("state", "ONLINE")
                    .putArray("resources");
        }
        ((ArrayNode) named(groups, "name", "My Group 1").path("resources"))
                .addObject()
                .put("name", "XXXXXXXXXXXXXXXXXXXX")
                .put("type", "Generic Service")
                .put("state", "ONLINE")
                .putArray("dependsOn");
        write("scenario.yaml", document);
        start(folder.resolve("scenario.yaml"));
        Files.copy(CLU02, folder.resolve("clu02.yaml"));

        CommandRun refreshed = collect("--out", "clu02.yaml", "--yes");

        assertThat(refreshed.exitCode()).as(refreshed.err()).isZero();
        assertThat(refreshed.err()).doesNotContain("Not known");
        assertThat(refreshed.out())
                .contains("/groups/My Group 1/resources/XXXXXXXXXXXXXXXXXXXX/type")
                .doesNotContain("XXXXXXXXXXXXXXXXXXXX My/");
        assertThat(lab().commands()).anyMatch(line -> line.contains("\"XXXXXXXXXXXXXXXXXXXX My\""));
    }

    @Test
    void aClusterThatDoesNotAnswerIsAFailure() throws IOException {
        start(CLU02);

        CommandRun elsewhere = collect("--cluster", "CLU77");

        assertThat(elsewhere.exitCode()).isEqualTo(3);
        assertThat(elsewhere.err())
                .contains("The cluster 'CLU77' does not say which nodes it has")
                .contains("system error 1722")
                .contains("--ssh-machines");
        CommandRun without = collect("--cluster", "CLU02", "--command-path", folder.toString());
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.err()).contains("there is no program 'cluster'");
    }
}
