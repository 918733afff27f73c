package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts about groups and accounts that take part, as {@code DOMAIN\name} (catalogue §3.1). Their direct memberships are those of
 * {@code memberOf}, which does not hold an account's primary group.
 */
final class PrincipalFacts {

    private static final int GLOBAL = 2;
    private static final int DOMAIN_LOCAL = 4;
    private static final int UNIVERSAL = 8;

    private final Forest forest;
    private final Controllers controllers;
    private final Findings findings;
    private final Map<String, Optional<String>> known = new HashMap<>();

    PrincipalFacts(Forest forest, Controllers controllers, Findings findings) {
        this.forest = forest;
        this.controllers = controllers;
        this.findings = findings;
    }

    void gather(Collection<String> groups, Collection<String> accounts) throws DiscoveryException {
        for (String each : groups) {
            Optional<Found> found = find(each);
            if (found.isPresent()) {
                group(each, found.get());
            }
        }
        for (String each : accounts) {
            Optional<Found> found = find(each);
            if (found.isPresent()) {
                account(each, found.get());
            }
        }
    }

    private record Found(Controller controller, Entry entry) {}

    private Optional<Found> find(String principal) throws DiscoveryException {
        int backslash = principal.indexOf('\\');
        Optional<Forest.Domain> domain = backslash < 0
                ? Optional.empty()
                : forest.domains().stream()
                        .filter(each -> each.netbios().equalsIgnoreCase(principal.substring(0, backslash)))
                        .findFirst();
        if (domain.isEmpty()) {
            findings.gap(principal, "it is not DOMAIN\\name of a domain of this forest");
            return Optional.empty();
        }
        Optional<Controller> controller = controllers.of(domain.get().dn());
        if (controller.isEmpty()) {
            findings.gap(
                    principal,
                    "no domain controller of %s was read".formatted(domain.get().name()));
            return Optional.empty();
        }
        List<Entry> found = controller
                .get()
                .search(
                        domain.get().dn(),
                        SearchScope.SUB,
                        Filter.createEqualityFilter("sAMAccountName", principal.substring(backslash + 1)),
                        "objectClass",
                        "groupType",
                        "memberOf");
        if (found.isEmpty()) {
            findings.gap(principal, "there is nothing of this name, or this account may not see it");
            return Optional.empty();
        }
        return Optional.of(new Found(controller.get(), found.getFirst()));
    }

    private void group(String name, Found found) throws DiscoveryException {
        String source = found.controller().source(found.entry().getDN());
        Integer type = found.entry().getAttributeValueAsInteger("groupType");
        String scope = type == null ? "" : scope(type);
        if (scope.isEmpty()) {
            findings.gap(name, "groupType does not say of what scope it is");
        } else {
            findings.text(source, scope, "groups", name, "scope");
        }
        memberships(name, found, "groups", "memberOf");
    }

    private static String scope(int type) {
        if ((type & GLOBAL) != 0) {
            return "GLOBAL";
        }
        if ((type & DOMAIN_LOCAL) != 0) {
            return "DOMAIN_LOCAL";
        }
        return (type & UNIVERSAL) != 0 ? "UNIVERSAL" : "";
    }

    private void account(String name, Found found) throws DiscoveryException {
        Entry entry = found.entry();
        if (entry.hasObjectClass("group")) {
            findings.text(found.controller().source(entry.getDN()), "GROUP", "accounts", name, "type");
        } else if (entry.hasObjectClass("user") && !entry.hasObjectClass("computer")) {
            findings.text(found.controller().source(entry.getDN()), "DOMAIN_USER", "accounts", name, "type");
        } else {
            findings.gap(name, "it is neither a user nor a group");
        }
        memberships(name, found, "accounts", "groups");
    }

    private void memberships(String name, Found found, String collection, String member) throws DiscoveryException {
        String[] groups = found.entry().getAttributeValues("memberOf");
        List<String> names = new ArrayList<>();
        for (String each : groups == null ? new String[0] : groups) {
            Optional<String> shown = shown(each);
            if (shown.isEmpty()) {
                findings.gap(name, "the group %s cannot be read, so its memberships are not known".formatted(each));
                return;
            }
            names.add(shown.get());
        }
        findings.texts(
                found.controller().source("memberOf of " + found.entry().getDN()),
                names.stream().sorted().toList(),
                collection,
                name,
                member);
    }

    /** A group as {@code DOMAIN\name}. */
    private Optional<String> shown(String dn) throws DiscoveryException {
        Optional<String> before = known.get(dn);
        if (before != null) {
            return before;
        }
        Optional<Forest.Domain> domain = forest.domain(Names.domainOf(dn));
        Optional<Controller> controller = domain.flatMap(each -> controllers.of(each.dn()));
        Optional<Entry> entry =
                controller.isEmpty() ? Optional.empty() : controller.get().read(dn, "sAMAccountName");
        Optional<String> shown = entry.map(each -> each.getAttributeValue("sAMAccountName"))
                .map(each -> domain.orElseThrow().netbios() + "\\" + each);
        known.put(dn, shown);
        return shown;
    }
}
