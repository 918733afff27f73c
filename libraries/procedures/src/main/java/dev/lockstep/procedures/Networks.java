package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The networks of a cluster, told apart by what they carry, and the nodes' connections to them.
 *
 * @param networks as the inventory document has them
 * @param nodes the cluster's nodes, with their network interfaces
 */
record Networks(List<JsonNode> networks, List<JsonNode> nodes) {

    /** Roles as Windows numbers them: the sum of what a network carries. */
    private static final int INTERNAL_TRAFFIC = 1;

    private static final int CLIENTS = 2;

    Networks {
        networks = List.copyOf(networks);
        nodes = List.copyOf(nodes);
    }

    /** The network for internal traffic only: the one with that role or, failing that, one on which no node has a gateway. */
    Optional<JsonNode> privateOne() {
        return networks.size() < 2
                ? Optional.empty()
                : networks.stream()
                        .filter(network -> role(network) == INTERNAL_TRAFFIC)
                        .findFirst()
                        .or(() -> networks.stream()
                                .filter(network -> connections(nodes.stream(), Picture.name(network))
                                        .noneMatch(nic ->
                                                Picture.text(nic, "gateway").isPresent()))
                                .findFirst());
    }

    /** The network that clients use: another than the private one, preferably with a role that says so. */
    Optional<JsonNode> publicOne() {
        Optional<JsonNode> hidden = privateOne();
        List<JsonNode> others = networks.stream()
                .filter(network -> hidden.filter(network::equals).isEmpty())
                .toList();
        return others.stream()
                .filter(network -> carries(network, CLIENTS))
                .findFirst()
                .or(() -> others.stream().findFirst());
    }

    /** Names of the networks that carry internal traffic, the private one first. */
    List<String> internal() {
        Set<String> names = new LinkedHashSet<>();
        privateOne().map(Picture::name).ifPresent(names::add);
        networks.stream()
                .filter(network -> carries(network, INTERNAL_TRAFFIC))
                .map(Picture::name)
                .forEach(names::add);
        return List.copyOf(names);
    }

    /** A node's connection to a network. */
    Optional<JsonNode> connection(String node, JsonNode network) {
        return connections(named(node), Picture.name(network)).findFirst();
    }

    /** A node's connection to a network that clients use and that an address belongs to. */
    Optional<JsonNode> clientConnection(String node, String address) {
        Set<String> clientNetworks = networks.stream()
                .filter(network -> carries(network, CLIENTS))
                .map(Picture::name)
                .collect(Collectors.toSet());
        return named(node)
                .flatMap(found -> Picture.elements(found, "nics").stream())
                .filter(nic -> clientNetworks.contains(nic.path("network").asText()))
                .filter(nic -> Addresses.sameSubnet(
                        nic.path("ip").asText(), address, nic.path("mask").asText()))
                .findFirst();
    }

    private Stream<JsonNode> named(String node) {
        return nodes.stream().filter(candidate -> Picture.name(candidate).equals(node));
    }

    private static Stream<JsonNode> connections(Stream<JsonNode> nodes, String network) {
        return nodes.flatMap(node -> Picture.elements(node, "nics").stream())
                .filter(nic -> nic.path("network").asText().equals(network));
    }

    private static boolean carries(JsonNode network, int traffic) {
        return (role(network) & traffic) != 0;
    }

    private static int role(JsonNode network) {
        return network.path("role").asInt();
    }
}
