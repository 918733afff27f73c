package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan for which authority at an administrative group suffices, and who approves it. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class GroupApprovalTest extends OnePlayedCluster {

    private static final String FIRST = "First Administrative Group";

    private String at(String group) {
        return "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:%s/%s".formatted(cluster.organization(), group);
    }

    private static String approver(String name, String delegation) {
        return Tokens.with(name, claims -> {
            claims.putObject("realm_access").putArray("roles").add("approver");
            claims.putArray("lockstep_scopes").add("*");
            claims.putArray("lockstep_delegations").add(delegation);
        });
    }

    private Plan planned(Plan plan) {
        return site.keep(plan, plans, inventory);
    }

    private static String requested(Plan plan) {
        return post(COORDINATOR, "/rollouts", hash(plan), 201).path("id");
    }

    private static String hash(Plan plan) {
        return "{\"planHash\":\"%s\"}".formatted(plan.hash());
    }

    private static String approvals(String rollout) {
        return "/rollouts/%s/approvals".formatted(rollout);
    }

    @Test
    void aTokenOfTheGroupApprovesAndOneOfAnotherGroupDoesNot() {
        Plan plan = planned(SmallPlan.inAdministrativeGroup(cluster, FIRST));
        String id = requested(plan);

        Response other = post(approver("otto", at("Second Administrative Group")), approvals(id), hash(plan), 403);
        Response approved = post(approver("greta", at(FIRST)), approvals(id), hash(plan), 200);

        assertThat(other.<String>path("type")).endsWith(":approver-delegation-missing");
        assertThat(other.<String>path("detail")).contains(at(FIRST));
        assertThat(approved.<String>path("status")).isEqualTo("APPROVED");
        assertThat(approved.<List<String>>path("approvals[0].delegations")).containsExactly(at(FIRST));
        assertThat(approved.<List<String>>path("approvals[0].approvals[0].approver.delegations"))
                .containsExactly(at(FIRST));
    }

    @Test
    void theOrganizationsTokenApprovesForTheGroupAndTheGroupsNotForTheOrganization() {
        Plan ofGroup = planned(SmallPlan.inAdministrativeGroup(cluster, FIRST));
        String first = requested(ofGroup);
        post(site.approver, approvals(first), hash(ofGroup), 200);
        post(COORDINATOR, "/rollouts/%s/abort".formatted(first), "{\"reason\":\"another plan\"}", 200);
        Plan ofOrganization = planned(SmallPlan.of(cluster, Repeatability.IDEMPOTENT));
        String second = requested(ofOrganization);

        refused(
                approver("greta", at(FIRST)),
                approvals(second),
                hash(ofOrganization),
                403,
                "approver-delegation-missing");
    }
}
