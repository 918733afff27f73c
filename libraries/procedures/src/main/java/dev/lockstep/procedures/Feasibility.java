package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why no plan can be made: facts that planning needs and does not have, and targets that rules forbid. */
final class Feasibility {

    /** Most nodes of a cluster that any Windows edition allows (catalogue CLUS-NODES-01). */
    private static final int MOST_NODES = 8;

    private final Picture picture;
    private final List<String> reasons = new ArrayList<>();

    private Feasibility(Picture picture) {
        this.picture = picture;
    }

    static List<String> reasonsAgainst(Picture picture, PlanTarget target) {
        Feasibility feasibility = new Feasibility(picture);
        feasibility.checkDirectory();
        feasibility.checkNodeCount();
        switch (target.scenario()) {
            case NEW -> {
                feasibility.checkInstallation();
                feasibility.checkDefaultGroup();
                feasibility.checkVirtualServers();
                feasibility.checkFrontEnds(target.targetBuild());
            }
            case UPG, MIX -> feasibility.checkUpgrade(target.targetBuild(), List.of("EXCHANGE_2000", "EXCHANGE_2003"));
            case SP -> feasibility.checkUpgrade(target.targetBuild(), List.of("EXCHANGE_2003"));
            // Exchange 5.5 is outside the directory: what else can be told of it is told by the requirements
            case MIG55 -> feasibility.checkSuccessors();
        }
        return feasibility.reasons;
    }

    private void checkSuccessors() {
        if (picture.decidedPath().filter("NEW_CLUSTER"::equals).isPresent()
                && picture.successors().isEmpty()) {
            reasons.add(
                    "it is not recorded to which virtual servers of the new cluster the mailboxes go: name them as the"
                            + " cluster's successors, by their network names");
        }
    }

    private void checkUpgrade(String targetBuild, List<String> products) {
        for (JsonNode node : picture.nodes()) {
            String name = Picture.name(node);
            String product = Picture.text(node.path("exchange"), "product").orElse("");
            if (!node.path("exchange").path("installed").asBoolean(false)) {
                reasons.add("Exchange is not installed on node %s".formatted(name));
            } else if (!products.contains(product)) {
                reasons.add("node %s has %s, from which no upgrade to %s leads"
                        .formatted(
                                name, product.isEmpty() ? "an Exchange that is not recorded" : product, targetBuild));
            } else if (picture.buildOn(name).isEmpty()) {
                reasons.add("the build of Exchange on node %s is not recorded".formatted(name));
            }
            if (Picture.text(node, "nodeState").filter("DOWN"::equals).isPresent()) {
                reasons.add("node %s is down".formatted(name));
            }
        }
        if (picture.defaultGroup().isEmpty()) {
            reasons.add("the default cluster group is not recorded");
        }
        for (JsonNode server : picture.virtualServers()) {
            if (!Picture.isPlanned(server)) {
                checkExisting(server);
            }
        }
        if (reasons.isEmpty()) {
            reasons.addAll(RollingUpgrade.of(picture, targetBuild).obstacles());
        }
    }

    private void checkExisting(JsonNode server) {
        String name = Picture.name(server);
        String group = Picture.groupOf(server);
        if (Picture.text(server, "networkName").isEmpty()) {
            reasons.add("virtual server %s has no networkName".formatted(name));
        }
        if (picture.ownerOf(group) == null) {
            reasons.add("it is not recorded which node owns the group %s".formatted(group));
        }
        boolean attendant = picture.resourcesOf(group).stream()
                .anyMatch(resource -> resource.path("type").asText().equals(Instances.SYSTEM_ATTENDANT));
        if (!attendant) {
            reasons.add("no System Attendant of virtual server %s is recorded".formatted(name));
        }
        checkStorageGroups(server);
    }

    /** Where nodes host several virtual servers, room on them is counted in storage groups. */
    private void checkStorageGroups(JsonNode server) {
        if (!server.path("storageGroups").isIntegralNumber()
                && picture.nodes().size() <= Destinations.MOST_NODES_SHARED) {
            reasons.add("the number of storage groups of virtual server %s is not recorded"
                    .formatted(Picture.name(server)));
        }
    }

    private void checkDirectory() {
        if (picture.forest().isEmpty()) {
            reasons.add("no domain without a parent is recorded, so the forest's root is not known");
        }
        if (picture.domains().isEmpty()) {
            reasons.add("neither the nodes nor the cluster say which domain they belong to");
        }
        for (String domain : picture.domains()) {
            if (picture.domainControllersOf(domain).isEmpty()) {
                reasons.add("no domain controller of the domain %s is recorded".formatted(domain));
            }
        }
    }

    private void checkNodeCount() {
        int count = picture.nodes().size();
        if (count < 1 || count > MOST_NODES) {
            reasons.add("a cluster has 1 to %d nodes, not %d".formatted(MOST_NODES, count));
        }
    }

    private void checkInstallation() {
        for (JsonNode node : picture.nodes()) {
            if (Picture.text(node, "plannedInstallPath").isEmpty()
                    && !node.path("exchange").path("installed").asBoolean(false)) {
                reasons.add("node %s has no planned installation path".formatted(Picture.name(node)));
            }
        }
    }

    private void checkDefaultGroup() {
        JsonNode group = picture.defaultGroup().orElse(null);
        if (group == null) {
            reasons.add("the default cluster group is not recorded");
            return;
        }
        if (Picture.resourcesOfType(group, "Network Name").isEmpty()) {
            reasons.add("the group %s has no Network Name, which MSDTC depends on".formatted(Picture.name(group)));
        }
        if (picture.diskIn(group).isEmpty()) {
            reasons.add("the group %s has no Physical Disk, which MSDTC depends on".formatted(Picture.name(group)));
        }
    }

    private void checkVirtualServers() {
        int nodes = picture.nodes().size();
        int servers = picture.virtualServers().size();
        if (servers == 0) {
            reasons.add("no virtual server is planned");
        }
        if (nodes > 2 && servers > nodes - 1) {
            reasons.add("%d nodes can hold at most %d virtual servers, not %d".formatted(nodes, nodes - 1, servers));
        }
        Map<String, String> homes = new HashMap<>();
        for (JsonNode server : picture.virtualServers()) {
            checkVirtualServer(server);
            String name = Picture.name(server);
            Picture.names(server, "preferredOwners").stream().findFirst().ifPresent(home -> {
                String other = homes.putIfAbsent(home, name);
                if (other != null && nodes > 2) {
                    reasons.add("%s and %s both prefer node %s; above two nodes each needs a node of its own"
                            .formatted(other, name, home));
                }
            });
        }
    }

    /** Host names of the namespaces have to lead to the front ends. */
    private void checkFrontEnds(String targetBuild) {
        if (HostedNamespaces.namespaces(picture).isEmpty() || Builds.hasServicePack1(targetBuild)) {
            return;
        }
        for (JsonNode server : HostedNamespaces.frontEnds(picture)) {
            if (Picture.text(server, "address").isEmpty()) {
                String name = Picture.name(server);
                reasons.add(
                        ("it is not recorded at which address clients reach the front end %s, to which the names of the"
                                        + " hosted namespaces have to lead: record it (organization fact /servers/%s/address)")
                                .formatted(name, name));
            }
        }
    }

    private void checkVirtualServer(JsonNode server) {
        String name = Picture.name(server);
        for (String member : List.of("networkName", "ip", "dataDir", "ag", "rg")) {
            if (Picture.text(server, member).isEmpty()) {
                reasons.add("virtual server %s has no %s".formatted(name, member));
            }
        }
        String home =
                Picture.names(server, "preferredOwners").stream().findFirst().orElse("");
        if (picture.nodes().stream().map(Picture::name).noneMatch(home::equals)) {
            reasons.add("virtual server %s prefers no node of the cluster".formatted(name));
        } else if (Picture.text(server, "ip")
                .filter(ip -> picture.networks().clientConnection(home, ip).isEmpty())
                .isPresent()) {
            reasons.add("the address %s of %s lies in no client network of node %s"
                    .formatted(server.path("ip").asText(), name, home));
        }
        checkStorageGroups(server);
        if (picture.disksOf(name).isEmpty()) {
            reasons.add("virtual server %s has no disks".formatted(name));
        }
        for (JsonNode disk : picture.disksOf(name)) {
            String group = picture.groupOfDisk(Picture.resourceName(disk));
            if (group == null) {
                reasons.add("it is not recorded in which group %s is".formatted(Picture.resourceName(disk)));
            } else if (!group.equals(Picture.groupOf(server)) && picture.ownerOf(group) == null) {
                reasons.add("it is not recorded which node owns the group %s".formatted(group));
            }
        }
    }
}
