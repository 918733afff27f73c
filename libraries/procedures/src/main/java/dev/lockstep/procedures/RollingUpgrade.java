package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The order of a rolling upgrade (catalogue §2.9, §2.12): a node that hosts nothing is upgraded, then a virtual server is brought to it
 * and upgraded, and so on. With one or two nodes a node that is nobody's home comes first; with more the homes come first, each
 * emptied on to a spare node and taken back afterwards, and the spare nodes last. It never sends a virtual server to a node of another
 * version, except one whose System Attendant is offline to the upgraded node that upgrades it.
 */
final class RollingUpgrade {

    /** What is done next. */
    sealed interface Act {

        /** A virtual server's group goes to another node. */
        record Move(String virtualServer, String group, String from, String to) implements Act {}

        /** A virtual server is taken offline, because the cluster's only node is upgraded. */
        record TakeOffline(String virtualServer) implements Act {}

        /** A node is upgraded; groups that are still on it are moved away first. */
        record UpgradeNode(String node) implements Act {}

        /** A virtual server is upgraded on a node. */
        record UpgradeServer(String virtualServer, String group, String node) implements Act {}
    }

    /**
     * The order.
     *
     * @param acts in order
     * @param obstacles why there is none; empty when there is one
     */
    record Order(List<Act> acts, List<String> obstacles) {
        Order {
            acts = List.copyOf(acts);
            obstacles = List.copyOf(obstacles);
        }
    }

    private static final int SMALL = 2;

    private final Picture picture;
    private final String targetBuild;
    private final List<Act> acts = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();

    private RollingUpgrade(Picture picture, String targetBuild) {
        this.picture = picture;
        this.targetBuild = targetBuild;
    }

    /** The order that leads every node and every virtual server to the target build. */
    static Order of(Picture picture, String targetBuild) {
        RollingUpgrade upgrade = new RollingUpgrade(picture.copy(), targetBuild);
        upgrade.plan();
        return new Order(upgrade.acts, upgrade.obstacles);
    }

    private void plan() {
        List<String> nodes = picture.nodes().stream().map(Picture::name).toList();
        for (String node : ordered(nodes)) {
            if (nodes.size() == 1) {
                servers().forEach(server -> acts.add(new Act.TakeOffline(Picture.name(server))));
            } else if (!isUpgraded(node)) {
                empty(node);
            }
            acts.add(new Act.UpgradeNode(node));
            picture.apply(new PlanStep.Effect(
                    DocumentKind.CLUSTER,
                    FactPath.of("nodes", node, "exchange", "build"),
                    TextNode.valueOf(targetBuild)));
            for (JsonNode server : servers()) {
                if (!isUpgraded(server)
                        && (nodes.size() <= SMALL || home(server).equals(node))) {
                    upgrade(server, node);
                }
            }
        }
        spread();
    }

    private List<String> ordered(List<String> nodes) {
        Set<String> homes = new LinkedHashSet<>();
        servers().forEach(server -> homes.add(home(server)));
        List<String> first = nodes.stream()
                .filter(node -> nodes.size() <= SMALL != homes.contains(node))
                .toList();
        Set<String> order = new LinkedHashSet<>(first);
        order.addAll(nodes);
        return List.copyOf(order);
    }

    private List<JsonNode> servers() {
        return picture.virtualServers().stream()
                .filter(server -> !Picture.isPlanned(server))
                .toList();
    }

    /** The node that a virtual server prefers, and failing that the one it is on. */
    private String home(JsonNode server) {
        return Picture.names(server, "preferredOwners").stream()
                .filter(owner -> picture.nodes().stream().map(Picture::name).anyMatch(owner::equals))
                .findFirst()
                .orElseGet(() -> owner(server));
    }

    private String owner(JsonNode server) {
        return Optional.ofNullable(picture.ownerOf(Picture.groupOf(server))).orElse("");
    }

    private boolean isUpgraded(String node) {
        return picture.buildOn(node).filter(targetBuild::equals).isPresent();
    }

    private boolean isUpgraded(JsonNode server) {
        return picture.buildOf(server).filter(targetBuild::equals).isPresent();
    }

    /** Moves the virtual servers away that are on a node or belong there; the plan shows those that are elsewhere already. */
    private void empty(String node) {
        for (JsonNode server : servers()) {
            String group = Picture.groupOf(server);
            if (owner(server).equals(node)) {
                List<String> allowed = Destinations.allowed(picture, group, node);
                if (allowed.isEmpty()) {
                    obstacles.add(
                            "%s cannot leave %s, which has to be emptied: no other node is up, has the same version of Exchange, and has room for it (%s)"
                                    .formatted(Picture.name(server), node, Destinations.room(picture)));
                } else {
                    move(server, node, allowed.getFirst());
                }
            } else if (home(server).equals(node) && !isUpgraded(server)) {
                acts.add(new Act.Move(Picture.name(server), group, node, owner(server)));
            }
        }
    }

    private void move(JsonNode server, String from, String to) {
        String group = Picture.groupOf(server);
        acts.add(new Act.Move(Picture.name(server), group, from, to));
        Consequences.moved(group, to, picture);
    }

    private void upgrade(JsonNode server, String node) {
        String group = Picture.groupOf(server);
        String name = Picture.name(server);
        if (!Destinations.hasRoom(picture, server, node)) {
            obstacles.add("%s cannot be brought to %s to be upgraded: there is no room for it (%s)"
                    .formatted(name, node, Destinations.room(picture)));
            return;
        }
        acts.add(new Act.UpgradeServer(name, group, node));
        Consequences.moved(group, node, picture);
        picture.apply(new PlanStep.Effect(
                DocumentKind.ORGANIZATION,
                FactPath.of("servers", server.path("networkName").asText(), "build"),
                TextNode.valueOf(targetBuild)));
    }

    /** While a node hosts several virtual servers and the home of one of them hosts none, that one goes home. */
    private void spread() {
        for (JsonNode server : servers()) {
            String at = owner(server);
            String home = home(server);
            boolean crowded = hosted(at) > 1 && hosted(home) == 0;
            if (crowded
                    && Destinations.allowed(picture, Picture.groupOf(server), at)
                            .contains(home)) {
                move(server, at, home);
            }
        }
    }

    private long hosted(String node) {
        return servers().stream().filter(server -> owner(server).equals(node)).count();
    }
}
