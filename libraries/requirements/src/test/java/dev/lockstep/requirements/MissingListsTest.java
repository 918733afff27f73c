package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of disks, networks or domains that nobody listed it is not known whether there are any, so nothing about them is met. */
class MissingListsTest {

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    static Stream<String> lists() {
        return Stream.of("cluster/disks", "cluster/networks", "cluster/evs", "organization/domains");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void whatIsAskedOfEachOfAMissingListIsUnknown(String list) {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        String[] path = list.split("/", -1);
        List<String> asked = askedOfEach(document, path[1]);
        ((ObjectNode) document.path(path[0])).remove(path[1]);

        List<RequirementResult> results = results(document);

        assertThat(asked).isNotEmpty();
        for (String requirement : asked) {
            assertThat(results)
                    .filteredOn(result -> result.requirement().equals(requirement))
                    .as(requirement)
                    .isNotEmpty()
                    .allSatisfy(result -> assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN))
                    .allSatisfy(result -> assertThat(result.facts())
                            .extracting(RequirementResult.FactRead::path)
                            .contains(list));
        }
    }

    @Test
    void aListThatIsKnownToBeEmptyAsksNothing() {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        ((ObjectNode) document.path("cluster")).putArray("disks");

        assertThat(results(document)).noneMatch(result -> result.requirement().equals("DISK-NTFS-01"));
    }

    @Test
    void whatIsMissingInAListWithoutNamesIsNamedByTheList() {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        ((ObjectNode) document.at("/cluster/disks/0/partitions/0")).remove("fs");

        RequirementResult unknown = results(document).stream()
                .filter(result -> result.requirement().equals("DISK-NTFS-01"))
                .filter(result -> result.subject().equals("disk Disk 1"))
                .findFirst()
                .orElseThrow();

        assertThat(unknown.message()).contains("cluster/disks/Disk 1/partitions is missing");
        assertThat(unknown.facts().getFirst().path()).isEqualTo("cluster/disks/Disk 1/partitions");
    }

    @Test
    void whatIsTooOldInAListWithoutNamesIsToldByTheListWhichCanBeAttested() {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        Instant imported = Instant.parse("2026-03-01T08:00:00Z");
        Provenance provenance = new Provenance("imported document", imported, "editor", Confidence.IMPORTED);
        FactTree cluster = FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), provenance);
        InventoryFacts facts = InventoryFacts.of(
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), provenance),
                cluster);

        Report report = engine.evaluate(
                facts, Operation.of(document).orElseThrow(), imported.plus(Duration.ofDays(900)), Waivers.none());

        assertThat(report.stale()).contains("cluster/disks/Disk 1/partitions");
        assertThat(report.stale())
                .filteredOn(path -> path.startsWith("cluster/"))
                .allSatisfy(path -> assertThat(cluster.below(FactPath.parse(path.substring("cluster".length()))))
                        .isNotEmpty());
    }

    private List<String> askedOfEach(ObjectNode document, String list) {
        return results(document).stream()
                .filter(result -> result.verdict() != Verdict.NOT_APPLICABLE)
                .map(RequirementResult::requirement)
                .distinct()
                .map(id -> Catalogue.standard().requirement(id).orElseThrow())
                .filter(requirement -> requirement.account() == null)
                .filter(requirement -> requirement
                        .scope()
                        .collectionPath()
                        .filter(collection -> collection.endsWith("/" + list))
                        .isPresent())
                .map(Requirement::id)
                .toList();
    }

    private List<RequirementResult> results(ObjectNode document) {
        return engine.evaluate(
                        InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results();
    }
}
