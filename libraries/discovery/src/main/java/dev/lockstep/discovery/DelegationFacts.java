package dev.lockstep.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.discovery.security.AccessEntry;
import dev.lockstep.discovery.security.Delegations;
import dev.lockstep.discovery.security.Descriptor;
import dev.lockstep.discovery.security.Role;
import dev.lockstep.discovery.security.Sid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who holds an Exchange role over the organization or an administrative group, from the security descriptors of their containers
 * (catalogue §3.1). The list is a fact when all of it could be read and said; otherwise it is told what is missing, and what was seen.
 */
final class DelegationFacts {

    private static final String PATH = "delegations";

    private final Controller controller;
    private final Holders holders;
    private final Findings findings;
    private final List<ObjectNode> seen = new ArrayList<>();
    private boolean complete = true;

    DelegationFacts(Controller controller, Holders holders, Findings findings) {
        this.controller = controller;
        this.holders = holders;
        this.findings = findings;
    }

    /** Gathers them, for the container of an organization by its distinguished name. */
    void gather(String organization, FactTree recorded) throws DiscoveryException {
        List<Entry> containers;
        List<Entry> groups;
        try {
            containers = controller.searchAccessLists(
                    organization, SearchScope.BASE, Filter.createPresenceFilter("objectClass"));
            groups = controller.searchAccessLists(
                    organization, SearchScope.SUB, Filter.createEqualityFilter("objectClass", "msExchAdminGroup"));
        } catch (DiscoveryException e) {
            findings.gap(PATH, "the security descriptors cannot be read: " + e.sentence());
            return;
        }
        if (containers.isEmpty()) {
            missing(organization, "it is not shown any more");
        }
        List<AccessEntry> overAll = new ArrayList<>();
        containers.forEach(each -> overAll.addAll(list(each)));
        Map<String, List<AccessEntry>> overGroups = new TreeMap<>();
        for (Entry each : groups) {
            overGroups.put(Names.own(each.getDN()).orElseThrow(), list(each));
        }
        if (complete) {
            tell(Delegations.of(overAll, overGroups), before(recorded));
        }
        String source = controller.source("%s of %s and %d administrative %s"
                .formatted(
                        Controller.DESCRIPTOR, organization, groups.size(), groups.size() == 1 ? "group" : "groups"));
        conclude(source);
    }

    /** The list of a container; an empty one with a gap when it cannot be read. */
    private List<AccessEntry> list(Entry container) {
        byte[] bytes = container.getAttributeValueBytes(Controller.DESCRIPTOR);
        Descriptor descriptor = bytes == null
                ? new Descriptor.Damaged("it is not shown to this account, which needs the right to read permissions")
                : Descriptor.read(bytes);
        return switch (descriptor) {
            case Descriptor.Listed listed -> listed.entries();
            case Descriptor.Open() -> {
                missing(container.getDN(), "it has no access list, so that everybody may do everything with it");
                yield List.of();
            }
            case Descriptor.Damaged(String why) -> {
                missing(container.getDN(), "its security descriptor cannot be read: " + why);
                yield List.of();
            }
        };
    }

    private void missing(String what, String why) {
        findings.gap(what, why);
        complete = false;
    }

    private static List<JsonNode> before(FactTree recorded) {
        List<JsonNode> all = new ArrayList<>();
        recorded.fact(FactPath.of(PATH)).map(Fact::value).ifPresent(list -> list.forEach(all::add));
        return all;
    }

    private void tell(Delegations delegations, List<JsonNode> before) throws DiscoveryException {
        for (Delegations.Granted each : delegations.granted()) {
            switch (holders.of(each.holder())) {
                case Holders.Holder.Known(String name) -> granted(each, name, before);
                case Holders.Holder.Machine() -> {}
                case Holders.Holder.Unknown(String why) ->
                    missing(
                            each.holder().toString(),
                            "it is %s of %s, and %s".formatted(each.role().words(), each.scope(), why));
            }
        }
        for (Delegations.Doubt each : delegations.doubts()) {
            Optional<String> name = doubted(each.holder());
            if (name.isPresent()) {
                missing(name.get(), "it " + each.why());
            }
        }
    }

    /** Who comes with a domain has its rights from the forest: it counts as delegated when people say so and the rights are there. */
    private void granted(Delegations.Granted granted, String name, List<JsonNode> before) {
        ObjectNode found = delegation(name, granted.role(), granted.scope());
        Optional<JsonNode> known =
                before.stream().filter(each -> same(each, found)).findFirst();
        if (known.isPresent()) {
            seen.add(known.get().deepCopy());
        } else if (!granted.holder().comesWithTheDomain()) {
            seen.add(found);
        }
    }

    /** The name under which a doubt is told; empty when it does not matter who may do what. */
    private Optional<String> doubted(Sid holder) throws DiscoveryException {
        if (!holder.isOfDomain()) {
            return Optional.of(holder.toString());
        }
        return switch (holders.of(holder)) {
            case Holders.Holder.Known(String name) ->
                holder.comesWithTheDomain() ? Optional.empty() : Optional.of(name);
            case Holders.Holder.Machine() -> Optional.empty();
            case Holders.Holder.Unknown(String why) -> Optional.of("%s (%s)".formatted(holder, why));
        };
    }

    private static ObjectNode delegation(String group, Role role, String scope) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", group)
                .put("role", role.name())
                .put("scope", scope);
    }

    private static boolean same(JsonNode before, JsonNode found) {
        return before.path("role").equals(found.path("role"))
                && before.path("group")
                        .asText()
                        .equalsIgnoreCase(found.path("group").asText())
                && before.path("scope")
                        .asText()
                        .equalsIgnoreCase(found.path("scope").asText());
    }

    private void conclude(String source) {
        seen.sort(Comparator.comparing(
                        (ObjectNode each) -> !each.path("scope").asText().equals(Delegations.ORGANIZATION))
                .thenComparing(each -> each.path("scope").asText())
                .thenComparing(each -> each.path("group").asText()));
        if (complete) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            seen.forEach(all::add);
            findings.put(source, all, PATH);
            return;
        }
        String told = seen.isEmpty()
                ? ""
                : "; seen were "
                        + String.join(
                                ", ", seen.stream().map(DelegationFacts::words).toList());
        findings.gap(PATH, "not all of them could be read, so that what is recorded stays" + told);
    }

    private static String words(ObjectNode delegation) {
        return "%s as %s of %s"
                .formatted(
                        delegation.path("group").asText(),
                        Role.valueOf(delegation.path("role").asText()).words(),
                        delegation.path("scope").asText());
    }
}
