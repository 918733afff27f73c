package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Effect;
import dev.lockstep.procedures.Predicates.Truth;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.procedures.WhatIf.Outcome;
import dev.lockstep.procedures.WhatIf.StepForecast;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several SMTP namespaces behind front ends (catalogue §1.11, §2.11). */
class HostedNamespacesTest {

    private static final String SERVICE_PACK_1 = "6.5.7226";
    private static final String SERVICE_PACK_2 = "6.5.7638";

    private final Conditions conditions = new Conditions();
    private final Planner planner = new Planner(ProcedureLibrary.load(), conditions);
    private final WhatIf whatIf = new WhatIf(new RequirementEngine(Catalogue.standard()), conditions);

    @Test
    void backEndsComeFirstThenEachFrontEndOnceThenTheNamesThenTheTests() {
        Plan plan = Documents.plan(planner, twoNamespaces("FE1", "FE2"));

        assertThat(ids(plan))
                .containsSubsequence(
                        "online-evs1",
                        "http-tailspintoys-com-evs1",
                        "http-online-tailspintoys-com-evs1",
                        "http-wingtiptoys-com-evs1",
                        "verify-evs1",
                        "http-tailspintoys-com-evs2",
                        "verify-evs3",
                        "front-end-fe1-tailspintoys-com",
                        "front-end-fe1-wingtiptoys-com",
                        "front-end-fe2-tailspintoys-com",
                        "front-end-fe2-wingtiptoys-com",
                        "host-name-tailspintoys-com",
                        "host-name-wingtiptoys-com",
                        "failover-evs1-to-e2k3-n4",
                        "sign-off");
        assertThat(ids(plan)).filteredOn(id -> id.startsWith("front-end-")).hasSize(4);
        GoldenPlans.assertGolden("four-node-new-deployment-namespaces.plan", plan);
    }

    @Test
    void nothingStandsInTheWay() {
        ObjectNode document = twoNamespaces("FE1");

        assertThat(forecast(document).firstObstacle()).isEmpty();
    }

    @Test
    void aFrontEndIsPreparedByAPersonUnderTheOrganizationsLock() {
        PlanStep step = step(twoNamespaces("FE1"), "front-end-fe1-wingtiptoys-com");

        assertThat(step.actor()).isEqualTo(ActorKind.ATTENDED);
        assertThat(step.authority()).isEqualTo("EXCHANGE_FULL_ADMINISTRATOR");
        assertThat(step.locks()).containsExactly("organization contoso");
        assertThat(step.instructions())
                .anyMatch(line -> line.startsWith("Before: "))
                .anyMatch(line -> line.startsWith("After: "))
                .anyMatch(line -> line.contains("\"FE1 wingtiptoys.com\"") && line.contains("/frontEndVirtualServers"));
    }

    /** FEBE-03: it counts only when every virtual server of the cluster answers what the front end passes on. */
    @Test
    void aFrontEndIsBelievedWhenEveryVirtualServerHasTheCounterpart() {
        ObjectNode document = twoNamespaces("FE1");
        Plan plan = Documents.plan(planner, document);
        Picture picture = after(plan, document, "front-end-fe1-tailspintoys-com");
        String verify = step(plan, "front-end-fe1-tailspintoys-com").verify();

        assertThat(truth(verify, picture)).isEqualTo(Truth.TRUE);
        ((ObjectNode) virtualServer(picture, "EVS3").at("/httpVirtualServers/1")).put("port", 81);
        assertThat(truth(verify, picture)).isEqualTo(Truth.FALSE);
    }

    @Test
    void whatAnotherFrontEndHasDoesNotCountForThisOne() {
        ObjectNode document = twoNamespaces("FE1", "FE10");
        Plan plan = Documents.plan(planner, document);
        Picture picture = after(plan, document, "front-end-fe10-wingtiptoys-com");
        picture.organization()
                .path("frontEndVirtualServers")
                .forEach(each -> ((ObjectNode) each)
                        .put("name", each.path("name").asText().replace("FE1 ", "FE10 second ")));

        assertThat(truth(step(plan, "front-end-fe1-wingtiptoys-com").verify(), picture))
                .isEqualTo(Truth.FALSE);
        assertThat(truth(step(plan, "front-end-fe10-wingtiptoys-com").verify(), picture))
                .isEqualTo(Truth.TRUE);
    }

    /** A front end passes on the host header that it was asked for: what it has recorded is what the back ends get. */
    @Test
    void theHostHeadersPortsAndDirectoriesOfTheFrontEndsAreTaken() {
        ObjectNode document = twoNamespaces("FE1");
        frontEndHas(document, "FE1 Wingtip", "mail.wingtiptoys.com", 8080, "Exchange", "Public", "Exadmin");

        Plan plan = Documents.plan(planner, document);

        assertThat(ids(plan))
                .contains("http-mail-wingtiptoys-com-evs1", "http-tailspintoys-com-evs1")
                .doesNotContain("http-wingtiptoys-com-evs1");
        assertThat(effects(step(plan, "http-mail-wingtiptoys-com-evs1")))
                .contains(
                        "{\"name\":\"mail.wingtiptoys.com\",\"hostHeader\":\"mail.wingtiptoys.com\",\"ip\":\"10.10.0.31\","
                                + "\"port\":8080,\"paths\":[\"Exchange\",\"Public\",\"Exadmin\"]}");
        assertThat(forecast(document).firstObstacle()).isEmpty();
    }

    /** FEBE-03 asks it of the virtual server without a host header as well. */
    @Test
    void theDefaultOneHasTheDirectoriesThatTheFrontEndsHave() {
        ObjectNode document = twoNamespaces("FE1");
        frontEndHas(document, "FE1 Exchange Virtual Server", null, 80, "Exchange", "Public", "Exadmin");

        assertThat(effects(step(document, "http-tailspintoys-com-evs1")))
                .contains("{\"name\":\"Exchange Virtual Server\",\"hostHeader\":null,\"ip\":\"10.10.0.31\","
                        + "\"port\":80,\"paths\":[\"Exchange\",\"Public\",\"Exadmin\"]}");
        assertThat(forecast(document).firstObstacle()).isEmpty();
    }

    /** The front end has it, so that its step is not needed once the back ends have it too. */
    @Test
    void aFrontEndThatHasItAlreadyIsSkippedWithTheReason() {
        ObjectNode document = twoNamespaces("FE1");
        frontEndHas(document, "FE1 Wingtip", "wingtiptoys.com", 80, "Exchange", "Public");

        Plan plan = Documents.plan(planner, document);

        assertThat(step(plan, "front-end-fe1-wingtiptoys-com").skip().expected())
                .isEqualTo("the steps before it bring it about");
        assertThat(step(plan, "front-end-fe1-tailspintoys-com").skip().expected())
                .isNull();
    }

    @Test
    void aNameThatLeadsToTheFrontEndsIsSkippedWithTheReason() {
        ObjectNode document = twoNamespaces("FE1");
        ObjectNode records = (ObjectNode) document.at("/organization/dns/aRecords");
        records.put("Tailspintoys.com", "10.10.0.51").put("wingtiptoys.com", "10.10.0.99");

        Plan plan = Documents.plan(planner, document);

        assertThat(step(plan, "host-name-tailspintoys-com").skip().expected())
                .isEqualTo("it is true already in the recorded inventory");
        assertThat(step(plan, "host-name-wingtiptoys-com").skip().expected()).isNull();
    }

    @Test
    void withoutFrontEndsTheNamesLeadToTheVirtualServers() {
        Plan plan = Documents.plan(planner, twoNamespaces());

        assertThat(ids(plan)).noneMatch(id -> id.startsWith("front-end-"));
        assertThat(step(plan, "host-name-wingtiptoys-com").parameters()).containsEntry("address", "10.10.0.31");
    }

    @Test
    void aFrontEndWithoutAnAddressIsNamedInsteadOfAPlan() {
        ObjectNode document = twoNamespaces("FE1");
        ((ObjectNode) document.at("/organization/servers/0")).remove("address");

        assertThat(planner.plan(document.path("organization"), document.path("cluster"), Documents.target(document)))
                .isInstanceOfSatisfying(
                        Planning.NoPlan.class,
                        none -> assertThat(none.reasons())
                                .singleElement()
                                .asString()
                                .contains("FE1", "/servers/FE1/address"));
    }

    /** X-FEBE-02: from service pack 1 on the default one serves all namespaces, and FEBE-01 merely informs. */
    @Test
    void fromServicePack1OnNoneIsNeeded() {
        for (String build : List.of(SERVICE_PACK_1, SERVICE_PACK_2)) {
            ObjectNode document = twoNamespaces("FE1");
            ((ObjectNode) document.at("/organization/servers/0")).remove("address");
            ((ObjectNode) document.path("operation")).put("targetBuild", build);

            assertThat(ids(Documents.plan(planner, document)))
                    .noneMatch(
                            id -> Stream.of("http-", "front-end-", "host-name-").anyMatch(id::startsWith));
        }
    }

    /** Online on every node that the rules allow: a failover with an HTTP virtual server that stays offline there is no success. */
    @Test
    void failoverTestsCoverTheHttpVirtualServers() {
        ObjectNode document = twoNamespaces("FE1");
        Plan plan = Documents.plan(planner, document);
        Picture picture = after(plan, document, "failover-evs1-to-e2k3-n4");
        String verify = step(plan, "failover-evs1-to-e2k3-n4").verify();
        assertThat(truth(verify, picture)).isEqualTo(Truth.TRUE);

        httpResource(picture).put("state", "OFFLINE");

        assertThat(truth(verify, picture)).isEqualTo(Truth.FALSE);
    }

    /** Nodes that host another virtual server are no place for a failover test: there it has to be allowed at least. */
    @Test
    void theCheckOfAVirtualServerAsksForEveryNodeAsPossibleOwner() {
        ObjectNode document = twoNamespaces("FE1");
        Plan plan = Documents.plan(planner, document);
        Picture picture = after(plan, document, "verify-evs1");
        String verify = step(plan, "verify-evs1").verify();
        assertThat(truth(verify, picture)).isEqualTo(Truth.TRUE);

        httpResource(picture).putArray("possibleOwners").add("E2K3-N1");

        assertThat(truth(verify, picture)).isEqualTo(Truth.FALSE);
    }

    @Test
    void whatAPersonRecordedOtherwiseIsNotBelieved() {
        ObjectNode document = twoNamespaces("FE1");
        Plan plan = Documents.plan(planner, document);
        String verify = step(plan, "http-tailspintoys-com-evs1").verify();
        Picture picture = after(plan, document, "http-tailspintoys-com-evs1");
        assertThat(truth(verify, picture)).isEqualTo(Truth.TRUE);

        ((ObjectNode) virtualServer(picture, "EVS1").at("/httpVirtualServers/1")).putNull("ip");

        assertThat(truth(verify, picture)).isEqualTo(Truth.FALSE);
    }

    @Test
    void oneNamespaceWithinAnotherGetsWhatItsOwnNameSays() {
        ObjectNode document = twoNamespaces("FE1");
        ((ObjectNode) document.path("organization"))
                .putArray("hostedNamespaces")
                .add("toys.com")
                .add("wing.toys.com");
        frontEndHas(document, "FE1 Wing", "mail.wing.toys.com", 80, "Exchange", "Public");

        assertThat(ids(Documents.plan(planner, document)))
                .contains("front-end-fe1-toys-com", "front-end-fe1-mail-wing-toys-com")
                .filteredOn(id -> id.startsWith("front-end-"))
                .hasSize(2);
    }

    /** The demo's cluster, for two namespaces besides the own, behind front ends of these names. */
    static ObjectNode twoNamespaces(String... frontEnds) {
        ObjectNode document = Documents.demo();
        ObjectNode organization = (ObjectNode) document.path("organization");
        organization.putArray("hostedNamespaces").add("tailspintoys.com").add("wingtiptoys.com");
        for (int i = 0; i < frontEnds.length; i++) {
            organization
                    .withArray("/servers")
                    .addObject()
                    .put("name", frontEnds[i])
                    .put("product", "EXCHANGE_2003")
                    .put("build", "6.5.6944")
                    .put("clustered", false)
                    .put("domain", "corp.contoso.com")
                    .put("ag", "First Administrative Group")
                    .put("role", "FRONT_END")
                    .put("address", "10.10.0.5" + (i + 1));
        }
        return document;
    }

    private static void frontEndHas(
            ObjectNode document, String name, @Nullable String hostHeader, int port, String... paths) {
        ObjectNode recorded = ((ObjectNode) document.path("organization"))
                .withArray("/frontEndVirtualServers")
                .addObject()
                .put("name", name)
                .put("hostHeader", hostHeader)
                .put("port", port);
        Stream.of(paths).forEach(recorded.putArray("paths")::add);
    }

    private Forecast forecast(ObjectNode document) {
        Forecast forecast =
                whatIf.of(Documents.plan(planner, document), document.path("organization"), document.path("cluster"));
        assertThat(forecast.steps())
                .filteredOn(
                        step -> Set.of(Outcome.BLOCKED, Outcome.WITHOUT_EFFECT).contains(step.outcome()))
                .extracting(StepForecast::step, StepForecast::explanation, StepForecast::blocking)
                .isEmpty();
        return forecast;
    }

    /** The state that a step leaves behind. */
    private static Picture after(Plan plan, ObjectNode document, String last) {
        Picture picture = new Picture(document.path("organization"), document.path("cluster"));
        for (PlanStep step : plan.steps()) {
            step.effects().forEach(picture::apply);
            if (step.id().equals(last)) {
                return picture;
            }
        }
        throw new AssertionError("no step " + last);
    }

    private static JsonNode virtualServer(Picture picture, String name) {
        return picture.virtualServers().stream()
                .filter(server -> Picture.name(server).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode httpResource(Picture picture) {
        return picture.resourcesOf("EVS1").stream()
                .filter(resource -> Picture.name(resource).endsWith("(tailspintoys.com)"))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private Truth truth(String expression, Picture picture) {
        return conditions.evaluate(expression, picture.organization(), picture.cluster());
    }

    private PlanStep step(ObjectNode document, String id) {
        return step(Documents.plan(planner, document), id);
    }

    private static PlanStep step(Plan plan, String id) {
        return plan.step(id).orElseThrow();
    }

    private static List<String> ids(Plan plan) {
        return plan.steps().stream().map(PlanStep::id).toList();
    }

    private static String effects(PlanStep step) {
        return step.effects().stream().map(Effect::value).toList().toString();
    }
}
