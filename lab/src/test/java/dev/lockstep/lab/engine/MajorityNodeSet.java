package dev.lockstep.lab.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.ResourceTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Contoso's cluster with a majority node set instead of a quorum disk. */
public final class MajorityNodeSet {
    public static final String RESOURCE = "Majority Node Set";

    private MajorityNodeSet() {}

    /** Makes a majority node set of the quorum; what was the quorum disk stays in the default group, a small disk like any other. */
    public static void instead(ObjectNode document) {
        ObjectNode cluster = (ObjectNode) document.path("cluster");
        cluster.putObject("quorum").put("model", "MNS").put("resource", RESOURCE);
        ObjectNode resource = ((ArrayNode) group(cluster, "Cluster Group").path("resources")).addObject();
        resource.put("name", RESOURCE)
                .put("type", ResourceTypes.MAJORITY_NODE_SET)
                .put("state", "ONLINE")
                .putArray("dependsOn");
    }

    /** The data centre before somebody puts a small disk into the default group. */
    static DataCentre withoutADiskForMsdtc() {
        try {
            ObjectNode document = (ObjectNode) new ObjectMapper(new YAMLFactory())
                    .readTree(Path.of("src/main/resources/scenarios/contoso-clu01.yaml")
                            .toFile());
            instead(document);
            ObjectNode cluster = (ObjectNode) document.path("cluster");
            ((ArrayNode) group(cluster, "Cluster Group").path("resources"))
                    .removeIf(each -> each.path("name").asText().equals("Disk Q:"));
            for (JsonNode disk : cluster.path("disks")) {
                if (disk.path("resourceName").asText().equals("Disk Q:")) {
                    ((ObjectNode) disk).put("group", "Group 0");
                }
            }
            return Inventory.build(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode group(ObjectNode cluster, String name) {
        for (JsonNode each : cluster.path("groups")) {
            if (each.path("name").asText().equals(name)) {
                return (ObjectNode) each;
            }
        }
        throw new IllegalArgumentException("there is no group " + name);
    }
}
