package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about domains and domain controllers, and what each controller knows of ForestPrep and DomainPrep (catalogue §3.1). */
final class ForestFacts {

    private static final Pattern SERVICE_PACK = Pattern.compile("Service Pack (\\d)", Pattern.CASE_INSENSITIVE);
    private static final String VERSION_OBJECT = "CN=ms-Exch-Schema-Version-Pt,";
    private static final String SYSTEM_OBJECTS = "CN=Microsoft Exchange System Objects,";

    private final Forest forest;
    private final Controllers controllers;
    private final Findings findings;

    ForestFacts(Forest forest, Controllers controllers, Findings findings) {
        this.forest = forest;
        this.controllers = controllers;
        this.findings = findings;
    }

    void gather() throws DiscoveryException {
        for (Forest.Domain each : forest.domains()) {
            domain(each);
        }
        for (Forest.Host each : forest.hosts()) {
            host(each);
        }
        schemaMaster();
        for (Controller each : controllers.all()) {
            versions(each);
        }
        findings.listed("domains");
        findings.listed("dcs");
    }

    private void domain(Forest.Domain domain) throws DiscoveryException {
        String[] path = {"domains", domain.name()};
        String source = controllers.first().source("crossRef of " + domain.dn());
        findings.text(source, domain.name(), path[0], path[1], "name");
        findings.text(source, domain.netbios(), path[0], path[1], "netbios");
        findings.textOrNull(source, domain.parent(), path[0], path[1], "parent");
        Optional<Controller> own = controllers.of(domain.dn());
        if (own.isEmpty()) {
            findings.gap(domain.name(), "no domain controller of it was read");
            return;
        }
        Controller controller = own.get();
        Optional<Entry> head =
                controller.read(domain.dn(), "objectClass", "msDS-Behavior-Version", "ms-DS-MachineAccountQuota");
        if (head.isEmpty()) {
            findings.gap(
                    domain.name(),
                    "its head cannot be seen at %s".formatted(controller.root().host()));
            return;
        }
        // Windows 2000 knows no functional levels: absence is level 0.
        Integer level = head.get().getAttributeValueAsInteger("msDS-Behavior-Version");
        findings.number(
                controller.source("msDS-Behavior-Version of " + domain.dn()),
                level == null ? 0 : level,
                path[0],
                path[1],
                "functionalLevel");
        Integer quota = head.get().getAttributeValueAsInteger("ms-DS-MachineAccountQuota");
        if (quota != null) {
            findings.number(
                    controller.source("ms-DS-MachineAccountQuota of " + domain.dn()),
                    quota,
                    path[0],
                    path[1],
                    "machineAccountQuota");
        }
        String filter = "(&(objectClass=group)(cn=Exchange*Servers))";
        List<String> groups = controller
                .search(
                        domain.dn(),
                        SearchScope.SUB,
                        Filter.createANDFilter(
                                Filter.createEqualityFilter("objectClass", "group"),
                                Filter.createSubstringFilter("cn", "Exchange", new String[0], "Servers")),
                        "cn")
                .stream()
                .map(each -> each.getAttributeValue("cn"))
                .sorted()
                .toList();
        findings.texts(controller.source(filter), groups, path[0], path[1], "groups");
    }

    private void host(Forest.Host host) throws DiscoveryException {
        String source = controllers.first().source(host.settings());
        findings.text(source, host.name(), "dcs", host.name(), "name");
        findings.flag(source, host.globalCatalogue(), "dcs", host.name(), "gc");
        String domain = Names.domainOf(host.computer());
        forest.domain(domain).ifPresent(each -> findings.text(source, each.name(), "dcs", host.name(), "domain"));
        Optional<Controller> controller = controllers.of(domain);
        Optional<Entry> computer = controller.isEmpty()
                ? Optional.empty()
                : controller.get().read(host.computer(), "operatingSystem", "operatingSystemServicePack");
        String system =
                computer.map(each -> each.getAttributeValue("operatingSystem")).orElse("");
        String family = family(system);
        if (family.isEmpty()) {
            findings.gap(
                    host.name(),
                    system.isEmpty()
                            ? "its computer object does not show the operating system"
                            : "its operating system is none that is known here: " + system);
            return;
        }
        String from = controller.orElseThrow().source(host.computer());
        findings.text(from, family, "dcs", host.name(), "os");
        String pack = computer.map(each -> each.getAttributeValue("operatingSystemServicePack"))
                .orElse("");
        Matcher level = SERVICE_PACK.matcher(pack);
        if (level.find()) {
            findings.number(from, Integer.parseInt(level.group(1)), "dcs", host.name(), "sp");
        } else if (pack.isEmpty()) {
            findings.number(from, 0, "dcs", host.name(), "sp");
        } else {
            findings.gap(host.name(), "its service pack is not understood: " + pack);
        }
    }

    private static String family(String operatingSystem) {
        if (operatingSystem.contains("2003")) {
            return "WINDOWS_SERVER_2003";
        }
        return operatingSystem.contains("2000") ? "WINDOWS_2000" : "";
    }

    private void schemaMaster() {
        String owner = forest.schemaMaster();
        Optional<Forest.Host> host = owner == null
                ? Optional.empty()
                : forest.hosts().stream()
                        .filter(each -> Names.same(each.settings(), owner))
                        .findFirst();
        if (host.isEmpty()) {
            findings.gap("schema master", "the schema does not show who holds it");
            return;
        }
        String source = controllers.first().source("fSMORoleOwner of the schema");
        findings.text(source, host.get().name(), "schemaMaster", "dc");
        forest.domain(Names.domainOf(host.get().computer()))
                .ifPresent(domain -> findings.text(source, domain.name(), "schemaMaster", "domain"));
    }

    private void versions(Controller controller) throws DiscoveryException {
        Controller.RootEntry root = controller.root();
        String host = root.host().toLowerCase(Locale.ROOT);
        version(controller, VERSION_OBJECT + root.schema(), "rangeUpper", "schemaRangeUpper", host);
        String services = "CN=Services," + root.configuration();
        if (controller.read(services, "objectClass").isEmpty()) {
            findings.gap(host, "%s cannot be seen".formatted(services));
        } else {
            List<Entry> organizations = OrganizationFacts.containers(controller);
            if (organizations.isEmpty()) {
                findings.number(
                        controller.source("msExchOrganizationContainer below " + services),
                        0,
                        "orgObjectVersion",
                        host);
            } else {
                attribute(controller, organizations.getFirst(), "objectVersion", "orgObjectVersion", host);
            }
        }
        Optional<Forest.Domain> domain = forest.domain(root.domain());
        if (domain.isPresent()) {
            version(
                    controller,
                    SYSTEM_OBJECTS + root.domain(),
                    "objectVersion",
                    "domains",
                    domain.get().name(),
                    "mesoObjectVersion",
                    host);
        }
    }

    /** A version that an object carries: 0 when the object is not there but what holds it can be seen, and so would it. */
    private void version(Controller controller, String object, String attribute, String... path)
            throws DiscoveryException {
        Optional<Entry> entry = controller.read(object, attribute);
        if (entry.isPresent()) {
            attribute(controller, entry.get(), attribute, path);
        } else if (controller.read(Names.parent(object), "objectClass").isPresent()) {
            findings.number(controller.source(object), 0, path);
        } else {
            findings.gap(path[path.length - 1], "%s cannot be seen".formatted(Names.parent(object)));
        }
    }

    private void attribute(Controller controller, Entry entry, String attribute, String... path) {
        Integer value = entry.getAttributeValueAsInteger(attribute);
        if (value == null) {
            findings.gap(
                    path[path.length - 1], "%s does not show %s to this account".formatted(entry.getDN(), attribute));
        } else {
            findings.number(controller.source("%s of %s".formatted(attribute, entry.getDN())), value, path);
        }
    }
}
