package dev.lockstep.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.GroupState;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.VirtualServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
    private static final Path SCENARIO = Path.of("src/main/resources/scenarios/contoso-clu01.yaml");
    private static final Path FIXTURES = Path.of("../libraries/requirements/src/test/resources/fixtures");

    @Test
    void contosoHasWindowsAndNothingOfExchange() throws IOException {
        DataCentre world = Inventory.read(SCENARIO);
        Cluster cluster = world.clusters().getFirst();

        assertThat(cluster.nodes()).hasSize(4).allMatch(each -> each.installed().isEmpty());
        assertThat(cluster.nodes()).allMatch(each -> each.service("W3SVC").isEmpty());
        assertThat(cluster.groups()).hasSize(22).allMatch(each -> each.state() == GroupState.ONLINE);
        assertThat(cluster.resources()).hasSize(24);
        assertThat(cluster.resource("Cluster Name").orElseThrow().dependsOn()).containsExactly("Cluster IP Address");
        assertThat(cluster.resource("Disk Y:").orElseThrow().property("Drive")).isEqualTo("Y:");
        assertThat(world.directory().controllers())
                .hasSize(2)
                .allMatch(each -> each.replica().schemaRangeUpper() == 0
                        && each.replica().groups().isEmpty());
    }

    @Test
    void readsAClusterBetweenSetupAndTheFirstVirtualServer() throws IOException {
        Cluster cluster = Inventory.read(FIXTURES.resolve("F1b-four-node-new-before-first-evs.json"))
                .clusters()
                .getFirst();

        assertThat(cluster.nodes()).allMatch(each -> each.installed().isPresent());
        assertThat(cluster.resource("Cluster IP Address").orElseThrow().property("Address"))
                .isEqualTo("10.10.0.20");
        assertThat(cluster.resource("EVS2 Network Name").orElseThrow().property("Name"))
                .isEqualTo("MAIL2");
        assertThat(cluster.group("EVS3").orElseThrow().owner()).isEqualTo("E2K3-N3");
    }

    @Test
    void readsAnExchange2000Cluster() throws IOException {
        Cluster cluster = Inventory.read(FIXTURES.resolve("F2-two-node-upgrade-before-node.json"))
                .clusters()
                .getFirst();

        assertThat(cluster.nodes()).allMatch(Node::windows2000);
        assertThat(cluster.virtualServers()).extracting(VirtualServer::build).containsOnly("6.0.6249");
        assertThat(cluster.ownedBy("E2K-N1")).isEmpty();
        assertThat(cluster.group("EVSA").orElseThrow().state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void readsEightNodesWithMountedDisks() throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(SCENARIO.toFile());
        ArrayNode nodes = (ArrayNode) document.path("cluster").path("nodes");
        for (int i = 5; i <= 8; i++) {
            ObjectNode copy = nodes.get(0).deepCopy();
            copy.put("name", "E2K3-N" + i).put("nodeId", i);
            nodes.add(copy);
        }
        ArrayNode disks = (ArrayNode) document.path("cluster").path("disks");
        for (int i = 23; i <= 43; i++) {
            disks.add(disks.get(1)
                    .<ObjectNode>deepCopy()
                    .put("id", "Disk " + i)
                    .put("number", i)
                    .put("resourceName", "Mounted " + i)
                    .put("group", "Group 0")
                    .put("mountPoint", "E:\\SG" + i)
                    .put("hostDisk", "Disk 1")
                    .putNull("letter"));
        }
        Cluster cluster = Inventory.build(document).clusters().getFirst();

        assertThat(cluster.nodes()).hasSize(8);
        assertThat(cluster.resources()).hasSize(45);
        assertThat(cluster.resource("Mounted 43").orElseThrow().dependsOn()).containsExactly("Disk E:");
        assertThat(cluster.resource("Mounted 43").orElseThrow().property("Drive"))
                .isEqualTo("E:\\SG43");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> Inventory.build(new ObjectMapper().createObjectNode()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("organization");
    }

    @Test
    void aFolderOfDocumentsIsADataCentreWithTheirClusters(@TempDir Path folder) throws IOException {
        JsonNode document = read(SCENARIO);
        write(folder.resolve("b.json"), renamed(document, "CLU09", "X-"));
        write(folder.resolve("a.yaml"), document);
        Files.writeString(folder.resolve("README.md"), "no document");

        DataCentre world = Inventory.read(folder);

        assertThat(world.clusters()).extracting(Cluster::name).containsExactly("CLU01", "CLU09");
        assertThat(world.clusterOfNode("X-E2K3-N1").orElseThrow().name()).isEqualTo("CLU09");
    }

    @Test
    void documentsOfOneDataCentreAgree(@TempDir Path folder) throws IOException {
        JsonNode document = read(SCENARIO);
        write(folder.resolve("a.json"), document);
        write(folder.resolve("b.json"), document);
        assertThatThrownBy(() -> Inventory.read(folder)).hasMessageContaining("two documents describe");

        JsonNode other = renamed(document, "CLU09", "X-");
        ((ObjectNode) other.path("organization")).put("mode", "MIXED");
        write(folder.resolve("b.json"), other);
        assertThatThrownBy(() -> Inventory.read(folder)).hasMessageContaining("CLU09 does not say the same");

        Files.delete(folder.resolve("a.json"));
        Files.delete(folder.resolve("b.json"));
        assertThatThrownBy(() -> Inventory.read(folder)).hasMessageContaining("no inventory document");
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
    }

    private static void write(Path file, JsonNode document) throws IOException {
        Files.writeString(file, document.toString());
    }

    private static JsonNode renamed(JsonNode document, String cluster, String prefix) {
        ObjectNode renamed = document.deepCopy();
        ((ObjectNode) renamed.path("cluster")).put("name", cluster);
        renamed.at("/cluster/nodes")
                .forEach(node -> ((ObjectNode) node)
                        .put("name", prefix + node.path("name").asText()));
        return renamed;
    }
}
