package dev.lockstep.cli.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.collect.tools.ClusterTools;
import dev.lockstep.cli.collect.tools.ToolOptions;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.discovery.Discovered;
import dev.lockstep.discovery.Discovery;
import dev.lockstep.discovery.DiscoveryException;
import dev.lockstep.discovery.DiscoveryRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the directory, the name service and a cluster's tools, and takes what they show into an inventory document or the platform's inventory. */
@Command(
        name = "collect",
        description = {
            "Read the directory over LDAP, the name service, and the cluster by its tools, and say what they show as facts.",
            "With --out an inventory document is refreshed, or made; with --record the platform's inventory is.",
            "Differences are shown before they are taken."
        })
public final class CollectCommand extends PlatformCommand {

    @Option(
            names = "--organization",
            paramLabel = "NAME",
            required = true,
            description = "The Exchange organization, as its container in the directory is named.")
    private String organization;

    @Mixin
    private DirectoryOptions directory;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "A host whose address is looked up too; may be given again. Needs --dns.")
    private List<String> hosts = List.of();

    @Mixin
    private ToolOptions tools;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The inventory document to refresh or to make, JSON or YAML.")
    @Nullable private String out;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description =
                    "The cluster that is looked at, or of a document that is made (default: that of the document).")
    @Nullable private String cluster;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "A node of a document that is made without --tools; may be given again.")
    private List<String> nodes = List.of();

    @Option(names = "--record", description = "Record what is found in the platform's inventory, with its sources.")
    private boolean recording;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, with --record; it stands in the history (default: what it was collected from).")
    @Nullable private String reason;

    @Option(names = "--yes", description = "Take the differences without asking.")
    private boolean yes;

    public CollectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!directory.asked() && !tools.asked()) {
            throw new CommandFailure(
                    ExitCode.INVALID, "Nobody is asked for anything.", "Give --directory URL, --tools, or both.");
        }
        if (out != null && recording) {
            throw new CommandFailure(
                    ExitCode.INVALID, "It is taken into a file or recorded.", "Give --out or --record, not both.");
        }
        if (out != null) {
            InventoryFile file = InventoryFile.open(out, organization, cluster, nodes, tools.asked(), surroundings());
            return taken(file, file.cluster());
        }
        if (tools.asked() && cluster == null) {
            throw new CommandFailure(
                    ExitCode.INVALID, "It is not said which cluster is looked at.", "Name it with --cluster.");
        }
        if (recording) {
            ClusterId looked = tools.asked() && cluster != null ? cluster(cluster) : null;
            return taken(
                    new PlatformInventory(platform(), organization(), looked, reason()),
                    cluster == null ? "" : cluster);
        }
        show(collect(FactTree.empty(DocumentKind.ORGANIZATION), FactTree.empty(DocumentKind.CLUSTER), hosts, cluster));
        return ExitCode.DONE;
    }

    private String reason() {
        return reason != null
                ? reason
                : "collected "
                        + (directory.asked() ? "from the directory" : "")
                        + (directory.asked() && tools.asked() ? " and " : "")
                        + (tools.asked() ? "with the cluster's tools" : "");
    }

    private OrganizationId organization() {
        try {
            return OrganizationId.ofName(organization);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.INVALID, String.valueOf(e.getMessage()), "Correct the organization's name.");
        }
    }

    private ClusterId cluster(String name) {
        try {
            return ClusterId.of(organization(), name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.INVALID, String.valueOf(e.getMessage()), "Correct the cluster's name.");
        }
    }

    private Collected collect(
            FactTree organizationRecord, FactTree clusterRecord, List<String> lookedUp, @Nullable String lookedAt)
            throws InterruptedException {
        Map<DocumentKind, Discovered> parts = new EnumMap<>(DocumentKind.class);
        FactTree known = organizationRecord;
        if (directory.asked()) {
            Discovered found = discover(organizationRecord, lookedUp);
            parts.put(DocumentKind.ORGANIZATION, found);
            known = found.takenInto(organizationRecord, "");
        }
        if (tools.asked() && lookedAt != null) {
            ClusterTools.Found found = ClusterTools.lookAt(
                    tools, cluster(lookedAt), lookedAt, known, clusterRecord, directory.asked(), surroundings());
            if (!found.organization().facts().isEmpty()) {
                parts.merge(DocumentKind.ORGANIZATION, found.organization(), Discovered::and);
            }
            parts.put(DocumentKind.CLUSTER, found.cluster());
        }
        Collected collected = new Collected(parts);
        collected.gaps().forEach(gap -> terminal().note("Not known: %s: %s.".formatted(gap.what(), gap.why())));
        return collected;
    }

    private Discovered discover(FactTree recorded, List<String> lookedUp) {
        try {
            return new Discovery(
                            directory.access(surroundings()), surroundings().clock())
                    .find(new DiscoveryRequest(organization, recorded, directory.names(), lookedUp));
        } catch (DiscoveryException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, e.sentence(), e.remedy());
        }
    }

    private void show(Collected found) {
        if (json()) {
            terminal()
                    .print(
                            tools.asked()
                                    ? json(found)
                                    : ContractJson.mapper()
                                            .<JsonNode>valueToTree(found.about(DocumentKind.ORGANIZATION)
                                                    .orElseThrow()));
            return;
        }
        Table table = Table.of("FACT", "VALUE", "SOURCE");
        found.parts().values().forEach(part -> {
            for (ObservedFact fact : part.facts()) {
                table.row(fact.path().toString(), Json.text(fact.value()), fact.source());
            }
        });
        terminal().print(table);
    }

    private static JsonNode json(Collected found) {
        ObjectNode json = ContractJson.mapper().createObjectNode();
        found.parts()
                .forEach((kind, part) ->
                        json.set(member(kind), ContractJson.mapper().valueToTree(part)));
        return json;
    }

    private static String member(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What is as it is recorded needs nobody's agreement; on the platform it becomes fresh again. */
    private int taken(Inventory inventory, String lookedAt) throws InterruptedException {
        List<String> lookedUp = new ArrayList<>(inventory.hosts());
        lookedUp.addAll(hosts);
        Collected found = collect(
                inventory.recorded(DocumentKind.ORGANIZATION),
                inventory.recorded(DocumentKind.CLUSTER),
                lookedUp,
                lookedAt);
        boolean none = showDifferences(inventory, found);
        if (none && !inventory.isNew() && !inventory.keepsTimes()) {
            return ExitCode.DONE;
        }
        if ((!none || inventory.isNew()) && !agreed(inventory.question())) {
            return ExitCode.REFUSED;
        }
        terminal().note(inventory.take(found));
        return ExitCode.DONE;
    }

    /** Whether there are none. */
    private boolean showDifferences(Inventory inventory, Collected found) {
        ObjectNode json = ContractJson.mapper().createObjectNode();
        boolean none = true;
        for (Map.Entry<DocumentKind, Discovered> part : found.parts().entrySet()) {
            Differences differences = Differences.between(inventory.recorded(part.getKey()), part.getValue());
            none &= differences.changes().isEmpty();
            json.set(member(part.getKey()), differences.json());
            if (!json()) {
                if (tools.asked()) {
                    terminal().print(part.getKey() == DocumentKind.CLUSTER ? "Cluster:" : "Organization:");
                }
                differences.print(terminal());
            }
        }
        if (json()) {
            terminal().print(tools.asked() ? json : json.path(member(DocumentKind.ORGANIZATION)));
        }
        return none;
    }

    private boolean agreed(String question) {
        boolean agreed = yes || Question.agreed(question, surroundings());
        if (!agreed) {
            terminal().note("Nothing was taken.");
        }
        return agreed;
    }
}
