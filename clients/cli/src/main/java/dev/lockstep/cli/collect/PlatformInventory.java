package dev.lockstep.cli.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.discovery.Discovered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An organization and a cluster on the platform, and what is found out about them going there with its sources. */
final class PlatformInventory implements Inventory {

    private final PlatformClient platform;
    private final OrganizationId organization;
    private final @Nullable ClusterId cluster;
    private final String reason;
    private final Map<DocumentKind, FactTree> recorded = new EnumMap<>(DocumentKind.class);

    /**
     * @param cluster the cluster, when something will be found out about one
     * @param reason why it is looked; it stands in the history
     */
    PlatformInventory(
            PlatformClient platform, OrganizationId organization, @Nullable ClusterId cluster, String reason) {
        this.platform = platform;
        this.organization = organization;
        this.cluster = cluster;
        this.reason = reason;
    }

    private Query path(DocumentKind document, String what) {
        return document == DocumentKind.CLUSTER && cluster != null
                ? Query.of("/clusters/{}/" + what, cluster.value())
                : Query.of("/organizations/{}/" + what, organization.value());
    }

    @Override
    public FactTree recorded(DocumentKind document) {
        return recorded.computeIfAbsent(document, this::read);
    }

    private FactTree read(DocumentKind document) {
        if (document == DocumentKind.CLUSTER && cluster == null) {
            return FactTree.empty(document);
        }
        JsonNode whole = platform.get(Service.INVENTORY, path(document, "document"));
        return FactTree.ofDocument(
                document,
                whole.withObject(document == DocumentKind.CLUSTER ? "/cluster" : "/organization"),
                new Provenance("platform", Instant.EPOCH, "", Confidence.IMPORTED));
    }

    @Override
    public List<String> hosts() {
        return List.of();
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public boolean keepsTimes() {
        return true;
    }

    @Override
    public String question() {
        return "Record them?";
    }

    @Override
    public String take(Collected found) {
        List<String> versions = new ArrayList<>();
        found.parts().forEach((document, part) -> {
            if (!part.facts().isEmpty()) {
                versions.add(record(document, part));
            }
        });
        return versions.isEmpty()
                ? "Nothing was found that could be recorded."
                : "It is recorded; version %s.".formatted(String.join(", ", versions));
    }

    /** Records what was found; the version of the record afterwards. */
    private String record(DocumentKind document, Discovered found) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("reason", reason).put("observedAt", found.observedAt().toString());
        ArrayNode facts = body.putArray("facts");
        found.facts()
                .forEach(fact -> facts.addObject()
                        .put("path", fact.path().toString())
                        .put("source", fact.source())
                        .set("value", fact.value()));
        ArrayNode listed = body.putArray("listed");
        found.listed().forEach(collection -> listed.add(collection.toString()));
        JsonNode answer = platform.post(Service.INVENTORY, path(document, "observations"), body);
        return answer.path("version").asText();
    }
}
