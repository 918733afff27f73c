package dev.lockstep.validation.reports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;

/**
 * A report as the API gives it.
 *
 * @param cluster the cluster
 * @param versions the inventory versions that it was computed from
 * @param evaluatedAt when
 * @param catalogue the catalogue that was applied
 * @param operation what the report was asked about
 * @param blocking whether anything keeps the step from being taken
 * @param stale the paths of the facts that are there and only too old, in order
 * @param results worst first
 */
record ClusterReport(
        ClusterId cluster,
        InventoryVersions versions,
        Instant evaluatedAt,
        CatalogueName catalogue,
        JsonNode operation,
        boolean blocking,
        NavigableSet<String> stale,
        List<RequirementResult> results) {

    ClusterReport {
        results = List.copyOf(results);
    }

    /** Names one state of the catalogue. */
    record CatalogueName(String version, String hash) {}

    static ClusterReport of(ClusterId cluster, InventoryVersions versions, Operation operation, Report report) {
        return new ClusterReport(
                cluster,
                versions,
                report.evaluatedAt(),
                new CatalogueName(report.catalogueVersion(), report.catalogueHash()),
                operation.facts(),
                report.blocking(),
                report.stale(),
                report.results());
    }
}
