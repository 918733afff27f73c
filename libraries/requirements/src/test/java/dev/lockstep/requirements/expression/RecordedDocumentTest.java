package dev.lockstep.requirements.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordedDocumentTest {

    private static final Provenance IMPORTED =
            new Provenance("a document", Instant.parse("2026-03-01T12:00:00Z"), "editor", Confidence.IMPORTED);

    private final RecordedDocument organization = document(DocumentKind.ORGANIZATION, "Contoso");

    @Test
    void anOrganizationIsReadBesideEachOfItsClusters() {
        InventoryFacts first = InventoryFacts.of(organization, document(DocumentKind.CLUSTER, "CLU01"));
        InventoryFacts second = InventoryFacts.of(organization, document(DocumentKind.CLUSTER, "CLU02"));

        assertThat(first.text("organization", "name")).hasValue("Contoso");
        assertThat(second.text("organization", "name")).hasValue("Contoso");
        assertThat(first.text("cluster", "name")).hasValue("CLU01");
        assertThat(second.text("cluster", "name")).hasValue("CLU02");
    }

    @Test
    void aDocumentIsNotReadAsOneOfAnotherKind() {
        assertThatThrownBy(() -> InventoryFacts.of(organization, organization))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLUSTER");
    }

    private static RecordedDocument document(DocumentKind kind, String name) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("name", name);
        return RecordedDocument.of(FactTree.ofDocument(kind, document, IMPORTED));
    }
}
