package dev.lockstep.orchestration.service;

import static dev.lockstep.orchestration.service.Api.COORDINATOR;
import static dev.lockstep.orchestration.service.Api.OPERATOR;
import static dev.lockstep.orchestration.service.Api.awaitStatus;
import static dev.lockstep.orchestration.service.Api.get;
import static dev.lockstep.orchestration.service.Api.post;
import static dev.lockstep.orchestration.service.Api.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A step goes on without approval when two persons break the glass, and everything shows it. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class BrokenGlassTest extends OnePlayedCluster {

    private static final String REASON = "{\"reason\":\"the house is on fire\"}";

    @Test
    void oneProposesAnotherAgreesAndEverybodySeesIt() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        String id = site.started(plan);
        String overrides = "/rollouts/%s/steps/%s/overrides".formatted(id, SmallPlan.START);
        site.look(id, SmallPlan.CHECK);
        RunnerTask look = site.lease(id, SmallPlan.START);
        refused(OPERATOR, overrides, REASON, 409, "not-waiting-for-approval");
        post(
                site.approver,
                "/rollouts/%s/approvals".formatted(id),
                "{\"decision\":\"WITHDRAW\",\"comment\":\"seen more\"}",
                200);
        site.report(look);
        awaitStatus(id, SmallPlan.START, "WAITING");

        post(OPERATOR, overrides, "{}", 400);
        refused(Tokens.of(Role.APPROVER, "*"), overrides, REASON, 403, "role-missing");
        String proposal = post(OPERATOR, overrides, REASON, 200).path("overrideProposal.id");
        String confirmation = "%s/%s/confirmation".formatted(overrides, proposal);
        refused(OPERATOR, confirmation, "{}", 403, "role-missing");
        refused(bothOf("operator"), confirmation, "{}", 403, "approver-is-proposer");
        refused(bothOf("coordinator"), confirmation, "{}", 403, "approver-is-requester");
        refused(
                site.approver,
                "%s/%s/confirmation".formatted(overrides, "00000000-0000-4000-8000-000000000000"),
                "{}",
                409,
                "stale-proposal");
        assertThat(get(COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("seen more", "a second person");
        assertThat(site.tryLease()).isEmpty();

        Response agreed = post(site.approver, confirmation, "{\"comment\":\"I smell it\"}", 200);

        assertThat(agreed.<String>path("overrides[0].confirmedBy.name")).isEqualTo("approver");
        assertThat(agreed.<String>path("overrides[0].missing[0]")).contains("seen more");
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        awaitStatus(id, SmallPlan.SETUP, "WAITING");
        assertThat(get(COORDINATOR, "/rollouts?cluster=" + cluster).<Integer>path("items[0].overrides"))
                .isEqualTo(1);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(History.of(id, rollouts))
                        .filteredOn(StepExecutionStarted.class::isInstance)
                        .singleElement()
                        .satisfies(event -> assertThat(((StepExecutionStarted) event).approval())
                                .endsWith("glass broken by operator and approver")));
    }

    private static String bothOf(String name) {
        return Tokens.with(name, claims -> {
            claims.putObject("realm_access").putArray("roles").add("approver").add(name);
            claims.putArray("lockstep_scopes").add("*");
        });
    }
}
