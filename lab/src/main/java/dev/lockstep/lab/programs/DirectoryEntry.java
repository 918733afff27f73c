package dev.lockstep.lab.programs;

import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An object of the directory as one domain controller shows it: its distinguished name and attributes, in order. */
record DirectoryEntry(String name, List<Map.Entry<String, String>> attributes) {
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

    DirectoryEntry {
        attributes = List.copyOf(attributes);
    }

    /** Everything about Exchange that this controller knows. */
    static List<DirectoryEntry> of(DataCentre world, DomainController controller) {
        Directory directory = world.directory();
        String forest = dn(directory
                .controller(directory.schemaMaster())
                .map(DomainController::domain)
                .orElse(controller.domain()));
        String configuration = "CN=Configuration," + forest;
        String domain = dn(controller.domain());
        Replica replica = controller.replica();
        List<DirectoryEntry> entries = new ArrayList<>();
        entries.add(entry("CN=Schema," + configuration, "dMD", "Schema"));
        entries.add(entry("CN=Services," + configuration, "container", "Services"));
        entries.add(entry(domain, "domainDNS", controller.domain()));
        entries.add(entry("CN=Users," + domain, "container", "Users"));
        if (replica.schemaRangeUpper() > 0) {
            entries.add(entry(
                            "CN=ms-Exch-Schema-Version-Pt,CN=Schema," + configuration,
                            "attributeSchema",
                            "ms-Exch-Schema-Version-Pt")
                    .with("rangeUpper", Integer.toString(replica.schemaRangeUpper())));
        }
        if (replica.organizationVersion() > 0) {
            organization(directory, replica, "CN=Microsoft Exchange,CN=Services," + configuration, entries);
        }
        if (replica.domainVersion() > 0) {
            entries.add(entry(
                            "CN=Microsoft Exchange System Objects," + domain,
                            "msExchSystemObjectsContainer",
                            "Microsoft Exchange System Objects")
                    .with("objectVersion", Integer.toString(replica.domainVersion())));
        }
        replica.groups().forEach(each -> entries.add(entry("CN=" + each + ",CN=Users," + domain, "group", each)));
        return entries;
    }

    private static void organization(
            Directory directory, Replica replica, String container, List<DirectoryEntry> entries) {
        entries.add(entry(container, "msExchConfigurationContainer", "Microsoft Exchange"));
        String name = replica.servers().isEmpty() ? PLACEHOLDER : directory.organization();
        String organization = "CN=" + escape(name) + "," + container;
        entries.add(entry(organization, "msExchOrganizationContainer", name)
                .with("objectVersion", Integer.toString(replica.organizationVersion())));
        for (ExchangeServer each : replica.servers()) {
            String server = "CN=" + escape(each.name()) + ",CN=Servers,CN=" + escape(each.administrativeGroup())
                    + ",CN=Administrative Groups," + organization;
            entries.add(entry(server, "msExchExchangeServer", each.name())
                    .with("serialNumber", serialNumber(each.build()))
                    .with("networkAddress", "netbios:" + each.name())
                    .with(
                            "networkAddress",
                            "ncacn_ip_tcp:" + each.name().toLowerCase(Locale.ROOT) + "." + each.domain()));
        }
    }

    private static DirectoryEntry entry(String name, String objectClass, String commonName) {
        return new DirectoryEntry(name, List.of(Map.entry("objectClass", objectClass), Map.entry("cn", commonName)));
    }

    private DirectoryEntry with(String attribute, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(attributes);
        more.add(Map.entry(attribute, value));
        return new DirectoryEntry(name, more);
    }

    /** The version text of a server object, for example {@code Version 6.5 (Build 7226.6: Service Pack 1)}. */
    static String serialNumber(String build) {
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

    /** The distinguished name of a domain. */
    static String dn(String domain) {
        return "DC=" + domain.replace(".", ",DC=");
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,");
    }
}
