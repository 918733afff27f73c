package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not hold says which facts it fails on: those that decided, of many every one that fails, and no others. */
class FailureMessageTest {

    /** Changed facts that are not what fails, or that stand behind many that fail together. */
    private static final Map<String, String> NOT_NAMED = Map.of(
            "HW-CAT-02 /cluster/geoDispersed", "it makes the requirement apply; what fails are the nodes",
            "NET-PUB-ROLE-01 /cluster/nodes/E2K3-N1/nics/Private/ip",
                    "it makes the network public; what fails is its role",
            "NET-PUB-ROLE-01 /cluster/evs/EVS1/ip", "it makes the network public; what fails is its role",
            "ORG-DNS-03 /organization/dns/dynamicUpdate",
                    "it makes the requirement apply; what fails is the list of records",
            "PROF4-01 /cluster/profile", "it makes the requirement apply; what fails is the number of nodes",
            "PROF4-10-LITERAL-106 /cluster/fabric/spareSpindles",
                    "the sum of 23 numbers is too small, of which the first are named",
            "X-DISK-MNT-01 /cluster/disks/Disk 22/mountPoint",
                    "it makes the requirement apply; what fails is the disk's role");

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());

    static List<Mutation> mutations() {
        return Mutation.all();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void theChangedFactIsNamedOrTheListThatItStandsIn(Mutation mutation) {
        FactPath path = FactPath.parse(mutation.path());
        String message = message(mutation.document(), mutation.requirement(), mutation.subject());

        boolean named = IntStream.rangeClosed(1, path.segments().size())
                .mapToObj(length -> Pattern.quote(path.prefix(length).toString().substring(1))
                        + (length < path.segments().size() ? "( |/\\d+/)" : ""))
                .anyMatch(words -> Pattern.compile(words).matcher(message).find());

        assertThat(named)
                .as(message)
                .isNotEqualTo(NOT_NAMED.containsKey(mutation.requirement() + " " + mutation.path()));
    }

    @Test
    void ofAllNodesThatFailEachIsNamedAndNoOther() {
        assertThat(changed(
                        Fixtures.NEW_BEFORE_SETUP,
                        "ORG-WINS-01",
                        Map.of(
                                "/cluster/nodes/E2K3-N1/nics/Public/wins", JsonNodeFactory.instance.arrayNode(),
                                "/cluster/nodes/E2K3-N3/nics/Public/wins", JsonNodeFactory.instance.arrayNode())))
                .isEqualTo("It does not hold: cluster/nodes/E2K3-N1/nics/Public/wins is [],"
                        + " cluster/nodes/E2K3-N3/nics/Public/wins is [].");
    }

    @Test
    void ofAGroupOnlyTheResourceThatIsNotOnlineIsNamed() {
        assertThat(changed(
                        Fixtures.UPGRADE_BEFORE_NODE,
                        "SETUP-DTC-01",
                        Map.of("/cluster/groups/Cluster Group/resources/MSDTC/state", TextNode.valueOf("OFFLINE"))))
                .contains("MSDTC/state is \"OFFLINE\"")
                .doesNotContain("Disk");
    }

    @Test
    void whoIsAllRightIsNotNamed() {
        assertThat(message(Fixtures.document("broken/B07-ACCT-CSA-02"), "ACCT-CSA-02", "account CORP\\svc-cluster"))
                .contains("cluster/nodes/E2K3-N4/localAdministrators is ")
                .doesNotContain("E2K3-N1", "E2K3-N2", "E2K3-N3");
    }

    @Test
    void ofManyThatFailTheFirstAreNamedAndTheOthersCounted() {
        assertThat(changed(
                        Fixtures.EIGHT_NODES,
                        "X-DISK-LTR-01",
                        Map.of(
                                "/cluster/nodes/*/localDrives",
                                JsonNodeFactory.instance
                                        .arrayNode()
                                        .add("E:")
                                        .add("F:")
                                        .add("G:"))))
                .matches("It does not hold: (.+ is .+, ){8}and \\d+ more\\.");
    }

    private String changed(String fixture, String requirement, Map<String, JsonNode> facts) {
        ObjectNode document = Fixtures.document(fixture);
        facts.forEach((path, value) -> Patches.set(document, path, value));
        return message(document, requirement, "");
    }

    private String message(ObjectNode document, String requirement, String subject) {
        return engine
                .evaluate(
                        InventoryFacts.of(document),
                        Operation.of(document).orElseThrow(),
                        Fixtures.AT,
                        Waivers.none(),
                        each -> each.id().equals(requirement))
                .results()
                .stream()
                .filter(result ->
                        result.verdict() == Verdict.FAIL && result.subject().contains(subject))
                .map(RequirementResult::message)
                .findFirst()
                .orElseThrow();
    }
}
