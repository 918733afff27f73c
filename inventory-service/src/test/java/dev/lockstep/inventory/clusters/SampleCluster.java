package dev.lockstep.inventory.clusters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.inventory.facts.FactEdit;
import dev.lockstep.inventory.facts.Recorded;
import dev.lockstep.inventory.facts.StatedBy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster of two nodes, what happened to it, and the commands about it. */
final class SampleCluster {

    static final ClusterId CLUSTER = new ClusterId("contoso:clu01");
    static final Provenance FIRST =
            new Provenance("imported document", Instant.parse("2026-03-01T08:00:00Z"), "editor", Confidence.IMPORTED);
    static final Provenance LATER =
            new Provenance("imported document", Instant.parse("2026-03-02T08:00:00Z"), "editor", Confidence.IMPORTED);
    static final Provenance SEEN = new Provenance(
            "cluster node /status", Instant.parse("2026-03-03T08:00:00Z"), "runner", Confidence.OBSERVED);

    static final String DOCUMENT = """
            {"name": "CLU01", "domain": "corp.contoso.com",
             "nodes": [{"name": "N1", "os": {"sp": 1}}, {"name": "N2", "os": {"sp": 1}}],
             "groups": [{"name": "EVS1", "state": "ONLINE", "resources": [{"name": "Disk E:", "state": "ONLINE"}]}],
             "disks": []}""";

    static final Provenance WORD =
            new Provenance("statement of olga", Instant.parse("2026-03-04T08:00:00Z"), "olga", Confidence.ATTESTED);

    private SampleCluster() {}

    static ClusterCommand attesting(String path) {
        return new ClusterCommand.Attest(CLUSTER, List.of(FactPath.parse(path)), WORD, "read at the console");
    }

    static ClusterCommand importing(String document, Provenance provenance) {
        return new ClusterCommand.Import(CLUSTER, "CLU01", "oslo", tree(document, provenance), provenance, "import");
    }

    static ClusterCommand observing(List<String> listed, Fact... seen) {
        return new ClusterCommand.Observe(
                CLUSTER,
                Arrays.asList(seen),
                listed.stream().map(FactPath::parse).toList(),
                SEEN,
                "observed");
    }

    static ClusterCommand editing(FactEdit... edits) {
        return new ClusterCommand.Edit(CLUSTER, Arrays.asList(edits), StatedBy.EDITORS, LATER, "because");
    }

    static ClusterCommand confirming(Provenance word, FactEdit... edits) {
        return new ClusterCommand.Edit(CLUSTER, Arrays.asList(edits), StatedBy.APPROVERS, word, "looked it up");
    }

    static List<ClusterEvent> history(String document) {
        return history(document, FIRST);
    }

    static List<ClusterEvent> history(String document, Provenance provenance) {
        ClusterDecider decider = new ClusterDecider();
        return accepted(decider.decide(decider.initial(), importing(document, provenance)));
    }

    static List<ClusterEvent> accepted(Decision<ClusterEvent> decision) {
        return ((Decision.Accepted<ClusterEvent>) decision).events();
    }

    static Recorded fold(List<ClusterEvent> events) {
        Recorded.Fold fold = new Recorded.Fold(new ClusterDecider().initial());
        events.forEach(fold::apply);
        return fold.recorded();
    }

    static FactTree tree(String document, Provenance provenance) {
        return FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) value(document), provenance);
    }

    static Fact fact(String path, String value) {
        return new Fact(FactPath.parse(path), value(value), SEEN);
    }

    static FactChange change(String path, @Nullable String before, @Nullable String after, Provenance provenance) {
        return new FactChange(
                FactPath.parse(path),
                before == null ? null : value(before),
                after == null ? null : value(after),
                provenance);
    }

    static JsonNode value(String json) {
        try {
            return ContractJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String json(ClusterEvent event) {
        try {
            return ContractJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
