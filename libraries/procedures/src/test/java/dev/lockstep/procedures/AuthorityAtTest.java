package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the authority of each step is held: at the organization, or at administrative groups, as the catalogue asks (§1.5). */
class AuthorityAtTest {

    private static final String FIRST = "First Administrative Group";
    private static final String SECOND = "Second Administrative Group";
    private static final List<String> ORGANIZATION = List.of();

    private final Planner planner = new Planner(ProcedureLibrary.load(), new Conditions());

    /** Two nodes, two virtual servers, a routing group that is recorded, and nothing of Exchange in the organization yet. */
    private static SampleDocument empty() {
        SampleDocument document = SampleDocument.of(List.of("N1", "N2"), List.of("EVS1", "EVS2"), 1);
        document.organization.put("mode", "NATIVE");
        routingGroup(document).putArray("members");
        return document;
    }

    private static ObjectNode routingGroup(SampleDocument document) {
        return document.organization.putArray("routingGroups").addObject().put("name", "First Routing Group");
    }

    /** The same in a domain that has a server already. */
    private static SampleDocument populated() {
        SampleDocument document = empty();
        document.organization
                .withArray("/servers")
                .addObject()
                .put("name", "EX03A")
                .put("product", "EXCHANGE_2003")
                .put("domain", "corp.contoso.com");
        return document;
    }

    private Plan plan(SampleDocument document) {
        return planned(planner.plan(
                document.organization, document.cluster, new PlanTarget(Scenario.NEW, "6.5.6944", "CORP\\exadmin")));
    }

    private static Plan planned(Planning planning) {
        return switch (planning) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }

    private static List<String> at(Plan plan, String step) {
        PlanStep found = plan.step(step).orElseThrow();
        assertThat(found.authority()).isEqualTo("EXCHANGE_FULL_ADMINISTRATOR");
        return found.authorityAt();
    }

    @Test
    void preparationAndTheFirstServerOfTheOrganizationTakeTheOrganization() {
        Plan plan = plan(empty());

        assertThat(at(plan, "forest-prep")).isEqualTo(ORGANIZATION);
        assertThat(at(plan, "domain-prep-corp-contoso-com")).isEqualTo(ORGANIZATION);
        assertThat(at(plan, "setup-n1")).isEqualTo(ORGANIZATION);
        assertThat(at(plan, "system-attendant-evs1")).isEqualTo(ORGANIZATION);
        assertThat(at(plan, "system-attendant-evs2"))
                .as("not the first any more when its turn comes")
                .containsExactly(FIRST);
    }

    @Test
    void aFurtherVirtualServerTakesItsAdministrativeGroupUnlessItIsTheFirstOfItsDomain() {
        SampleDocument elsewhere = populated();
        ((ObjectNode) elsewhere.organization.at("/servers/0")).put("domain", "emea.contoso.com");

        assertThat(at(plan(populated()), "system-attendant-evs1")).containsExactly(FIRST);
        assertThat(at(plan(elsewhere), "system-attendant-evs1")).isEqualTo(ORGANIZATION);
    }

    @Test
    void whatIsNotRecordedIsAskedOfTheOrganization() {
        SampleDocument serverWithoutDomain = populated();
        ((ObjectNode) serverWithoutDomain.organization.at("/servers/0")).remove("domain");
        SampleDocument withoutRoutingGroups = populated();
        withoutRoutingGroups.organization.remove("routingGroups");
        SampleDocument withoutMembers = populated();
        routingGroup(withoutMembers);
        SampleDocument memberWithoutGroup = populated();
        routingGroup(memberWithoutGroup).putArray("members").addObject().put("server", "EX03A");

        for (SampleDocument document :
                List.of(serverWithoutDomain, withoutRoutingGroups, withoutMembers, memberWithoutGroup)) {
            assertThat(at(plan(document), "system-attendant-evs1")).isEqualTo(ORGANIZATION);
        }
    }

    @Test
    void aRoutingGroupThatSpansAdministrativeGroupsTakesAllOfThem() {
        SampleDocument spanning = populated();
        ArrayNode members = routingGroup(spanning).putArray("members");
        members.addObject().put("server", "EX03A").put("ag", SECOND);
        members.addObject().put("server", "EX03B").put("ag", "FIRST ADMINISTRATIVE GROUP");

        assertThat(at(plan(spanning), "system-attendant-evs1")).containsExactly(FIRST, SECOND);
        spanning.organization.put("mode", "MIXED");
        assertThat(at(plan(spanning), "system-attendant-evs1"))
                .as("in mixed mode none spans several")
                .containsExactly(FIRST);
    }

    /** PERM-SETUP-01: the computer's account is in the group Exchange Domain Servers of its domain, and the node has started since. */
    @Test
    void setupTakesTheAdministrativeGroupsOnANodeThatIsKnownToTheDomain() {
        SampleDocument document = populated();
        ((ObjectNode) document.organization.at("/domains/0")).put("netbios", "CORP");
        known(document.node(0), "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
        known(document.node(1), "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z");
        ((ObjectNode) document.cluster.at("/evs/1")).put("ag", SECOND);

        Plan plan = plan(document);

        assertThat(at(plan, "setup-n1")).containsExactly(FIRST, SECOND);
        assertThat(plan.step("setup-n1").orElseThrow().instructions().getFirst())
                .contains("Exchange Full Administrator of the administrative groups " + FIRST + ", " + SECOND);
        assertThat(at(plan, "setup-n2")).as("not started since").isEqualTo(ORGANIZATION);
        assertThat(plan.step("setup-n2").orElseThrow().instructions().getFirst())
                .contains("Exchange Full Administrator of the organization");
    }

    private static void known(JsonNode node, String memberSince, String startedAt) {
        ((ObjectNode) node).put("memberOfChangedAt", memberSince).put("startedAt", startedAt);
        ((ObjectNode) node).putArray("memberOf").add("CORP\\Exchange Domain Servers");
    }

    private static void inGroup(OldCluster cluster, String group) {
        cluster.organization.put("mode", "MIXED");
        cluster.cluster.path("evs").forEach(server -> ((ObjectNode) server).put("ag", group));
    }

    @Test
    void theUpgradeOfANodeTakesTheAdministrativeGroupsOfTheCluster() {
        OldCluster cluster = OldCluster.of(2, 1, 1, "EXCHANGE_2000", "6.0.6249");
        OldCluster unknown = OldCluster.of(2, 1, 1, "EXCHANGE_2000", "6.0.6249");
        inGroup(cluster, FIRST);

        assertThat(at(planned(cluster.plan(Scenario.UPG, "6.5.6944")), "setup-n2"))
                .containsExactly(FIRST);
        assertThat(at(planned(cluster.plan(Scenario.MIX, "6.5.6944")), "setup-n2"))
                .containsExactly(FIRST);
        assertThat(at(planned(unknown.plan(Scenario.UPG, "6.5.6944")), "setup-n2"))
                .isEqualTo(ORGANIZATION);
    }

    @Test
    void theUpgradeOfAVirtualServerTakesTheOrganizationUntilItIsConfirmedThatItIsNotTheFirst() {
        OldCluster cluster = OldCluster.of(2, 1, 1, "EXCHANGE_2000", "6.0.6249");
        inGroup(cluster, FIRST);
        cluster.organization
                .withArray("/servers")
                .addObject()
                .put("name", "EX03A")
                .put("product", "EXCHANGE_2003")
                .put("domain", "corp.contoso.com");

        assertThat(at(planned(cluster.plan(Scenario.UPG, "6.5.6944")), "upgrade-evs1"))
                .isEqualTo(ORGANIZATION);
        ((ObjectNode) cluster.cluster.at("/evs/0")).put("laterUpgradeConfirmedFor", "mail1.corp.contoso.com");
        assertThat(at(planned(cluster.plan(Scenario.UPG, "6.5.6944")), "upgrade-evs1"))
                .containsExactly(FIRST);
    }

    @Test
    void aServicePackTakesOnANodeWhatItsUpgradeTakes() {
        OldCluster cluster = OldCluster.of(2, 1, 1, "EXCHANGE_2003", "6.5.6944");
        inGroup(cluster, FIRST);

        Plan plan = planned(cluster.plan(Scenario.SP, "6.5.7638"));

        assertThat(at(plan, "setup-n2")).containsExactly(FIRST);
        assertThat(at(plan, "upgrade-evs1")).isEqualTo(ORGANIZATION);
    }

    @Test
    void aStepOfTheOrganizationReadsAsItAlwaysDid() {
        JsonNode steps = plan(populated()).toJson().path("steps");

        assertThat(step(steps, "forest-prep").has("authorityAt")).isFalse();
        assertThat(step(steps, "system-attendant-evs1").path("authorityAt").toString())
                .isEqualTo("[\"%s\"]".formatted(FIRST));
    }

    private static JsonNode step(JsonNode steps, String id) {
        for (JsonNode step : steps) {
            if (step.path("id").asText().equals(id)) {
                return step;
            }
        }
        throw new AssertionError("no step " + id);
    }

    @Test
    void procedureFilesWithAnAuthorityThatDoesNotExistOrAPlaceWithoutOneAreRefused(@TempDir Path folder)
            throws IOException {
        assertRefused(folder, text -> text.replace("EXCHANGE_FULL_ADMINISTRATOR", "KING"), "KING");
        assertRefused(folder, text -> text.replace("authority: EXCHANGE_FULL_ADMINISTRATOR", ""), "and not which");
    }

    private static void assertRefused(Path folder, UnaryOperator<String> change, String named) throws IOException {
        Files.createDirectories(folder.resolve("parts"));
        Files.writeString(folder.resolve("probes.yaml"), "probes: {}\nsets: {}\n");
        Files.writeString(folder.resolve("ours.yaml"), change.apply("""
                id: ours
                version: 1.0.0
                scenario: NEW
                title: One step
                blocks:
                  - steps:
                      - id: only
                        title: Only
                        stage: PLAN
                        requires: [PLAN]
                        action: ACT
                        actor: attended
                        authority: EXCHANGE_FULL_ADMINISTRATOR
                        groupSuffices: {of: cluster}
                        instructions: [Act.]
                        observe: [nodes]
                        verify: 'true'
                        onFailure: FIX
                        effects: []
                """));
        assertThatThrownBy(() -> ProcedureLibrary.read(folder)).hasMessageContaining(named);
    }
}
