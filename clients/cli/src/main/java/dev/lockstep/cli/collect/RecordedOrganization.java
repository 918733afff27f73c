package dev.lockstep.cli.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.discovery.Discovered;
import java.time.Instant;

/** An organization on the platform, and what is found out about it going there with its sources. */
final class RecordedOrganization {

    private final PlatformClient platform;
    private final String id;

    RecordedOrganization(PlatformClient platform, String name) {
        this.platform = platform;
        try {
            this.id = OrganizationId.ofName(name).value();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.INVALID, String.valueOf(e.getMessage()), "Correct the organization's name.");
        }
    }

    /** What is recorded. */
    FactTree facts() {
        JsonNode document = platform.get(Service.INVENTORY, Query.of("/organizations/{}/document", id));
        return FactTree.ofDocument(
                DocumentKind.ORGANIZATION,
                document.withObject("/organization"),
                new Provenance("platform", Instant.EPOCH, "", Confidence.IMPORTED));
    }

    /** Records what was found; the version of the record afterwards. */
    String record(Discovered found, String reason) {
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
        JsonNode answer = platform.post(Service.INVENTORY, Query.of("/organizations/{}/observations", id), body);
        return answer.path("version").asText();
    }
}
