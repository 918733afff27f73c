package dev.lockstep.lab.directory;

import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.DirectoryDescription;
import dev.lockstep.lab.world.DirectoryDescription.RecipientPolicy;
import dev.lockstep.lab.world.DirectoryDescription.RoutingGroup;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The objects of the Exchange organization. Until its first server gives it a name it is a container named by a GUID. */
final class OrganizationTree {
    private static final String PLACEHOLDER = "{335A1087-5131-4D45-BE3E-3C6C7F76F5EC}";
    private static final Map<String, String> SERVICE_PACKS = Map.of(
            "6.0.5762",
            "Service Pack 2",
            "6.0.6249",
            "Service Pack 3",
            "6.5.7226",
            "Service Pack 1",
            "6.5.7638",
            "Service Pack 2");

    private final DirectoryDescription description;
    private final List<ExchangeServer> servers;
    private final String organization;
    private final String groups;
    private final ExchangePermissions permissions;
    private final List<DirectoryEntry> entries = new ArrayList<>();

    private OrganizationTree(Directory directory, Replica replica, String container, ExchangePermissions permissions) {
        this.description = directory.description();
        this.permissions = permissions;
        this.servers = replica.servers();
        DirectoryEntry top = DirectoryEntry.below(
                        container,
                        "msExchOrganizationContainer",
                        servers.isEmpty() ? PLACEHOLDER : directory.organization())
                .with("objectVersion", Integer.toString(replica.organizationVersion()))
                .with(DescriptorRequests.ATTRIBUTE, permissions.organization().descriptor());
        this.organization = top.name();
        this.groups = "CN=Administrative Groups," + organization;
        entries.add(
                description.mode() == null
                        ? top
                        : top.with("msExchMixedMode", "MIXED".equals(description.mode()) ? "TRUE" : "FALSE"));
    }

    static List<DirectoryEntry> of(
            Directory directory, Replica replica, String configuration, ExchangePermissions permissions) {
        String services = "CN=Services," + configuration;
        List<DirectoryEntry> all = new ArrayList<>();
        all.add(DirectoryEntry.below(services, "msExchConfigurationContainer", "Microsoft Exchange"));
        OrganizationTree tree =
                new OrganizationTree(directory, replica, "CN=Microsoft Exchange," + services, permissions);
        if (!replica.servers().isEmpty()) {
            tree.administrativeGroups();
            tree.policies();
        }
        all.addAll(tree.entries);
        return all;
    }

    private void administrativeGroups() {
        entries.add(DirectoryEntry.below(organization, "msExchAdminGroupContainer", "Administrative Groups"));
        List<String> names = new ArrayList<>(description.administrativeGroups());
        servers.stream()
                .map(ExchangeServer::administrativeGroup)
                .filter(each -> !each.isEmpty() && !Named.contains(names, each))
                .distinct()
                .forEach(names::add);
        for (String each : names) {
            DirectoryEntry group = DirectoryEntry.below(groups, "msExchAdminGroup", each)
                    .with(
                            DescriptorRequests.ATTRIBUTE,
                            permissions.administrativeGroup(each).descriptor());
            entries.add(group);
            entries.add(DirectoryEntry.below(group.name(), "msExchServersContainer", "Servers"));
            servers.stream()
                    .filter(server -> server.administrativeGroup().equalsIgnoreCase(each))
                    .forEach(server -> entries.add(server(server)));
            entries.add(DirectoryEntry.below(group.name(), "msExchRoutingGroupContainer", "Routing Groups"));
            description.routingGroups().stream()
                    .filter(routing -> routing.ag().equalsIgnoreCase(each))
                    .forEach(routing -> entries.add(routingGroup(routing, group.name())));
        }
    }

    private String serverName(ExchangeServer server) {
        return DirectoryEntry.below(
                        "CN=Servers,"
                                + DirectoryEntry.below(groups, "msExchAdminGroup", server.administrativeGroup())
                                        .name(),
                        "msExchExchangeServer",
                        server.name())
                .name();
    }

    private DirectoryEntry server(ExchangeServer server) {
        return DirectoryEntry.named(serverName(server), "msExchExchangeServer", server.name())
                .with("serialNumber", serialNumber(server.build()))
                .with("networkAddress", "netbios:" + server.name())
                .with(
                        "networkAddress",
                        "ncacn_ip_tcp:" + server.name().toLowerCase(Locale.ROOT) + "." + server.domain());
    }

    private DirectoryEntry routingGroup(RoutingGroup routing, String group) {
        DirectoryEntry entry = DirectoryEntry.below("CN=Routing Groups," + group, "msExchRoutingGroup", routing.name());
        for (ExchangeServer each : servers) {
            if (!each.administrativeGroup().isEmpty() && isMember(each, routing)) {
                entry = entry.with("msExchRoutingGroupMembersBL", serverName(each));
            }
        }
        return entry;
    }

    /** A server that no document places is in the first routing group of its administrative group. */
    private boolean isMember(ExchangeServer server, RoutingGroup routing) {
        List<RoutingGroup> placed = description.routingGroups().stream()
                .filter(each -> each.members().stream()
                        .anyMatch(member -> member.server().equalsIgnoreCase(server.name())))
                .toList();
        return placed.isEmpty()
                ? description.routingGroups().stream()
                        .filter(each -> each.ag().equalsIgnoreCase(server.administrativeGroup()))
                        .findFirst()
                        .filter(routing::equals)
                        .isPresent()
                : placed.contains(routing);
    }

    private void policies() {
        String container = "CN=Recipient Policies," + organization;
        entries.add(DirectoryEntry.below(organization, "msExchRecipientPolicyContainer", "Recipient Policies"));
        for (RecipientPolicy each : description.recipientPolicies()) {
            DirectoryEntry policy = DirectoryEntry.below(container, "msExchRecipientPolicy", each.name());
            for (int i = 0; i < each.smtp().size(); i++) {
                policy = policy.with(
                        "gatewayProxy",
                        (i == 0 ? "SMTP:" : "smtp:") + each.smtp().get(i));
            }
            entries.add(policy.with("gatewayProxy", "X400:c=US;a= ;p=" + each.name() + ";o=Exchange;"));
        }
    }

    /** The version text of a server object, for example {@code Version 6.5 (Build 7226.6: Service Pack 1)}. */
    private static String serialNumber(String build) {
        String[] parts = build.split("\\.", -1);
        String minor = switch (ExchangeInstall.productOf(build)) {
            case "EXCHANGE_2003" -> parts[2].equals("7226") ? ".6" : parts[2].equals("7638") ? ".2" : ".4";
            case "EXCHANGE_2000" -> ".4";
            default -> ".23";
        };
        String pack = SERVICE_PACKS.get(build);
        return "Version " + parts[0] + "." + parts[1] + " (Build " + parts[2] + minor
                + (pack == null ? "" : ": " + pack) + ")";
    }
}
