package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Observations that came one after the other can close a ring that no document may have. */
class CircularFactsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Provenance SEEN = new Provenance("cluster.exe", NOW, "runner", Confidence.OBSERVED);

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aRingDecidesNothingAndEndsNoEvaluation(Scenario scenario) {
        Report before = evaluated(Catalogue.standard(), document(), scenario);

        Report after = evaluated(Catalogue.standard(), withRings(), scenario);

        assertThat(after.results()).hasSameSizeAs(before.results());
        assertThat(after.results())
                .filteredOn(result -> result.message().contains("leads back to where it began"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN));
    }

    @Test
    void whatReadsARingSaysWhichAndIsUnknown() throws InvalidCatalogueException {
        Catalogue own = new CatalogueReader().extend(Catalogue.standard(), Map.of("own.yaml", """
                requirements:
                  - {id: OWN-DISK-01, title: t, severity: REQUIRED, scope: DISK, stages: [CLUS], source: s, explanation: e, remedy: r,
                     predicate: 'disk.hostDisk == null || cluster.disks.exists(h, h.id == disk.hostDisk)'}
                """));
        List<RequirementResult> results = evaluated(own, withRings(), Scenario.NEW).results().stream()
                .filter(result -> result.requirement().equals("OWN-DISK-01"))
                .toList();

        assertThat(results)
                .filteredOn(result -> result.message().contains("hostDisk cannot be right"))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN))
                .allSatisfy(result -> assertThat(result.remedy()).startsWith("Find out first: "))
                .extracting(RequirementResult::message)
                .containsExactlyInAnyOrder(
                        "It cannot be told: cluster/disks/%1$s/hostDisk cannot be right, it leads back to where it began (%1$s, %2$s, %1$s)."
                                .formatted(disk(0), disk(1)),
                        "It cannot be told: cluster/disks/%2$s/hostDisk cannot be right, it leads back to where it began (%1$s, %2$s, %1$s)."
                                .formatted(disk(0), disk(1)));
    }

    private static String disk(int index) {
        return document().at("/cluster/disks/%d/id".formatted(index)).asText();
    }

    private static ObjectNode document() {
        return Fixtures.document(Fixtures.NEW_BEFORE_FIRST_EVS);
    }

    private static ObjectNode withRings() {
        ObjectNode document = document();
        set(document, "/cluster/disks/0", "hostDisk", disk(1));
        set(document, "/cluster/disks/1", "hostDisk", disk(0));
        String domain = document.at("/organization/domains/0/name").asText();
        set(document, "/organization/domains/0", "parent", domain);
        for (JsonNode group : document.at("/cluster/groups")) {
            for (JsonNode resource : group.path("resources")) {
                ((ObjectNode) resource)
                        .putArray("dependsOn")
                        .add(resource.path("name").asText());
            }
        }
        return document;
    }

    private static void set(ObjectNode document, String object, String member, String value) {
        ((ObjectNode) document.at(object)).put(member, value);
    }

    private static Report evaluated(Catalogue catalogue, ObjectNode document, Scenario scenario) {
        InventoryFacts facts = InventoryFacts.of(
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), SEEN),
                FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), SEEN));
        return new RequirementEngine(catalogue).evaluate(facts, Operation.standing(scenario), NOW, Waivers.none());
    }
}
