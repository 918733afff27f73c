package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where groups can go so that no rule is broken: the nodes in their order, beginning after the one that is left. */
final class Destinations {

    /** Most storage groups that a node can run (catalogue X-EVS-SG-01). */
    private static final int MOST_STORAGE_GROUPS = 4;

    /** Up to this many nodes a node may host more than one virtual server (catalogue X-EVS-ONE-01). */
    static final int MOST_NODES_SHARED = 2;

    private Destinations() {}

    /** Every other node that is not down. */
    static List<String> all(Picture picture, String group, String from) {
        List<String> names = picture.nodes().stream().map(Picture::name).toList();
        int start = names.indexOf(from);
        return IntStream.range(1, names.size())
                .mapToObj(i -> names.get((start + i) % names.size()))
                .filter(node -> !isDown(picture, node))
                .toList();
    }

    /**
     * Those of them that may own the group: one with a virtual server goes to a node with the server's own version of Exchange, above
     * two nodes only to one without another virtual server, and at two where the storage groups of both fit.
     */
    static List<String> allowed(Picture picture, String group, String from) {
        Optional<JsonNode> server = picture.createdVirtualServer(group);
        List<String> nodes = all(picture, group, from);
        return server.map(found -> nodes.stream()
                        .filter(node -> mayHost(picture, found, node))
                        .toList())
                .orElse(nodes);
    }

    private static boolean mayHost(Picture picture, JsonNode server, String node) {
        return hasRoom(picture, server, node) && picture.buildOf(server).equals(picture.buildOn(node));
    }

    /** Whether a node can host a virtual server beside those that it hosts, whatever their versions. */
    static boolean hasRoom(Picture picture, JsonNode server, String node) {
        List<JsonNode> others = picture.groupsOn(node).stream()
                .flatMap(other -> picture.createdVirtualServer(other).stream())
                .filter(other -> !Picture.name(other).equals(Picture.name(server)))
                .toList();
        return picture.nodes().size() > MOST_NODES_SHARED
                ? others.isEmpty()
                : storageGroups(server)
                                + others.stream()
                                        .mapToInt(Destinations::storageGroups)
                                        .sum()
                        <= MOST_STORAGE_GROUPS;
    }

    /** The rule that says what a node has room for, in words. */
    static String room(Picture picture) {
        return picture.nodes().size() > MOST_NODES_SHARED
                ? "one virtual server on a node above %d nodes".formatted(MOST_NODES_SHARED)
                : "at most %d storage groups on a node".formatted(MOST_STORAGE_GROUPS);
    }

    private static int storageGroups(JsonNode server) {
        JsonNode count = server.path("storageGroups");
        if (!count.isIntegralNumber()) {
            throw new IllegalStateException(
                    "the storage groups of %s are counted, and not recorded".formatted(Picture.name(server)));
        }
        return count.asInt();
    }

    private static boolean isDown(Picture picture, String node) {
        return picture.nodes().stream()
                .anyMatch(candidate -> Picture.name(candidate).equals(node)
                        && candidate.path("nodeState").asText().equals("DOWN"));
    }

    /** Where a group goes when its node is emptied for Setup: to a node that is finished already before one that is not. */
    static Optional<String> whenEmptying(Picture picture, String group, String from, String targetBuild) {
        return allowed(picture, group, from).stream()
                .min(Comparator.comparing(node ->
                        picture.buildOn(node).filter(targetBuild::equals).isEmpty()));
    }
}
