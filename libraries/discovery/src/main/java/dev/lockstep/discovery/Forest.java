package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The domains and domain controllers of a forest, as one controller's configuration tells (catalogue §3.1).
 *
 * @param schemaMaster distinguished name of the settings object of the controller that holds the schema; null when it is not shown
 */
record Forest(
        List<Domain> domains, List<Host> hosts, @Nullable String schemaMaster) {

    private static final int GLOBAL_CATALOGUE = 1;

    Forest {
        domains = List.copyOf(domains);
        hosts = List.copyOf(hosts);
    }

    /**
     * A domain.
     *
     * @param name its DNS name
     * @param dn its distinguished name
     * @param parent the DNS name of its parent; null at the root of a tree
     */
    record Domain(
            String name,
            String dn,
            String netbios,
            @Nullable String parent) {}

    /**
     * A domain controller.
     *
     * @param name its full name
     * @param settings distinguished name of its settings object
     * @param computer distinguished name of its computer object
     */
    record Host(String name, String settings, String computer, boolean globalCatalogue) {}

    static Forest read(Controller controller, Findings findings) throws DiscoveryException {
        String configuration = controller.root().configuration();
        List<Entry> references = controller.search(
                "CN=Partitions," + configuration,
                SearchScope.ONE,
                Filter.createANDFilter(
                        Filter.createEqualityFilter("objectClass", "crossRef"),
                        Filter.createPresenceFilter("nETBIOSName")),
                "nCName",
                "dnsRoot",
                "nETBIOSName",
                "trustParent");
        if (references.isEmpty()) {
            throw new DiscoveryException(
                    "%s shows no domain in its configuration."
                            .formatted(controller.root().host()),
                    "Name an account that may read the directory; without one a controller shows next to nothing.");
        }
        List<Domain> domains = new ArrayList<>();
        for (Entry each : references) {
            String dn = each.getAttributeValue("nCName");
            String name = each.getAttributeValue("dnsRoot");
            String netbios = each.getAttributeValue("nETBIOSName");
            if (dn == null || name == null || netbios == null) {
                findings.gap(each.getDN(), "it does not show nCName, dnsRoot and nETBIOSName");
                continue;
            }
            String parent = each.getAttributeValue("trustParent");
            domains.add(new Domain(
                    name.toLowerCase(Locale.ROOT), dn, netbios, parent == null ? null : nameOf(references, parent)));
        }
        Entry schema =
                controller.read(controller.root().schema(), "fSMORoleOwner").orElse(null);
        return new Forest(
                domains,
                hosts(controller, findings),
                schema == null ? null : schema.getAttributeValue("fSMORoleOwner"));
    }

    private static @Nullable String nameOf(List<Entry> references, String dn) {
        return references.stream()
                .filter(each -> Names.same(each.getDN(), dn))
                .map(each -> each.getAttributeValue("dnsRoot"))
                .findFirst()
                .orElse(null);
    }

    private static List<Host> hosts(Controller controller, Findings findings) throws DiscoveryException {
        String sites = "CN=Sites," + controller.root().configuration();
        List<Host> hosts = new ArrayList<>();
        for (Entry each : controller.search(
                sites, SearchScope.SUB, Filter.createEqualityFilter("objectClass", "nTDSDSA"), "options")) {
            String server = Names.parent(each.getDN());
            Entry entry =
                    controller.read(server, "dNSHostName", "serverReference").orElse(null);
            String name = entry == null ? null : entry.getAttributeValue("dNSHostName");
            String computer = entry == null ? null : entry.getAttributeValue("serverReference");
            if (name == null || computer == null) {
                findings.gap(server, "it does not show dNSHostName and serverReference");
                continue;
            }
            Integer options = each.getAttributeValueAsInteger("options");
            hosts.add(new Host(
                    name.toLowerCase(Locale.ROOT),
                    each.getDN(),
                    computer,
                    options != null && (options & GLOBAL_CATALOGUE) != 0));
        }
        return hosts;
    }

    Optional<Domain> domain(String dn) {
        return domains.stream().filter(each -> Names.same(each.dn(), dn)).findFirst();
    }

    Optional<Host> host(String name) {
        return hosts.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }
}
