package dev.lockstep.lab.scenario;

import static dev.lockstep.lab.scenario.Inventory.required;
import static dev.lockstep.lab.scenario.Inventory.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.lab.world.Connection;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Networking;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.NodeState;
import dev.lockstep.lab.world.Service;
import dev.lockstep.lab.world.ServiceState;
import dev.lockstep.lab.world.StartMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds one node from a member of {@code nodes} of an inventory document. */
final class NodeBuilder {
    private static final Map<String, String> SUBCOMPONENTS =
            Map.of("IISADMIN", "iis_common", "W3SVC", "iis_www", "SMTPSVC", "iis_smtp", "NntpSvc", "iis_nntp");

    private NodeBuilder() {}

    static Node build(JsonNode node, String clusterDomain) {
        String name = required(node, "name").asText();
        String domain = node.path("domain").asText(clusterDomain);
        List<Service> services = services(node);
        JsonNode components = node.path("components");
        String drives = node.path("localDrives").isEmpty() ? "C:" : "";
        return new Node(
                name,
                node.path("nodeId").asInt(1),
                domain,
                node.path("fqdn").asText(name + "." + domain),
                node.path("os").path("family").asText("").equals("WINDOWS_2000"),
                node.path("os").path("sp").asInt(0),
                NodeState.valueOf(node.path("nodeState").asText("UP")),
                services,
                subcomponents(services, components.path("aspNet").asBoolean(false)),
                !components.path("netFramework").asText("").isEmpty()
                        && !components.path("netFramework").isNull(),
                networking(name, node),
                drives.isEmpty() ? texts(node.path("localDrives")) : List.of(drives),
                texts(node.path("localAdministrators")),
                node.path("plannedInstallPath").asText("C:\\Program Files\\Exchsrvr"),
                exchange(node.path("exchange")),
                null,
                node.path("pendingReboot").asBoolean(false),
                0);
    }

    private static Networking networking(String node, JsonNode described) {
        List<Connection> connections = new ArrayList<>();
        for (JsonNode each : described.path("nics")) {
            String name = required(each, "connection").asText();
            UUID id = UUID.nameUUIDFromBytes((node + "/" + name).getBytes(StandardCharsets.UTF_8));
            connections.add(new Connection(
                    name,
                    "{" + id.toString().toUpperCase(Locale.ROOT) + "}",
                    each.path("ip").asText(""),
                    each.path("mask").asText(""),
                    each.path("gateway").isTextual() ? each.path("gateway").asText() : "",
                    each.path("dhcp").asBoolean(false),
                    texts(each.path("dns")),
                    texts(each.path("wins")),
                    each.path("registerInDns").asBoolean(true),
                    List.of("DEFAULT", "ENABLED", "DISABLED")
                            .indexOf(each.path("netbios").asText("DEFAULT"))));
        }
        List<String> order = texts(described.path("bindingOrder"));
        return new Networking(
                connections,
                order.isEmpty() ? connections.stream().map(Connection::name).toList() : order,
                described.path("mediaSenseDisabled").asBoolean(false));
    }

    private static List<Service> services(JsonNode node) {
        List<Service> services = new ArrayList<>();
        if (node.path("clusterServiceInstalled").asBoolean(true)) {
            services.add(new Service(
                    Node.CLUSTER_SERVICE,
                    StartMode.AUTO,
                    state(node.path("clusterServiceState").asText("RUNNING"))));
        }
        node.path("services").properties().forEach(each -> {
            JsonNode described = each.getValue();
            boolean known = Named.find(services, each.getKey()).isPresent();
            if (described.path("installed").asBoolean(true) && !known) {
                services.add(new Service(
                        each.getKey(),
                        StartMode.valueOf(described.path("startMode").asText("AUTO")),
                        state(described.path("state").asText("RUNNING"))));
            }
        });
        if (Named.find(services, "MSDTC").isEmpty()) {
            services.add(new Service("MSDTC", StartMode.AUTO, ServiceState.RUNNING));
        }
        return services;
    }

    private static ServiceState state(String name) {
        return name.equals("RUNNING") ? ServiceState.RUNNING : ServiceState.STOPPED;
    }

    private static List<String> subcomponents(List<Service> services, boolean aspNet) {
        List<String> keys = new ArrayList<>();
        for (Service each : services) {
            String key = SUBCOMPONENTS.get(each.name());
            if (key != null) {
                keys.add(key);
            }
        }
        if (aspNet) {
            keys.add("aspnet");
        }
        return keys;
    }

    private static @Nullable ExchangeInstall exchange(JsonNode described) {
        if (!described.path("installed").asBoolean(false)) {
            return null;
        }
        String product = described.path("product").asText("EXCHANGE_2003");
        return new ExchangeInstall(
                product,
                described.path("build").asText(Inventory.buildOf(product)),
                described.path("edition").asText("ENTERPRISE"),
                described.path("path").asText("C:\\Program Files\\Exchsrvr"),
                texts(described.path("components")));
    }
}
