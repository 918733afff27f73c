package dev.lockstep.lab.scenario;

import static dev.lockstep.lab.scenario.Inventory.required;
import static dev.lockstep.lab.scenario.Inventory.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataFolder;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Network;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.VirtualServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds one cluster from the {@code cluster} member of an inventory document. */
final class ClusterBuilder {
    private final JsonNode document;
    private final Directory directory;
    private final List<Node> nodes = new ArrayList<>();

    ClusterBuilder(JsonNode document, Directory directory) {
        this.document = document;
        this.directory = directory;
    }

    Cluster build() {
        String domain = required(document, "domain").asText();
        required(document, "nodes").forEach(each -> nodes.add(NodeBuilder.build(each, domain)));
        List<Group> groups = groups();
        boolean exchange = nodes.stream().anyMatch(each -> each.installed().isPresent());
        List<String> types = new ArrayList<>(ResourceTypes.OF_WINDOWS);
        if (exchange) {
            types.addAll(ResourceTypes.OF_EXCHANGE);
        }
        List<Network> networks = new ArrayList<>();
        document.path("networks")
                .forEach(each -> networks.add(new Network(
                        required(each, "name").asText(),
                        each.path("role").asInt(3),
                        each.path("priority").asInt(1))));
        return new Cluster(
                required(document, "name").asText(),
                domain,
                document.path("quorum").path("resource").asText(""),
                document.path("serviceAccount").asText("LocalSystem"),
                networks,
                nodes,
                groups,
                types,
                dataFolders(),
                virtualServers(groups),
                List.of());
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (JsonNode each : document.path("groups")) {
            groups.add(group(each));
        }
        for (JsonNode disk : document.path("disks")) {
            placeDisk(groups, disk);
        }
        return groups;
    }

    private Group group(JsonNode described) {
        String name = required(described, "name").asText();
        List<Resource> resources = new ArrayList<>();
        described.path("resources").forEach(each -> resources.add(resource(name, each)));
        boolean online = resources.stream().anyMatch(Resource::online);
        return new Group(name, owner(described, name), null, online, preferred(name), linked(resources));
    }

    /** Windows itself makes a Network Name depend on its address, and Exchange its resources on each other. */
    private List<Resource> linked(List<Resource> resources) {
        List<Resource> linked = new ArrayList<>();
        for (Resource each : resources) {
            List<String> on = each.dependsOn();
            if (on.isEmpty() && each.is(ResourceTypes.NETWORK_NAME)) {
                on = names(resources, ResourceTypes.IP_ADDRESS);
            } else if (on.isEmpty() && each.is(ResourceTypes.MSDTC)) {
                on = new ArrayList<>(names(resources, ResourceTypes.NETWORK_NAME));
                on.addAll(names(resources, ResourceTypes.PHYSICAL_DISK));
            } else if (on.isEmpty() && each.is(ResourceTypes.SYSTEM_ATTENDANT)) {
                on = new ArrayList<>(names(resources, ResourceTypes.NETWORK_NAME));
                on.addAll(names(resources, ResourceTypes.PHYSICAL_DISK));
            } else if (on.isEmpty() && ResourceTypes.ofExchange(each.type())) {
                on = names(resources, ResourceTypes.SYSTEM_ATTENDANT);
            }
            linked.add(each.withDependsOn(on));
        }
        return linked;
    }

    private static List<String> names(List<Resource> resources, String type) {
        return resources.stream()
                .filter(each -> each.is(type))
                .map(Resource::name)
                .toList();
    }

    private Resource resource(String group, JsonNode described) {
        String name = required(described, "name").asText();
        String type = described.path("type").asText(ResourceTypes.PHYSICAL_DISK);
        ResourceState state = ResourceState.valueOf(described.path("state").asText(ResourceState.ONLINE.name()));
        boolean wanted = state == ResourceState.ONLINE || state == ResourceState.ONLINE_PENDING;
        return new Resource(
                name,
                type,
                wanted ? ResourceState.ONLINE : ResourceState.OFFLINE,
                wanted,
                texts(described.path("dependsOn")),
                texts(described.path("possibleOwners")),
                properties(group, name, type, described));
    }

    private Map<String, String> properties(String group, String name, String type, JsonNode described) {
        Map<String, String> properties = new TreeMap<>();
        Optional<JsonNode> server = virtualServer(group);
        boolean core = server.isEmpty();
        switch (type) {
            case ResourceTypes.IP_ADDRESS -> {
                String address = described
                        .path("address")
                        .asText(
                                core
                                        ? freeAddress()
                                        : server.orElseThrow().path("ip").asText(""));
                properties.put("Address", address);
                properties.put("SubnetMask", "255.255.255.0");
                properties.put("Network", publicNetwork());
                properties.put("EnableNetBIOS", "1");
            }
            case ResourceTypes.NETWORK_NAME -> {
                String networkName = described
                        .path("networkName")
                        .asText(
                                core
                                        ? document.path("name").asText()
                                        : server.orElseThrow()
                                                .path("networkName")
                                                .asText());
                properties.put("Name", networkName);
                properties.put("RequireDNS", described.path("requireDns").asBoolean(false) ? "1" : "0");
                properties.put(
                        "RequireKerberos", described.path("requireKerberos").asBoolean(false) ? "1" : "0");
            }
            case ResourceTypes.PHYSICAL_DISK -> properties.putAll(diskProperties(name));
            default -> {
                // other types have no private properties that matter here
            }
        }
        return properties;
    }

    private Map<String, String> diskProperties(String resource) {
        for (JsonNode disk : document.path("disks")) {
            if (disk.path("resourceName").asText().equalsIgnoreCase(resource)) {
                String mount = disk.path("mountPoint").asText("");
                String letter = disk.path("letter").asText("");
                String drive = letter.isEmpty() || letter.equals("null") ? mount : letter + ":";
                return Map.of("Drive", drive.equals("null") ? "" : drive, "Signature", signature(disk));
            }
        }
        return Map.of();
    }

    /** What Windows wrote on the disk to know it by, as a number without sign; made up where the scenario gives none. */
    private static String signature(JsonNode disk) {
        String recorded = disk.path("signature").asText("");
        return Long.toString(
                recorded.isEmpty() ? 0x1A2B0000L + disk.path("number").asInt() : Long.parseLong(recorded, 16));
    }

    private void placeDisk(List<Group> groups, JsonNode disk) {
        String name = disk.path("resourceName").asText("");
        boolean placed = groups.stream().anyMatch(each -> each.resource(name).isPresent());
        String groupName = disk.path("group").asText("");
        if (name.isEmpty() || groupName.isEmpty() || placed) {
            return;
        }
        boolean online = disk.path("state").asText("ONLINE").equals("ONLINE");
        Resource resource = new Resource(
                name,
                ResourceTypes.PHYSICAL_DISK,
                online ? ResourceState.ONLINE : ResourceState.OFFLINE,
                online,
                hostResource(disk),
                List.of(),
                diskProperties(name));
        Group group = Named.find(groups, groupName)
                .orElseGet(() ->
                        new Group(groupName, owner(disk, groupName), null, online, preferred(groupName), List.of()));
        List<Group> changed = Named.put(groups, group.withResource(resource));
        groups.clear();
        groups.addAll(changed);
    }

    private List<String> hostResource(JsonNode disk) {
        String host = disk.path("hostDisk").asText("");
        for (JsonNode each : document.path("disks")) {
            boolean same = each.path("id").asText().equals(host)
                    || each.path("resourceName").asText().equals(host);
            if (!host.isEmpty() && same) {
                return List.of(each.path("resourceName").asText());
            }
        }
        return List.of();
    }

    private String owner(JsonNode described, String group) {
        String stated = described.path("owner").asText("");
        if (Named.find(nodes, stated).isPresent()) {
            return stated;
        }
        for (JsonNode node : document.path("nodes")) {
            if (Named.contains(texts(node.path("ownedGroups")), group)) {
                return node.path("name").asText();
            }
        }
        return nodes.getFirst().name();
    }

    private List<String> preferred(String group) {
        return virtualServer(group)
                .map(each -> texts(each.path("preferredOwners")))
                .orElse(List.of());
    }

    private Optional<JsonNode> virtualServer(String group) {
        for (JsonNode each : document.path("evs")) {
            if (each.path("group").asText().equalsIgnoreCase(group)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private List<VirtualServer> virtualServers(List<Group> groups) {
        List<VirtualServer> servers = new ArrayList<>();
        for (Group group : groups) {
            if (group.ofType(ResourceTypes.SYSTEM_ATTENDANT).isEmpty()) {
                continue;
            }
            String name = virtualServer(group.name())
                    .map(each -> each.path("networkName").asText())
                    .orElse(group.name());
            servers.add(VirtualServer.whole(group.name(), name, build(name, group)));
        }
        return servers;
    }

    private String build(String server, Group group) {
        return Named.find(directory.servers(), server)
                .map(ExchangeServer::build)
                .or(() -> Named.find(nodes, group.owner())
                        .flatMap(Node::installed)
                        .map(ExchangeInstall::build))
                .orElse("");
    }

    private List<DataFolder> dataFolders() {
        List<DataFolder> folders = new ArrayList<>();
        for (JsonNode each : document.path("evs")) {
            String path = each.path("dataDir").asText("");
            if (!path.isEmpty()) {
                folders.add(new DataFolder(path, each.path("dataDirEmpty").asBoolean(false)));
            }
        }
        return folders;
    }

    private String publicNetwork() {
        for (JsonNode each : document.path("networks")) {
            if (each.path("role").asInt(0) == 3) {
                return each.path("name").asText();
            }
        }
        return "Public";
    }

    /** The first allocated address that belongs to no node and no virtual server: the cluster's own. */
    private String freeAddress() {
        List<String> taken = new ArrayList<>();
        nodes.forEach(each -> taken.addAll(each.addresses()));
        document.path("evs").forEach(each -> taken.add(each.path("ip").asText()));
        return texts(document.path("staticIps").path("allocated")).stream()
                .filter(each -> !taken.contains(each))
                .findFirst()
                .orElse("");
    }
}
