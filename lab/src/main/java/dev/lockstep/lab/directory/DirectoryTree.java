package dev.lockstep.lab.directory;

import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.DirectoryDescription.DescribedController;
import dev.lockstep.lab.world.DirectoryDescription.DescribedDomain;
import dev.lockstep.lab.world.Domain;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The objects that one domain controller shows: its domain, and the configuration of the forest with what it knows of Exchange. */
public final class DirectoryTree {
    private static final String SITE = "Default-First-Site-Name";

    private final DataCentre world;
    private final DomainController controller;
    private final String forest;
    private final List<DirectoryEntry> entries = new ArrayList<>();

    private DirectoryTree(DataCentre world, DomainController controller) {
        this.world = world;
        this.controller = controller;
        this.forest = forest(world, controller);
    }

    /** Everything that this controller shows, what holds something before what it holds. */
    public static List<DirectoryEntry> of(DataCentre world, DomainController controller) {
        DirectoryTree tree = new DirectoryTree(world, controller);
        tree.domain();
        tree.configuration();
        return List.copyOf(tree.entries);
    }

    /** The distinguished name of a domain. */
    public static String dn(String domain) {
        return "DC=" + domain.replace(".", ",DC=");
    }

    /** The distinguished name of the forest's root domain: that of the schema master. */
    static String forest(DataCentre world, DomainController controller) {
        return dn(rootDomain(world, controller));
    }

    private static String rootDomain(DataCentre world, DomainController controller) {
        Directory directory = world.directory();
        return directory
                .controller(directory.schemaMaster())
                .map(DomainController::domain)
                .orElse(controller.domain());
    }

    private void domain() {
        String domain = dn(controller.domain());
        Optional<DescribedDomain> described =
                Named.find(world.directory().description().domains(), controller.domain());
        DirectoryEntry head = DirectoryEntry.named(domain, "domainDNS", controller.domain())
                .with(
                        "ms-DS-MachineAccountQuota",
                        Integer.toString(described
                                .map(DescribedDomain::machineAccountQuota)
                                .orElse(10)))
                .with(SecurityIds.ATTRIBUTE, SecurityIds.bytes(SecurityIds.ofDomain(controller.domain())));
        int level = described.map(DescribedDomain::functionalLevel).orElse(0);
        entries.add(level == 0 ? head : head.with("msDS-Behavior-Version", Integer.toString(level)));
        entries.add(DirectoryEntry.below(domain, "container", "Users"));
        entries.add(DirectoryEntry.below(domain, "container", "Computers"));
        entries.add(
                DirectoryEntry.named("OU=Domain Controllers," + domain, "organizationalUnit", "Domain Controllers"));
        world.directory().controllersOf(controller.domain()).forEach(each -> entries.add(computer(each)));
        world.clusters().stream()
                .flatMap(cluster -> cluster.nodes().stream())
                .filter(node -> node.domain().equalsIgnoreCase(controller.domain()))
                .forEach(node -> entries.add(DirectoryEntry.below("CN=Computers," + domain, "computer", node.name())
                        .with("sAMAccountName", node.name() + "$")
                        .with("dNSHostName", node.fqdn())
                        .with(
                                SecurityIds.ATTRIBUTE,
                                SecurityIds.bytes(SecurityIds.below(controller.domain(), node.name() + "$")))));
        Replica replica = controller.replica();
        if (replica.domainVersion() > 0) {
            entries.add(
                    DirectoryEntry.below(domain, "msExchSystemObjectsContainer", "Microsoft Exchange System Objects")
                            .with("objectVersion", Integer.toString(replica.domainVersion())));
        }
        entries.addAll(Principals.of(world.directory(), controller, rootDomain(world, controller)));
    }

    private DirectoryEntry computer(DomainController host) {
        Optional<DescribedController> described = described(host);
        DirectoryEntry computer = DirectoryEntry.named(computerName(host), "computer", shortName(host))
                .with("sAMAccountName", shortName(host) + "$")
                .with("dNSHostName", host.name())
                .with(
                        "operatingSystem",
                        described.map(DescribedController::os).orElse("").equals("WINDOWS_2000")
                                ? "Windows 2000 Server"
                                : "Windows Server 2003");
        int pack = described.map(DescribedController::sp).orElse(0);
        return pack == 0 ? computer : computer.with("operatingSystemServicePack", "Service Pack " + pack);
    }

    private Optional<DescribedController> described(DomainController host) {
        return Named.find(world.directory().description().dcs(), host.name());
    }

    private static String shortName(DomainController host) {
        int dot = host.name().indexOf('.');
        return (dot < 0 ? host.name() : host.name().substring(0, dot)).toUpperCase(Locale.ROOT);
    }

    private static String computerName(DomainController host) {
        return "CN=" + shortName(host) + ",OU=Domain Controllers," + dn(host.domain());
    }

    private void configuration() {
        String configuration = "CN=Configuration," + forest;
        entries.add(DirectoryEntry.named(configuration, "configuration", "Configuration"));
        partitions(configuration);
        sites(configuration);
        DirectoryEntry schema = DirectoryEntry.below(configuration, "dMD", "Schema");
        entries.add(world.directory()
                .controller(world.directory().schemaMaster())
                .map(master -> schema.with("fSMORoleOwner", "CN=NTDS Settings," + serverName(configuration, master)))
                .orElse(schema));
        entries.add(DirectoryEntry.below(configuration, "container", "Services"));
        Replica replica = controller.replica();
        if (replica.schemaRangeUpper() > 0) {
            entries.add(
                    DirectoryEntry.below("CN=Schema," + configuration, "attributeSchema", "ms-Exch-Schema-Version-Pt")
                            .with("rangeUpper", Integer.toString(replica.schemaRangeUpper())));
        }
        if (replica.organizationVersion() > 0) {
            String root = rootDomain(world, controller);
            List<String> serverGroups = world.directory().controllersOf(root).stream()
                    .flatMap(each -> each.replica().groups().stream())
                    .distinct()
                    .toList();
            entries.addAll(OrganizationTree.of(
                    world.directory(),
                    replica,
                    configuration,
                    new ExchangePermissions(world.directory(), root, serverGroups)));
        }
    }

    private void partitions(String configuration) {
        String partitions = "CN=Partitions," + configuration;
        entries.add(DirectoryEntry.below(configuration, "crossRefContainer", "Partitions"));
        for (Domain each : world.directory().domains()) {
            DirectoryEntry reference = DirectoryEntry.below(partitions, "crossRef", each.netbios())
                    .with("nCName", dn(each.name()))
                    .with("dnsRoot", each.name())
                    .with("nETBIOSName", each.netbios());
            entries.add(Named.find(world.directory().description().domains(), each.name())
                    .flatMap(described -> Optional.ofNullable(described.parent()))
                    .flatMap(parent -> world.directory().domain(parent))
                    .map(parent -> reference.with("trustParent", "CN=" + parent.netbios() + "," + partitions))
                    .orElse(reference));
        }
    }

    private void sites(String configuration) {
        String site = "CN=" + SITE + ",CN=Sites," + configuration;
        entries.add(DirectoryEntry.below(configuration, "sitesContainer", "Sites"));
        entries.add(DirectoryEntry.below("CN=Sites," + configuration, "site", SITE));
        entries.add(DirectoryEntry.below(site, "serversContainer", "Servers"));
        for (DomainController each : world.directory().controllers()) {
            String server = serverName(configuration, each);
            entries.add(DirectoryEntry.named(server, "server", shortName(each))
                    .with("dNSHostName", each.name())
                    .with("serverReference", computerName(each)));
            boolean catalogue = described(each).map(DescribedController::gc).orElse(false);
            entries.add(
                    DirectoryEntry.below(server, "nTDSDSA", "NTDS Settings").with("options", catalogue ? "1" : "0"));
        }
    }

    private static String serverName(String configuration, DomainController host) {
        // Two domains may each have a controller of the same short name: the site tells them apart by the whole one.
        return "CN=" + host.name().toUpperCase(Locale.ROOT) + ",CN=Servers,CN=" + SITE + ",CN=Sites," + configuration;
    }
}
