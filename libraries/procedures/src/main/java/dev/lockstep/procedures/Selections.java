package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.lockstep.procedures.Procedure.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the blocks of a procedure are repeated for, with the variables that each repetition brings. */
final class Selections {

    /** The Internet services that Setup needs (catalogue SETUP-IIS-03 to 06). */
    static final List<String> INTERNET_SERVICES = List.of("IISADMIN", "W3SVC", "SMTPSVC", "NntpSvc");

    private Selections() {}

    /** One set of variables for each repetition; computed at once, from the picture as it is now. */
    static List<Variables> select(@Nullable Selection selection, Variables variables, Picture picture) {
        if (selection == null) {
            return List.of(variables);
        }
        return switch (selection) {
            case DOMAIN ->
                picture.domains().stream()
                        .map(domain -> domain(variables, picture, domain))
                        .toList();
            case NODE ->
                picture.nodes().stream()
                        .map(node -> node(variables, picture, node))
                        .toList();
            case INTERNET_SERVICE ->
                INTERNET_SERVICES.stream()
                        .map(service -> variables.with("service", service))
                        .toList();
            case GROUP_ON_NODE -> groupsOnNode(variables, picture);
            case VIRTUAL_SERVER ->
                picture.virtualServers().stream()
                        .map(server -> virtualServer(variables, picture, server))
                        .toList();
            case DISK_OF_VIRTUAL_SERVER -> disks(variables, picture);
            case SOURCE_GROUP_ELSEWHERE -> sourceGroupElsewhere(variables, picture);
            case HOST_DISK -> hostDisk(variables, picture);
            case CREATED_VIRTUAL_SERVER ->
                picture.virtualServers().stream()
                        .filter(server -> !Picture.isPlanned(server))
                        .map(server -> Turns.server(variables, picture, server))
                        .toList();
            case TURN -> Turns.all(variables, picture);
            case MOVE_OF_TURN -> Turns.of(RollingUpgrade.Act.Move.class, variables, picture);
            case OFFLINE_OF_TURN -> Turns.of(RollingUpgrade.Act.TakeOffline.class, variables, picture);
            case NODE_OF_TURN -> Turns.of(RollingUpgrade.Act.UpgradeNode.class, variables, picture);
            case SERVER_OF_TURN -> Turns.of(RollingUpgrade.Act.UpgradeServer.class, variables, picture);
            case OLD_NODE ->
                picture.nodes().stream()
                        .map(Picture::name)
                        .filter(node -> picture.buildOn(node)
                                .filter(variables.string("targetBuild")::equals)
                                .isEmpty())
                        .map(node -> variables.with("oldNode", node))
                        .toList();
            case MISSING_OWNER -> missingOwners(variables, picture);
            case FRONT_END_SERVER, FRONT_END, EXCHANGE_55_SERVER, SITE_OF_EXCHANGE_55, HOSTED_NAMESPACE, NAMESPACE ->
                OrganizationSelections.select(selection, variables, picture);
            case NODE_WITHOUT_UPDATE_831464 ->
                Builds.needsUpdate831464(variables.string("targetBuild"))
                        ? picture.nodes().stream()
                                .filter(Builds::lacksUpdate831464)
                                .map(node -> node(variables, picture, node))
                                .toList()
                        : List.of();
            case PRIVATE_NETWORK -> network(variables, picture, Networks::privateOne);
            case PUBLIC_NETWORK -> network(variables, picture, Networks::publicOne);
            case PRIVATE_CONNECTION -> connection(variables, picture, Networks::privateOne);
            case PUBLIC_CONNECTION -> connection(variables, picture, Networks::publicOne);
            case FAILOVER_OF_DEFAULT_GROUP ->
                turns(variables.with("group", variables.string("defaultGroup")), picture, Destinations::all);
            case FAILOVER_OF_VIRTUAL_SERVER -> turns(variables, picture, Destinations::allowed);
        };
    }

    private static Variables domain(Variables variables, Picture picture, String domain) {
        List<String> controllers = picture.domainControllersOf(domain);
        return variables
                .with("domain", domain)
                .with("domainDn", DistinguishedNames.ofDomain(domain))
                .with("domainControllers", controllers)
                .with("domainController", controllers.getFirst());
    }

    static Variables node(Variables variables, Picture picture, JsonNode node) {
        String domain = Picture.text(node, "domain")
                .orElseGet(() -> picture.domains().iterator().next());
        return domain(variables, picture, domain)
                .with("node", Picture.name(node))
                .with(
                        "installPath",
                        Picture.text(node, "plannedInstallPath")
                                .or(() -> Picture.text(node.path("exchange"), "path"))
                                .orElse(""));
    }

    private static List<Variables> groupsOnNode(Variables variables, Picture picture) {
        String node = variables.string("node");
        List<Variables> selected = new ArrayList<>();
        for (String group : picture.groupsOn(node)) {
            Destinations.whenEmptying(picture, group, node, variables.string("targetBuild"))
                    .ifPresent(destination ->
                            selected.add(variables.with("group", group).with("destination", destination)));
        }
        return selected;
    }

    private static Variables virtualServer(Variables variables, Picture picture, JsonNode server) {
        String name = Picture.name(server);
        List<String> owners = Picture.names(server, "preferredOwners");
        String home = owners.getFirst();
        String address = server.path("ip").asText();
        JsonNode nic = picture.networks().clientConnection(home, address).orElseThrow();
        String networkNameResource = name + " Network Name";
        List<String> dependencies = new ArrayList<>(List.of(networkNameResource));
        picture.disksOf(name).forEach(disk -> dependencies.add(Picture.resourceName(disk)));
        String networkName = server.path("networkName").asText();
        return variables
                .with("virtualServer", name)
                .with("group", Picture.groupOf(server))
                .with("home", home)
                .with("preferredOwners", String.join(",", owners))
                .with("addressResource", name + " IP Address")
                .with("networkNameResource", networkNameResource)
                .with("systemAttendantResource", "Microsoft Exchange System Attendant - (" + networkName + ")")
                .with("networkName", networkName)
                .with("serverDomain", picture.domains().iterator().next())
                .with("address", address)
                .with("mask", nic.path("mask").asText())
                .with("network", nic.path("network").asText())
                .with("requireDns", picture.acceptsDynamicNames() ? "1" : "0")
                .with("dnsRequired", BooleanNode.valueOf(picture.acceptsDynamicNames()))
                .with("owners", owners)
                .with("dependencies", dependencies)
                .with("administrativeGroup", server.path("ag").asText())
                .with("routingGroup", server.path("rg").asText())
                .with("dataDirectory", server.path("dataDir").asText());
    }

    private static List<Variables> disks(Variables variables, Picture picture) {
        return picture.disksOf(variables.string("virtualServer")).stream()
                .map(disk -> {
                    String resource = Picture.resourceName(disk);
                    String source = picture.groupOfDisk(resource);
                    return variables
                            .with("diskResource", resource)
                            .with("disk", disk.path("id").asText())
                            .with("sourceGroup", source == null ? "" : source);
                })
                .toList();
    }

    private static List<Variables> sourceGroupElsewhere(Variables variables, Picture picture) {
        String source = variables.string("sourceGroup");
        String home = variables.string("home");
        if (source.equals(variables.string("group")) || home.equals(picture.ownerOf(source))) {
            return List.of();
        }
        return List.of(variables.with("group", source).with("destination", home));
    }

    private static List<Variables> hostDisk(Variables variables, Picture picture) {
        String disk = variables.string("disk");
        return picture.disks().stream()
                .filter(candidate -> candidate.path("id").asText().equals(disk))
                .flatMap(candidate -> picture.host(candidate).stream())
                .map(host -> variables.with("hostResource", Picture.resourceName(host)))
                .toList();
    }

    private static List<Variables> network(
            Variables variables, Picture picture, Function<Networks, Optional<JsonNode>> which) {
        Networks networks = picture.networks();
        List<String> internal = networks.internal();
        return which.apply(networks).stream()
                .map(found -> variables
                        .with("network", Picture.name(found))
                        .with("internalNetworks", internal)
                        .with("priorities", String.join(",", internal)))
                .toList();
    }

    private static List<Variables> connection(
            Variables variables, Picture picture, Function<Networks, Optional<JsonNode>> which) {
        Networks networks = picture.networks();
        String node = variables.string("node");
        return which.apply(networks).flatMap(found -> networks.connection(node, found)).stream()
                .map(nic -> variables
                        .with("connection", Picture.text(nic, "connection").orElse(""))
                        .with("address", Picture.text(nic, "ip").orElse(""))
                        .with("mask", Picture.text(nic, "mask").orElse(""))
                        .with("gateway", Picture.text(nic, "gateway").orElse(""))
                        .with("nameServers", Picture.names(nic, "dns"))
                        .with("winsServers", Picture.names(nic, "wins"))
                        .with("privateConnection", connectionName(networks, node, networks.privateOne()))
                        .with("publicConnection", connectionName(networks, node, networks.publicOne())))
                .toList();
    }

    private static String connectionName(Networks networks, String node, Optional<JsonNode> network) {
        return network.flatMap(found -> networks.connection(node, found))
                .flatMap(nic -> Picture.text(nic, "connection"))
                .orElse("");
    }

    private interface Reachable {
        List<String> from(Picture picture, String group, String node);
    }

    private static List<Variables> turns(Variables variables, Picture picture, Reachable reachable) {
        String group = variables.string("group");
        String home = picture.ownerOf(group);
        List<String> away = home == null ? List.of() : reachable.from(picture, group, home);
        if (away.isEmpty()) {
            return List.of();
        }
        List<String> turns = new ArrayList<>(away);
        turns.add(home);
        return turns.stream()
                .map(destination -> variables.with("destination", destination))
                .toList();
    }

    private static List<Variables> missingOwners(Variables variables, Picture picture) {
        List<String> owners = picture.resourcesOf(variables.string("group")).stream()
                .filter(resource -> Picture.name(resource).equals(variables.string("systemAttendantResource")))
                .filter(resource -> resource.has("possibleOwners"))
                .flatMap(resource -> Picture.names(resource, "possibleOwners").stream())
                .toList();
        return owners.isEmpty()
                ? List.of()
                : picture.nodes().stream()
                        .map(Picture::name)
                        .filter(node -> !owners.contains(node))
                        .filter(node -> picture.createdVirtualServer(variables.string("group"))
                                .filter(server -> picture.buildOf(server).equals(picture.buildOn(node)))
                                .isPresent())
                        .map(node -> variables.with("newOwner", node))
                        .toList();
    }
}
