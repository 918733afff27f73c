package dev.lockstep.cli.inventory;

import dev.lockstep.cli.api.Query;
import java.util.Locale;
import picocli.CommandLine.Parameters;

/** The organization or cluster that a command is about. */
final class InventoryTarget {

    @Parameters(
            paramLabel = "CLUSTER",
            description = "A cluster as ORGANIZATION:CLUSTER, for example contoso:clu01, or an organization's id.")
    private String id;

    /** A query below the cluster or organization. */
    Query query(String below) {
        String canonical = id.toLowerCase(Locale.ROOT);
        return canonical.contains(":")
                ? Query.of("/clusters/{}" + below, canonical)
                : Query.of("/organizations/{}" + below, canonical);
    }
}
