package dev.lockstep.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The demo's cluster cut down to one active and one passive node: every kind of step of the new deployment, attended, automatic,
 * observed and gated, in less than half as many steps.
 */
final class TwoNodeCluster {

    private static final Set<String> NODES = Set.of("E2K3-N1", "E2K3-N4");
    private static final String VIRTUAL_SERVER = "EVS1";

    private TwoNodeCluster() {}

    /** Writes the cluster's inventory document, which is also the data centre that the lab begins with. */
    static Path write(Path demo, Path file) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode document = yaml.readTree(Files.readString(demo));
        ObjectNode cluster = (ObjectNode) document.path("cluster");
        cluster.putNull("profile");
        keep(cluster.path("nodes"), node -> isNode(node.path("name")));
        keep(cluster.path("evs"), server -> server.path("name").asText().equals(VIRTUAL_SERVER));
        keep(
                cluster.path("disks"),
                disk -> disk.path("ownerEvs").isNull()
                        || disk.path("ownerEvs").asText().equals(VIRTUAL_SERVER));
        Set<String> groups = new HashSet<>();
        cluster.path("disks").forEach(disk -> groups.add(disk.path("group").asText()));
        keep(cluster.path("groups"), group -> groups.contains(group.path("name").asText()));
        cluster.path("nodes").forEach(node -> keep(node.path("ownedGroups"), group -> groups.contains(group.asText())));
        cluster.path("disks").forEach(disk -> keep(disk.path("visibleFrom"), TwoNodeCluster::isNode));
        cluster.path("evs").forEach(server -> keep(server.path("possibleOwners"), TwoNodeCluster::isNode));
        document.path("organization")
                .path("accounts")
                .forEach(account -> keep(account.path("localAdministratorOn"), TwoNodeCluster::isNode));
        Files.createDirectories(file.getParent());
        yaml.writeValue(file.toFile(), document);
        return file;
    }

    private static boolean isNode(JsonNode name) {
        return NODES.contains(name.asText());
    }

    private static void keep(JsonNode list, Predicate<JsonNode> wanted) {
        if (list instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (!wanted.test(array.get(i))) {
                    array.remove(i);
                }
            }
        }
    }
}
