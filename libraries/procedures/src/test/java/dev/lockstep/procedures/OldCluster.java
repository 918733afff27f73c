package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;

/** Inventory documents of clusters on which Exchange is to be upgraded. */
final class OldCluster {

    final ObjectNode organization = JsonNodeFactory.instance.objectNode();
    final ObjectNode cluster = JsonNodeFactory.instance.objectNode();
    private final String build;

    private OldCluster(String build) {
        this.build = build;
    }

    /** As many nodes as given, the virtual servers on the first ones, the default cluster group on the last. */
    static OldCluster of(int nodes, int virtualServers, int storageGroupsEach, String product, String build) {
        OldCluster old = new OldCluster(build);
        old.directory();
        old.cluster.put("name", "CLU").put("domain", "corp.contoso.com");
        old.cluster.putObject("quorum").put("resource", "Disk Q:");
        ArrayNode all = old.cluster.putArray("nodes");
        for (int i = 1; i <= nodes; i++) {
            ObjectNode node = all.addObject()
                    .put("name", "N" + i)
                    .put("domain", "corp.contoso.com")
                    .put("nodeState", "UP");
            node.putObject("os").put("family", "WINDOWS_2000");
            node.putObject("exchange")
                    .put("installed", true)
                    .put("product", product)
                    .put("build", build);
        }
        ArrayNode groups = old.cluster.putArray("groups");
        ArrayNode core = groups.addObject()
                .put("name", "Cluster Group")
                .put("owner", "N" + nodes)
                .putArray("resources");
        core.addObject().put("name", "Cluster Name").put("type", "Network Name").put("state", "ONLINE");
        core.addObject().put("name", "Disk Q:").put("type", "Physical Disk").put("state", "ONLINE");
        core.addObject()
                .put("name", "MSDTC")
                .put("type", "Distributed Transaction Coordinator")
                .put("state", "ONLINE");
        ArrayNode evs = old.cluster.putArray("evs");
        for (int i = 1; i <= virtualServers; i++) {
            old.virtualServer(groups, evs, i, storageGroupsEach);
        }
        return old;
    }

    private void virtualServer(ArrayNode groups, ArrayNode evs, int number, int storageGroups) {
        String name = "EVS" + number;
        String attendant = "System Attendant " + number;
        ArrayNode resources =
                groups.addObject().put("name", name).put("owner", "N" + number).putArray("resources");
        resources
                .addObject()
                .put("name", "Name " + number)
                .put("type", "Network Name")
                .put("state", "ONLINE");
        resources
                .addObject()
                .put("name", "Disk " + number)
                .put("type", "Physical Disk")
                .put("state", "ONLINE");
        resources
                .addObject()
                .put("name", attendant)
                .put("type", Instances.SYSTEM_ATTENDANT)
                .put("state", "ONLINE");
        resources
                .addObject()
                .put("name", "Store " + number)
                .put("type", "Microsoft Exchange Information Store")
                .put("state", "ONLINE")
                .putArray("dependsOn")
                .add(attendant);
        evs.addObject()
                .put("name", name)
                .put("group", name)
                .put("networkName", "MAIL" + number)
                .put("state", "ONLINE")
                .put("storageGroups", storageGroups)
                .putArray("preferredOwners")
                .add("N" + number);
        organization
                .withArray("/servers")
                .addObject()
                .put("name", "MAIL" + number)
                .put("product", build.startsWith("6.0") ? "EXCHANGE_2000" : "EXCHANGE_2003")
                .put("build", build);
    }

    private void directory() {
        organization.put("name", "Contoso");
        organization
                .putArray("domains")
                .addObject()
                .put("name", "corp.contoso.com")
                .putNull("parent");
        organization.putArray("dcs").addObject().put("name", "dc1.corp.contoso.com");
    }

    ObjectNode node(int number) {
        return (ObjectNode) cluster.path("nodes").path(number - 1);
    }

    Planning plan(Scenario scenario, String targetBuild) {
        return new Planner(ProcedureLibrary.load(), new Conditions())
                .plan(organization, cluster, new PlanTarget(scenario, targetBuild, "CORP\\exadmin"));
    }
}
