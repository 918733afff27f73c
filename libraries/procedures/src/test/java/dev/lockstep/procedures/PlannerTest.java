package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.Predicates.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final PlanTarget TARGET = new PlanTarget(Scenario.NEW, "6.5.6944", "CORP\\exadmin");
    private static final Predicates NOTHING_KNOWN = (expression, organization, cluster) -> Truth.UNKNOWN;

    private final Planner planner = new Planner(ProcedureLibrary.load(), NOTHING_KNOWN);

    @Test
    void planOfTheFourNodeClusterIsTheGoldenOne() {
        Plan plan = planned(SampleDocument.fourNodes());

        GoldenPlans.assertGolden("four-node-new.plan", plan);
    }

    @Test
    void planOfTheDemoIsTheGoldenOne() {
        GoldenPlans.assertGolden(
                "contoso-clu01.plan",
                Documents.plan(new Planner(ProcedureLibrary.load(), new Conditions()), Documents.demo()));
    }

    @Test
    void setupRunsOnOneNodeAfterAnotherAndBeforeAnyVirtualServer() {
        List<String> ids = planned(SampleDocument.fourNodes()).steps().stream()
                .map(PlanStep::id)
                .toList();

        List<String> order = ids.stream()
                .filter(id -> id.startsWith("setup-") || id.startsWith("verify-") || id.startsWith("create-group-"))
                .toList();

        assertThat(order)
                .containsExactly(
                        "setup-e2k3-n1",
                        "verify-e2k3-n1",
                        "setup-e2k3-n2",
                        "verify-e2k3-n2",
                        "setup-e2k3-n3",
                        "verify-e2k3-n3",
                        "setup-e2k3-n4",
                        "verify-e2k3-n4",
                        "create-group-evs1",
                        "verify-evs1",
                        "create-group-evs2",
                        "verify-evs2",
                        "create-group-evs3",
                        "verify-evs3");
    }

    @Test
    void onlyTheFirstExchangeServerOfADomainTakesTheOrganizationsLock() {
        Plan plan = planned(SampleDocument.fourNodes());

        assertThat(locksOf(plan, "system-attendant-evs1")).contains("organization contoso");
        assertThat(locksOf(plan, "system-attendant-evs2")).doesNotContain("organization contoso");
    }

    @Test
    void whatIsTrueAlreadyIsListedWithTheReason() {
        Planner knowing = new Planner(
                ProcedureLibrary.load(),
                (expression, organization, cluster) ->
                        expression.contains("schemaRangeUpper") ? Truth.TRUE : Truth.UNKNOWN);
        SampleDocument document = SampleDocument.fourNodes();

        Plan plan = planned(knowing, document);

        PlanStep forestPrep = plan.step("forest-prep").orElseThrow();
        assertThat(forestPrep.skip().expected()).isNotNull();
        assertThat(plan.steps().stream().filter(step -> step.skip().expected() != null))
                .containsExactly(forestPrep);
    }

    @Test
    void planReadFromItsOwnTextHasTheSameHashAndAChangedOneIsRefused() {
        Plan plan = planned(SampleDocument.fourNodes());
        ObjectNode json = plan.toJson();

        assertThat(Plan.read(json.toString())).isEqualTo(plan);
        ((ObjectNode) json.path("steps").path(3)).put("title", "something else");
        assertThat(catchThrowable(() -> Plan.read(json.toString()))).hasMessageContaining("hash");
    }

    @Test
    void aPlanThatNamesALookItDoesNotHaveIsRefused() {
        ObjectNode json = planned(SampleDocument.fourNodes()).toJson();
        ((ArrayNode) json.path("looks")).remove(0);

        assertThat(catchThrowable(() -> Plan.read(json.toString()))).hasMessageContaining("look");
    }

    /** The event in which a plan is published has at most 900,000 bytes. */
    @Test
    void thePlanOfTheLargestClusterFitsAnEvent() {
        SampleDocument document = SampleDocument.of(
                List.of("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"), List.of("A", "B", "C", "D", "E", "F", "G"), 7);

        assertThat(planned(document).toJson().toString().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(850_000);
    }

    @Test
    void thereIsNoPlanForMoreVirtualServersThanTheRulesAllow() {
        SampleDocument document = SampleDocument.of(List.of("N1", "N2", "N3"), List.of("A", "B", "C"), 1);

        assertThat(planner.plan(document.organization, document.cluster, TARGET))
                .isEqualTo(new Planning.NoPlan(List.of("3 nodes can hold at most 2 virtual servers, not 3")));
    }

    @Test
    void missingFactsAreNamedOneByOne() {
        SampleDocument document = SampleDocument.of(List.of("N1", "N2"), List.of("A"), 1);
        ((ObjectNode) document.cluster.path("evs").path(0)).remove(List.of("networkName", "storageGroups"));
        ((ObjectNode) document.node(1)).remove("plannedInstallPath");
        ((ArrayNode) document.organization.path("dcs")).removeAll();

        assertThat(planner.plan(document.organization, document.cluster, TARGET))
                .isEqualTo(new Planning.NoPlan(List.of(
                        "no domain controller of the domain corp.contoso.com is recorded",
                        "node N2 has no planned installation path",
                        "virtual server A has no networkName",
                        "the number of storage groups of virtual server A is not recorded")));
    }

    /** Room is counted in storage groups only where nodes host several virtual servers. */
    @Test
    void storageGroupsAreNotAskedForAboveTwoNodes() {
        SampleDocument document = SampleDocument.of(List.of("N1", "N2", "N3"), List.of("A"), 1);
        ((ObjectNode) document.cluster.path("evs").path(0)).remove("storageGroups");

        assertThat(planned(document).steps()).isNotEmpty();
    }

    @Test
    void onWindows2000MsdtcIsSeenOnlineOnEachNodeAfterComclustRanThere() {
        Plan plan = planned(SampleDocument.onWindows2000(List.of("N1", "N2"), List.of("A")));

        assertThat(plan.steps().stream().map(PlanStep::id).filter(id -> id.contains("msdtc")))
                .containsExactly("cluster-msdtc-n1", "msdtc-on-n1", "cluster-msdtc-n2", "msdtc-on-n2");
        assertThat(plan.step("msdtc-on-n2").orElseThrow().verify())
                .contains("g.owner == \"N2\"", "r.state == \"ONLINE\"");
    }

    @Test
    void everyConditionOfAPlanIsOneThatTheRequirementsLanguageUnderstands() {
        SampleDocument document = SampleDocument.fourNodes();
        Conditions conditions = new Conditions();

        List<String> wrong = new ArrayList<>();
        for (PlanStep step : planned(document).steps()) {
            try {
                conditions.evaluate(step.verify(), document.organization, document.cluster);
                if (step.skip().when() != null) {
                    conditions.evaluate(step.skip().when(), document.organization, document.cluster);
                }
            } catch (IllegalArgumentException e) {
                wrong.add(step.id() + ": " + e.getMessage());
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Property(tries = 50)
    void sameInputGivesTheSamePlan(
            @ForAll @IntRange(min = 1, max = 8) int nodes, @ForAll @IntRange(min = 1, max = 6) int disks) {
        SampleDocument document = document(nodes, disks);
        SampleDocument again = document(nodes, disks);

        assertThat(planned(document).toJson().toString())
                .isEqualTo(planned(again).toJson().toString());
    }

    @Property(tries = 50)
    void orderOfMembersInTheDocumentDoesNotMatter(@ForAll @IntRange(min = 2, max = 8) int nodes, @ForAll long seed) {
        SampleDocument document = document(nodes, 2);

        Plan shuffled = planned(
                planner,
                shuffled(document.organization, new Random(seed)),
                shuffled(document.cluster, new Random(seed)));

        assertThat(shuffled.hash()).isEqualTo(planned(document).hash());
    }

    /** Whatever the names are, each command keeps its number of arguments, each id stays safe. */
    @Property(tries = 100)
    void anyNamesArePlanned(@ForAll @StringLength(min = 1, max = 40) String odd) {
        SampleDocument plain = SampleDocument.of(List.of("N1", "N2", "N3"), List.of("V"), 1);
        SampleDocument document = SampleDocument.of(List.of("N1", "N2", "N3"), List.of("V & " + odd + "\" %PATH%"), 1);

        List<PlanStep> expected = planned(plain).steps();
        List<PlanStep> steps = planned(document).steps();

        assertThat(steps).hasSameSizeAs(expected);
        assertThat(steps).allMatch(step -> step.id().matches("[a-z0-9]+(-[a-z0-9]+)*"));
        assertThat(steps.stream().map(PlanStep::id).collect(Collectors.toSet())).hasSameSizeAs(steps);
        IntStream.range(0, steps.size())
                .forEach(i -> assertThat(steps.get(i).command())
                        .hasSameSizeAs(expected.get(i).command()));
        assertThat(steps.stream().flatMap(step -> step.command().stream())).contains("/group:V & " + odd + "\" %PATH%");
    }

    private static SampleDocument document(int nodes, int disks) {
        int servers = nodes > 2 ? nodes - 1 : nodes;
        return SampleDocument.of(
                IntStream.rangeClosed(1, nodes).mapToObj(i -> "NODE " + i).toList(),
                IntStream.rangeClosed(1, servers).mapToObj(i -> "EVS" + i).toList(),
                disks);
    }

    private static JsonNode shuffled(ObjectNode object, Random random) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.shuffle(members, random);
        ObjectNode other = object.objectNode();
        members.forEach(member -> other.set(
                member.getKey(),
                member.getValue() instanceof ObjectNode inner ? shuffled(inner, random) : member.getValue()));
        return other;
    }

    private List<String> locksOf(Plan plan, String step) {
        return plan.step(step).orElseThrow().locks();
    }

    private Plan planned(SampleDocument document) {
        return planned(planner, document);
    }

    private static Plan planned(Planner planner, SampleDocument document) {
        return planned(planner, document.organization, document.cluster);
    }

    private static Plan planned(Planner planner, JsonNode organization, JsonNode cluster) {
        return switch (planner.plan(organization, cluster, TARGET)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }
}
