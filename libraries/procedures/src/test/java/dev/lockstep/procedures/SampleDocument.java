package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Inventory documents of clusters on which nothing of Exchange exists yet, of any size and with any names. */
final class SampleDocument {

    final ObjectNode organization = JsonNodeFactory.instance.objectNode();
    final ObjectNode cluster = JsonNodeFactory.instance.objectNode();

    private SampleDocument() {}

    /** As many virtual servers as given, on the first nodes, each with one disk per letter of {@code disks}. */
    static SampleDocument of(List<String> nodes, List<String> virtualServers, int disksEach) {
        SampleDocument document = new SampleDocument();
        document.directory();
        document.cluster.put("name", "CLU01").put("domain", "corp.contoso.com");
        document.cluster
                .putObject("quorum")
                .put("model", "SINGLE_QUORUM_DEVICE")
                .put("resource", "Disk Q:");
        ArrayNode networks = document.cluster.putArray("networks");
        networks.addObject().put("name", "Private").put("role", 1);
        networks.addObject().put("name", "Public").put("role", 3);
        ArrayNode groups = document.cluster.putArray("groups");
        ObjectNode defaultGroup = groups.addObject().put("name", "Cluster Group");
        ArrayNode resources = defaultGroup.putArray("resources");
        resources.addObject().put("name", "Cluster IP Address").put("type", "IP Address");
        resources.addObject().put("name", "Cluster Name").put("type", "Network Name");
        resources.addObject().put("name", "Disk Q:").put("type", "Physical Disk");
        ArrayNode disks = document.cluster.putArray("disks");
        List<List<String>> owned = new ArrayList<>();
        nodes.forEach(node -> owned.add(new ArrayList<>()));
        owned.getLast().add("Cluster Group");
        ArrayNode evs = document.cluster.putArray("evs");
        int number = 0;
        for (int s = 0; s < virtualServers.size(); s++) {
            String name = virtualServers.get(s);
            evs.addObject()
                    .put("name", name)
                    .put("group", name)
                    .put("networkName", "MAIL" + (s + 1))
                    .put("ip", "10.10.0." + (31 + s))
                    .put("ag", "First Administrative Group")
                    .put("rg", "First Routing Group")
                    .put("dataDir", "E:\\Exchsrvr")
                    .put("state", "PLANNED")
                    .put("storageGroups", 1)
                    .putArray("preferredOwners")
                    .add(nodes.get(s % nodes.size()));
            for (int d = 0; d < disksEach; d++) {
                String group = "Group " + number;
                String resource = "Disk " + s + "-" + d + ":";
                groups.addObject()
                        .put("name", group)
                        .putArray("resources")
                        .addObject()
                        .put("name", resource)
                        .put("type", "Physical Disk");
                owned.get(number % nodes.size()).add(group);
                number++;
                disks.addObject()
                        .put("id", "Disk " + number)
                        .put("resourceName", resource)
                        .put("ownerEvs", name)
                        .put("group", group);
            }
        }
        document.nodes(nodes, owned);
        return document;
    }

    /** Four nodes, three virtual servers, seven disks each: the source document's cluster. */
    static SampleDocument fourNodes() {
        return of(List.of("E2K3-N1", "E2K3-N2", "E2K3-N3", "E2K3-N4"), List.of("EVS1", "EVS2", "EVS3"), 7);
    }

    /** The same on Windows 2000, one disk each, with a default group that is online. */
    static SampleDocument onWindows2000(List<String> nodes, List<String> virtualServers) {
        SampleDocument document = of(nodes, virtualServers, 1);
        document.cluster.path("nodes").forEach(node -> ((ObjectNode) node.path("os")).put("family", "WINDOWS_2000"));
        ObjectNode defaultGroup = (ObjectNode) document.cluster.path("groups").path(0);
        defaultGroup.put("state", "ONLINE");
        defaultGroup.path("resources").forEach(resource -> ((ObjectNode) resource).put("state", "ONLINE"));
        return document;
    }

    private void directory() {
        organization.put("name", "Contoso");
        organization
                .putArray("domains")
                .addObject()
                .put("name", "corp.contoso.com")
                .putNull("parent");
        ArrayNode dcs = organization.putArray("dcs");
        dcs.addObject().put("name", "dc1.corp.contoso.com");
        dcs.addObject().put("name", "dc2.corp.contoso.com");
        organization.putArray("servers");
        organization.putObject("dns").put("dynamicUpdate", "SECURE");
    }

    private void nodes(List<String> names, List<List<String>> owned) {
        ArrayNode nodes = cluster.putArray("nodes");
        for (int i = 0; i < names.size(); i++) {
            ObjectNode node = nodes.addObject()
                    .put("name", names.get(i))
                    .put("domain", "corp.contoso.com")
                    .put("nodeState", "UP")
                    .put("plannedInstallPath", "C:\\Program Files\\Exchsrvr");
            node.putObject("os").put("family", "WINDOWS_SERVER_2003");
            node.putObject("exchange").put("installed", false);
            ArrayNode groups = node.putArray("ownedGroups");
            owned.get(i).forEach(groups::add);
            node.putArray("nics")
                    .addObject()
                    .put("connection", "Public")
                    .put("network", "Public")
                    .put("ip", "10.10.0." + (21 + i))
                    .put("mask", "255.255.255.0");
        }
    }

    JsonNode node(int index) {
        return cluster.path("nodes").path(index);
    }
}
