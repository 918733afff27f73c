package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.InventoryFacts;
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
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Instant.EPOCH,
                        Waivers.none())
                .results();
    }
}
