package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import java.io.IOException;
import java.nio.file.Files;

/** Clusters of many sizes, made from the four-node cluster of the demo. */
final class SampleClusters {

    private final ObjectNode fourNodes;

    SampleClusters() throws IOException {
        byte[] document =
                Files.readAllBytes(Checkout.root().resolve("lab/src/main/resources/scenarios/contoso-clu01.yaml"));
        DocumentReading reading = new DocumentReader(FactsDictionary.standard()).read(document);
        if (!(reading instanceof DocumentReading.Accepted accepted)) {
            throw new IllegalStateException("the demo's document is not valid: " + reading);
        }
        fourNodes = accepted.document();
    }

    /** The demo's cluster: four nodes, 22 shared disks, three virtual servers. */
    ObjectNode fourNodes() {
        return fourNodes;
    }

    /** A cluster of so many nodes, and disks and virtual servers in proportion. */
    ObjectNode ofNodes(int nodes) {
        ObjectNode document = fourNodes.deepCopy();
        ObjectNode cluster = (ObjectNode) document.path("cluster");
        resize(cluster.withArray("nodes"), "name", nodes);
        resize(cluster.withArray("evs"), "name", Math.max(1, nodes - 1));
        resize(cluster.withArray("disks"), "id", 7 * Math.max(1, nodes - 1) + 1);
        return document;
    }

    private static void resize(ArrayNode objects, String identity, int size) {
        int given = objects.size();
        while (objects.size() > size) {
            objects.remove(objects.size() - 1);
        }
        for (int i = given; i < size; i++) {
            JsonNode original = objects.get(i % given);
            ObjectNode copy = original.deepCopy();
            copy.put(identity, original.path(identity).asText() + "-" + i);
            objects.add(copy);
        }
    }
}
