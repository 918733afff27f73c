package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists clusters. */
@Command(name = "clusters", description = "List the clusters that you may see.")
public final class ClustersCommand extends PlatformCommand {

    @Option(names = "--site", paramLabel = "SITE", description = "Only those of this site.")
    @Nullable private String site;

    @Option(names = "--organization", paramLabel = "ID", description = "Only those of this organization.")
    @Nullable private String organization;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "1000",
            description = "At most so many (default: 1000).")
    private int limit;

    public ClustersCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        ArrayNode clusters = platform()
                .all(
                        Service.INVENTORY,
                        Query.of("/clusters").with("site", site).with("organization", organization),
                        limit);
        return show(clusters, () -> {
            Table table = Table.of("CLUSTER", "NAME", "SITE", "NODES", "DISKS", "VIRTUAL SERVERS", "VERSION", "CHANGED")
                    .whole("CLUSTER");
            clusters.forEach(cluster -> table.row(
                    Json.text(cluster, "id"),
                    Json.text(cluster, "name"),
                    Json.text(cluster, "site"),
                    Json.text(cluster, "nodes"),
                    Json.text(cluster, "disks"),
                    Json.text(cluster, "virtualServers"),
                    Json.text(cluster, "version"),
                    Json.moment(cluster, "changedAt")));
            return table;
        });
    }
}
