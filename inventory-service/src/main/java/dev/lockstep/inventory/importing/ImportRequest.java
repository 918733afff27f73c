package dev.lockstep.inventory.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.inventory.facts.Chunks;
import dev.lockstep.requirements.document.DocumentMistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A document that obeys the facts dictionary, as the two records that it speaks of. */
record ImportRequest(
        OrganizationId organization,
        String organizationName,
        FactTree organizationFacts,
        ClusterId cluster,
        String clusterName,
        FactTree clusterFacts) {

    /** The request, or every mistake that only shows when the document is taken apart. */
    sealed interface Reading {
        record Accepted(ImportRequest request) implements Reading {}

        record Refused(List<DocumentMistake> mistakes) implements Reading {}
    }

    static Reading of(ObjectNode document, Provenance provenance) {
        List<DocumentMistake> mistakes = new ArrayList<>();
        String organizationName = document.path("organization").path("name").asText();
        String clusterName = document.path("cluster").path("name").asText();
        OrganizationId organization;
        ClusterId cluster;
        try {
            organization = OrganizationId.ofName(organizationName);
        } catch (IllegalArgumentException e) {
            return refused("/organization/name", e);
        }
        try {
            cluster = ClusterId.of(organization, clusterName);
        } catch (IllegalArgumentException e) {
            return refused("/cluster/name", e);
        }
        FactTree organizationFacts = facts(DocumentKind.ORGANIZATION, document, "organization", provenance);
        FactTree clusterFacts = facts(DocumentKind.CLUSTER, document, "cluster", provenance);
        Stream.of(organizationFacts, clusterFacts).forEach(tree -> refuseHugeValues(tree, mistakes));
        return mistakes.isEmpty()
                ? new Reading.Accepted(new ImportRequest(
                        organization, organizationName, organizationFacts, cluster, clusterName, clusterFacts))
                : new Reading.Refused(mistakes);
    }

    private static FactTree facts(DocumentKind kind, ObjectNode document, String part, Provenance provenance) {
        return FactTree.ofDocument(kind, document.withObject("/" + part), provenance);
    }

    private static void refuseHugeValues(FactTree tree, List<DocumentMistake> mistakes) {
        for (Fact fact : tree.facts()) {
            if (Chunks.size(fact.value()) > Chunks.LARGEST_VALUE) {
                mistakes.add(new DocumentMistake(
                        "/" + tree.kind().name().toLowerCase(Locale.ROOT) + fact.path(),
                        null,
                        "the value is larger than %,d bytes".formatted(Chunks.LARGEST_VALUE),
                        "leave out what is not needed"));
            }
        }
    }

    private static Reading refused(String place, IllegalArgumentException e) {
        return new Reading.Refused(
                List.of(new DocumentMistake(place, null, String.valueOf(e.getMessage()), "give it a proper name")));
    }
}
