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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is collected from the tools of a cluster. */
class CollectToolsTest extends WithLabTools {

    /** The same, whatever order lists have. */
    private static boolean same(JsonNode one, JsonNode other) {
        if (!one.isArray() || !other.isArray()) {
            return one.equals(other);
        }
        List<JsonNode> left = new ArrayList<>();
        one.forEach(left::add);
        List<JsonNode> right = new ArrayList<>();
        other.forEach(right::add);
        return left.size() == right.size() && left.containsAll(right);
    }

    @Test
    void theNameOfAClusterIsEnoughToMakeADocumentOfIt() throws IOException {
        start(CLU02);

        CommandRun made = collect("--cluster", "CLU02", "--out", "new.yaml", "--yes");

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.err())
                .contains("CLU02: 2 nodes, 3 groups, 29 resources, 2 networks;")
                .contains("Not known: the directory: no domain controller is recorded")
                .contains("'new.yaml' is written.");
        JsonNode found = document(folder.resolve("new.yaml"));
        FactTree truth = facts(document(CLU02), DocumentKind.CLUSTER);
        List<String> wrong = new ArrayList<>();
        int confirmed = 0;
        for (Fact fact : facts(found, DocumentKind.CLUSTER).facts()) {
            Optional<Fact> told = truth.fact(fact.path());
            if (told.isPresent() && !same(told.get().value(), fact.value())) {
                wrong.add("%s is %s, not %s".formatted(fact.path(), told.get().value(), fact.value()));
            }
            confirmed += told.isPresent() ? 1 : 0;
        }
        assertThat(wrong).isEmpty();
        assertThat(confirmed).isGreaterThan(200);
        assertThat(found.at("/cluster/quorum/model").asText()).isEqualTo("SINGLE_QUORUM_DEVICE");
        JsonNode server = named(found.at("/cluster/evs"), "name", "EVSA");
        assertThat(server.path("networkName").asText()).isEqualTo("MAILA");
        assertThat(server.path("ip").asText()).isEqualTo("10.10.1.31");
        assertThat(server.path("hostsMta").asBoolean()).isTrue();
        JsonNode disk = named(found.at("/cluster/disks"), "resourceName", "Disk E:");
        assertThat(disk.path("signature").asText()).isEqualTo("1A2B0001");
        assertThat(disk.path("group").asText()).isEqualTo("EVSA");
        assertThat(run("check", "new.yaml", "--stage", "CLUS", "--scenario", "UPG", "--format", "json")
                        .out())
                .contains("\"verdict\" : \"PASS\"");
    }

    @Test
    void withWhatOnlyPeopleAndTheDirectoryKnowAPlanIsMadeOfWhatTheToolsShow() throws IOException {
        start(CLU02);
        ObjectNode sparse = document(CLU02);
        ObjectNode truth = sparse.deepCopy();
        ObjectNode cluster = sparse.putObject("cluster");
        for (String member : List.of("name", "domain", "topology", "mediaEdition", "geoDispersed")) {
            cluster.set(member, truth.at("/cluster/" + member));
        }
        cluster.putArray("nodes").addObject().put("name", "E2K-N1");
        ArrayNode servers = cluster.putArray("evs");
        for (JsonNode each : truth.at("/cluster/evs")) {
            ObjectNode server = servers.addObject();
            List.of("name", "group", "storageGroups").forEach(member -> server.set(member, each.path(member)));
        }
        write("sparse.yaml", sparse);
        assertThat(run("plan", "sparse.yaml", "--scenario", "UPG").exitCode()).isEqualTo(1);

        CommandRun refreshed = collect("--out", "sparse.yaml", "--yes");

        assertThat(refreshed.exitCode()).as(refreshed.err()).isZero();
        assertThat(refreshed.err()).doesNotContain("Not known");
        CommandRun planned = run("plan", "sparse.yaml", "--scenario", "UPG");
        assertThat(planned.exitCode()).as(planned.out() + planned.err()).isZero();
        assertThat(planned.out()).contains("move-evsa-to-e2k-n2", "check-cluster-service-e2k-n2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso-clu01.yaml", "contoso-clu02.yaml"})
    void aDocumentWithoutWhatToolsShowIsRefreshedToTheVerdictsOfTheWholeOne(String scenario) throws IOException {
        Path whole = SCENARIOS.resolve(scenario);
        start(whole);
        String cluster = document(whole).at("/cluster/name").asText();
        JsonNode shown = ContractJson.mapper()
                .readTree(collect("--cluster", cluster, "--format", "json").out());
        ObjectNode stripped = document(whole);
        FactTree left = facts(stripped, DocumentKind.CLUSTER);
        Set<FactPath> known = new HashSet<>();
        for (JsonNode fact : shown.at("/cluster/facts")) {
            FactPath path = FactPath.parse(fact.path("path").asText());
            boolean names =
                    List.of("name", "resourceName").contains(path.segments().getLast());
            if (!names && left.fact(path).isPresent()) {
                known.add(path);
                left = left.without(path);
            }
        }
        stripped.set("cluster", left.toDocument());
        write("stripped.yaml", stripped);
        assertThat(known).hasSizeGreaterThan(200);
        assertThat(verdicts("stripped.yaml")).isNotEqualTo(verdicts(whole.toString()));

        CommandRun refreshed = collect("--out", "stripped.yaml", "--yes");

        assertThat(refreshed.exitCode()).as(refreshed.err()).isZero();
        assertThat(verdicts("stripped.yaml")).isEqualTo(verdicts(whole.toString()));
    }

    @Test
    void differencesAreShownAndNotTakenUnlessSomebodyAgrees() throws IOException {
        start(CLU02);
        ObjectNode old = document(CLU02);
        ObjectNode attended = (ObjectNode) named(old.at("/cluster/groups"), "name", "EVSA");
        attended.put("owner", "E2K-N2");
        ((ArrayNode) attended.path("resources"))
                .addObject()
                .put("name", "Disk Z:")
                .put("state", "ONLINE");
        ((ArrayNode) old.at("/cluster/groups"))
                .addObject()
                .put("name", "Print Group")
                .put("state", "ONLINE")
                .put("owner", "E2K-N1");
        ((ObjectNode) old.at("/cluster/nodes/0/exchange")).put("build", "6.0.4417");
        ((ObjectNode) old.at("/cluster/nodes/0/hardware")).put("memoryMb", 4096);
        write("old.yaml", old);
        String before = Files.readString(folder.resolve("old.yaml"));

        CommandRun asked = collect("--out", "old.yaml");

        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.out())
                .containsPattern("/groups/EVSA/owner +E2K-N2 +E2K-N1 +cluster /cluster:CLU02 group /status")
                .containsPattern("/groups/EVSA/resources/Disk Z:/state +ONLINE +\\(gone\\)")
                .containsPattern("/groups/Print Group/state +ONLINE +\\(gone\\)")
                .containsPattern("/nodes/E2K-N1/exchange/build +6.0.4417 +6.0.6249 +reg query")
                .containsPattern("\\d+ as recorded; read at 2");
        assertThat(asked.err()).contains("Nothing was taken.");
        assertThat(Files.readString(folder.resolve("old.yaml"))).isEqualTo(before);

        CommandRun taken = collect("--out", "old.yaml", "--yes");

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        JsonNode now = document(folder.resolve("old.yaml"));
        assertThat(now.at("/cluster/groups").findValuesAsText("name")).doesNotContain("Print Group", "Disk Z:");
        assertThat(now.at("/cluster/nodes/0/exchange/build").asText()).isEqualTo("6.0.6249");
        assertThat(now.at("/cluster/nodes/0/hardware/memoryMb").asInt()).isEqualTo(4096);
        assertThat(collect("--out", "old.yaml").exitCode()).isZero();
    }

    @Test
    void whatToolsShowIsRecordedOnThePlatformWithItsSourcesOnceSomebodyAgrees() throws IOException {
        start(CLU02);
        ObjectNode recorded = document(CLU02);
        ((ObjectNode) named(recorded.at("/cluster/groups"), "name", "EVSA")).put("owner", "E2K-N2");
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/inventory/organizations/contoso/document", 200, recorded.toString())
                    .answers("GET /api/inventory/clusters/contoso:clu02/document", 200, recorded.toString())
                    .answers("POST /api/inventory/organizations/contoso/observations", 200, "{\"version\":7}")
                    .answers("POST /api/inventory/clusters/contoso:clu02/observations", 200, "{\"version\":12}");
            String[] options = {"--record", "--cluster", "CLU02", "--url", platform.url(), "--as", "inventory-editor"};

            CommandRun asked = collect(options);

            assertThat(asked.exitCode()).as(asked.err()).isEqualTo(1);
            assertThat(asked.out()).containsPattern("/groups/EVSA/owner +E2K-N2 +E2K-N1");
            assertThat(platform.asked()).hasSize(2);

            List<String> agreed = new ArrayList<>(List.of(options));
            agreed.add("--yes");
            CommandRun taken = collect(agreed.toArray(String[]::new));

            assertThat(taken.exitCode()).as(taken.err()).isZero();
            assertThat(taken.err()).contains("It is recorded; version 7, 12.");
            JsonNode sent =
                    ContractJson.mapper().readTree(platform.asked().getLast().body());
            assertThat(sent.path("reason").asText()).isEqualTo("collected with the cluster's tools");
            assertThat(sent.path("observedAt").asText()).matches("2\\d{3}-.*Z");
            assertThat(sent.path("facts"))
                    .anySatisfy(fact -> {
                        assertThat(fact.path("path").asText()).isEqualTo("/groups/EVSA/owner");
                        assertThat(fact.path("value").asText()).isEqualTo("E2K-N1");
                        assertThat(fact.path("source").asText()).isEqualTo("cluster /cluster:CLU02 group /status");
                    })
                    .allSatisfy(fact -> assertThat(fact.path("source").asText()).isNotEmpty());
            assertThat(sent.path("listed"))
                    .extracting(JsonNode::asText)
                    .contains("/groups", "/groups/Cluster Group/resources");
        }
    }

    @Test
    void mistakesAreNamedBeforeAnybodyIsAsked() throws IOException {
        start(CLU02);
        Files.copy(CLU02, folder.resolve("clu02.yaml"));

        assertThat(collect().err()).contains("which cluster is looked at");
        assertThat(run("collect", "--organization", "Contoso").err())
                .contains("Give --directory URL, --tools, or both");
        assertThat(collect("--cluster", "CLU01", "--out", "clu02.yaml").err()).contains("about the cluster 'CLU02'");
        assertThat(collect("--cluster", "a:b").exitCode()).isEqualTo(2);
        assertThat(collect("--cluster", "CLU02", "--ssh-machines", "nowhere.json")
                        .err())
                .contains("cannot be read");
        assertThat(collect("--cluster", "CLU02", "--command-charset", "none such")
                        .exitCode())
                .isEqualTo(2);
        assertThat(collect("--cluster", "CLU02", "--look-timeout", "0").exitCode())
                .isEqualTo(2);
        assertThat(lab().commands()).isEmpty();
    }
}
