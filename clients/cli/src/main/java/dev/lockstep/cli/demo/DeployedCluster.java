package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the runner observed in the lab after the last step, by the facts that the inventory holds. */
final class DeployedCluster {

    private final PlatformClient platform;
    private final Findings findings;

    DeployedCluster(PlatformClient platform, Findings findings) {
        this.platform = platform;
        this.findings = findings;
    }

    void check(String cluster) {
        JsonNode document = platform.get(Service.INVENTORY, Query.of("/clusters/{}/document", cluster));
        JsonNode recorded = document.path("cluster");
        List<JsonNode> nodes = elements(recorded.path("nodes"));
        long installed = nodes.stream()
                .filter(node -> node.path("exchange").path("installed").asBoolean())
                .count();
        findings.expect(
                "Exchange is observed on every node",
                !nodes.isEmpty() && installed == nodes.size(),
                "%d of %d".formatted(installed, nodes.size()));
        List<JsonNode> groups = elements(recorded.path("groups"));
        List<JsonNode> virtualServers = elements(recorded.path("evs"));
        long online = virtualServers.stream()
                .filter(server -> groups.stream()
                        .anyMatch(group -> Json.text(group, "name").equalsIgnoreCase(groupOf(server))
                                && Json.text(group, "state").equals("ONLINE")))
                .count();
        findings.expect(
                "every virtual server is observed online",
                !virtualServers.isEmpty() && online == virtualServers.size(),
                "%d of %d".formatted(online, virtualServers.size()));
    }

    private static String groupOf(JsonNode virtualServer) {
        String group = Json.text(virtualServer, "group");
        return group.isEmpty() ? Json.text(virtualServer, "name") : group;
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
