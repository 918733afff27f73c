package dev.lockstep.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import dev.lockstep.contracts.inventory.ExchangeVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Facts about the Exchange organization: mode, administrative and routing groups, recipient policies, servers (catalogue §3.1). */
final class OrganizationFacts {

    private static final String GROUPS = "Administrative Groups";
    private static final String TCP = "ncacn_ip_tcp:";
    private static final String SMTP = "smtp:";

    private final Controller controller;
    private final Findings findings;

    OrganizationFacts(Controller controller, Findings findings) {
        this.controller = controller;
        this.findings = findings;
    }

    /** The containers of organizations that a controller shows: none before ForestPrep, one afterwards. */
    static List<Entry> containers(Controller controller) throws DiscoveryException {
        return controller.search(
                "CN=Microsoft Exchange,CN=Services," + controller.root().configuration(),
                SearchScope.ONE,
                Filter.createEqualityFilter("objectClass", "msExchOrganizationContainer"),
                "cn",
                "objectVersion",
                "msExchMixedMode");
    }

    /**
     * Gathers the facts; nothing when ForestPrep has not made the organization yet, or no server has given it its name.
     *
     * @return distinguished name of the organization's container
     */
    Optional<String> gather(String organization) throws DiscoveryException {
        List<Entry> containers = containers(controller);
        if (containers.isEmpty()) {
            findings.gap("organization", "the directory holds none yet; what is planned for it stays as it is");
            return Optional.empty();
        }
        Entry container = containers.getFirst();
        String name = container.getAttributeValue("cn");
        if (name != null && name.startsWith("{")) {
            findings.gap(
                    "organization", "it has no name before its first server; what is planned for it stays as it is");
            return Optional.empty();
        }
        if (name == null || !name.equalsIgnoreCase(organization)) {
            throw new DiscoveryException(
                    "The directory holds the organization '%s', not '%s'.".formatted(name, organization),
                    "Correct the name, or name a domain controller of the other forest.");
        }
        mode(container);
        administrativeGroups(container.getDN());
        routingGroups(container.getDN());
        policies(container.getDN());
        servers(container.getDN());
        return Optional.of(container.getDN());
    }

    private void mode(Entry container) {
        String mixed = container.getAttributeValue("msExchMixedMode");
        if (mixed == null) {
            findings.gap("mode", "%s does not show msExchMixedMode to this account".formatted(container.getDN()));
        } else {
            findings.text(
                    controller.source("msExchMixedMode of " + container.getDN()),
                    mixed.equalsIgnoreCase("TRUE") ? "MIXED" : "NATIVE",
                    "mode");
        }
    }

    private List<Entry> ofClass(String base, String objectClass, String... attributes) throws DiscoveryException {
        return controller.search(
                base, SearchScope.SUB, Filter.createEqualityFilter("objectClass", objectClass), attributes);
    }

    private String listing(String objectClass) {
        return controller.source("(objectClass=%s)".formatted(objectClass));
    }

    private void administrativeGroups(String organization) throws DiscoveryException {
        List<String> names = new ArrayList<>();
        for (Entry each : ofClass(organization, "msExchAdminGroup", "cn")) {
            Names.own(each.getDN()).ifPresent(names::add);
        }
        findings.texts(listing("msExchAdminGroup"), names.stream().sorted().toList(), "administrativeGroups");
    }

    private void routingGroups(String organization) throws DiscoveryException {
        String source = listing("msExchRoutingGroup");
        Set<String> taken = new HashSet<>();
        for (Entry each : ofClass(organization, "msExchRoutingGroup", "msExchRoutingGroupMembersBL")) {
            String name = Names.own(each.getDN()).orElseThrow();
            if (!taken.add(name.toLowerCase(Locale.ROOT))) {
                findings.gap(
                        each.getDN(), "another routing group has the same name, and groups are told by their names");
                continue;
            }
            findings.text(source, name, "routingGroups", name, "name");
            Names.below(each.getDN(), GROUPS)
                    .ifPresent(group -> findings.text(source, group, "routingGroups", name, "ag"));
            ArrayNode members = JsonNodeFactory.instance.arrayNode();
            List.of(values(each, "msExchRoutingGroupMembersBL")).stream()
                    .sorted()
                    .forEach(server -> members.add(member(server)));
            findings.put(source, members, "routingGroups", name, "members");
        }
        findings.listed("routingGroups");
    }

    private static ObjectNode member(String server) {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("server", Names.own(server).orElse(server));
        Names.below(server, GROUPS).ifPresent(group -> member.put("ag", group));
        return member;
    }

    private void policies(String organization) throws DiscoveryException {
        String source = listing("msExchRecipientPolicy");
        String base = "CN=Recipient Policies," + organization;
        for (Entry each : ofClass(base, "msExchRecipientPolicy", "gatewayProxy")) {
            String name = Names.own(each.getDN()).orElseThrow();
            findings.text(source, name, "recipientPolicies", name, "name");
            List<String> proxies = new ArrayList<>(List.of(values(each, "gatewayProxy")));
            proxies.removeIf(proxy -> !proxy.regionMatches(true, 0, SMTP, 0, SMTP.length()));
            // The primary address is written in capitals and stands first.
            proxies.sort((one, other) -> Boolean.compare(other.startsWith("SMTP:"), one.startsWith("SMTP:")));
            findings.texts(
                    source,
                    proxies.stream()
                            .map(proxy -> proxy.substring(SMTP.length()))
                            .toList(),
                    "recipientPolicies",
                    name,
                    "smtp");
        }
        findings.listed("recipientPolicies");
    }

    private void servers(String organization) throws DiscoveryException {
        String source = listing("msExchExchangeServer");
        for (Entry each : ofClass(organization, "msExchExchangeServer", "serialNumber", "networkAddress")) {
            String name = Names.own(each.getDN()).orElseThrow();
            findings.text(source, name, "servers", name, "name");
            Names.above(each.getDN(), "Servers")
                    .ifPresent(group -> findings.text(source, group, "servers", name, "ag"));
            domain(each).ifPresent(domain -> findings.text(source, domain, "servers", name, "domain"));
            version(each, name, source);
        }
        findings.listed("servers");
    }

    private void version(Entry server, String name, String source) {
        String serialNumber = server.getAttributeValue("serialNumber");
        if (serialNumber == null) {
            findings.gap(name, "its object does not show serialNumber to this account");
            return;
        }
        findings.text(source, serialNumber, "servers", name, "serialNumber");
        Optional<ExchangeVersion> version = ExchangeVersion.ofSerialNumber(serialNumber);
        if (version.isEmpty()) {
            findings.gap(name, "its version is none that is known here: " + serialNumber);
            return;
        }
        findings.text(source, version.get().product(), "servers", name, "product");
        findings.text(source, version.get().build(), "servers", name, "build");
    }

    /** What follows the host in the address for TCP. */
    private static Optional<String> domain(Entry server) {
        return List.of(values(server, "networkAddress")).stream()
                .filter(address -> address.regionMatches(true, 0, TCP, 0, TCP.length()))
                .map(address -> address.substring(TCP.length()))
                .filter(host -> host.indexOf('.') > 0)
                .map(host -> host.substring(host.indexOf('.') + 1))
                .findFirst();
    }

    private static String[] values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? new String[0] : values;
    }
}
