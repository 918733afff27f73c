package dev.lockstep.cli.collect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.discovery.Discovered;
import dev.lockstep.discovery.Discovery;
import dev.lockstep.discovery.DiscoveryException;
import dev.lockstep.discovery.DiscoveryRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the directory and the name service, and takes what they show into an inventory document or the platform's inventory. */
@Command(
        name = "collect",
        description = {
            "Read the directory over LDAP and the name service, and say what they show as facts.",
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

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The inventory document to refresh or to make, JSON or YAML.")
    @Nullable private String out;

    @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster of a document that is made.")
    @Nullable private String cluster;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "A node of a document that is made; may be given again.")
    private List<String> nodes = List.of();

    @Option(names = "--record", description = "Record what is found in the platform's inventory, with its sources.")
    private boolean recording;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "collected from the directory",
            description = "Why, with --record; it stands in the history (default: collected from the directory).")
    private String reason;

    @Option(names = "--yes", description = "Take the differences without asking.")
    private boolean yes;

    public CollectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (out != null && recording) {
            throw new CommandFailure(
                    ExitCode.INVALID, "It is taken into a file or recorded.", "Give --out or --record, not both.");
        }
        if (recording) {
            return recorded(new RecordedOrganization(platform(), organization));
        }
        if (out == null) {
            Discovered found = discover(FactTree.empty(DocumentKind.ORGANIZATION), hosts);
            show(found);
            return ExitCode.DONE;
        }
        return refresh(InventoryFile.open(out, organization, cluster, nodes, surroundings()));
    }

    private Discovered discover(FactTree recorded, List<String> lookedUp) {
        try {
            Discovered found = new Discovery(
                            directory.access(surroundings()), surroundings().clock())
                    .find(new DiscoveryRequest(organization, recorded, directory.names(), lookedUp));
            found.gaps().forEach(gap -> terminal().note("Not known: %s: %s.".formatted(gap.what(), gap.why())));
            return found;
        } catch (DiscoveryException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, e.sentence(), e.remedy());
        }
    }

    private void show(Discovered found) {
        if (json()) {
            terminal().print(ContractJson.mapper().<JsonNode>valueToTree(found));
            return;
        }
        Table table = Table.of("FACT", "VALUE", "SOURCE");
        for (ObservedFact fact : found.facts()) {
            table.row(fact.path().toString(), Json.text(fact.value()), fact.source());
        }
        terminal().print(table);
    }

    private int refresh(InventoryFile file) {
        FactTree recorded = file.organization(surroundings().clock().instant());
        List<String> lookedUp = new ArrayList<>(file.hosts());
        lookedUp.addAll(hosts);
        Discovered found = discover(recorded, lookedUp);
        boolean none = showDifferences(recorded, found).isEmpty();
        if (none && !file.isFresh()) {
            return ExitCode.DONE;
        }
        if (!agreed("Take them into '%s'?".formatted(out))) {
            return ExitCode.REFUSED;
        }
        file.write(found.takenInto(recorded, ""));
        terminal().note("'%s' is written.".formatted(out));
        return ExitCode.DONE;
    }

    /** What is as it is recorded is confirmed, and fresh again; nobody has to agree to that. */
    private int recorded(RecordedOrganization target) {
        FactTree recorded = target.facts();
        Discovered found = discover(recorded, hosts);
        if (!showDifferences(recorded, found).isEmpty() && !agreed("Record them?")) {
            return ExitCode.REFUSED;
        }
        terminal().note("It is recorded; version %s.".formatted(target.record(found, reason)));
        return ExitCode.DONE;
    }

    private List<FactChange> showDifferences(FactTree recorded, Discovered found) {
        List<FactChange> changes = found.changesTo(recorded, "");
        Differences differences = new Differences(changes, found);
        if (json()) {
            terminal().print(differences.json());
        } else {
            differences.print(terminal());
        }
        return changes;
    }

    private boolean agreed(String question) {
        boolean agreed = yes || Question.agreed(question, surroundings());
        if (!agreed) {
            terminal().note("Nothing was taken.");
        }
        return agreed;
    }
}
