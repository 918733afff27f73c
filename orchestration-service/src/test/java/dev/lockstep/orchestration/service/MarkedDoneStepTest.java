package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepCompleted;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attended work that no look will ever show: two persons answer for it, and everything says so. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class MarkedDoneStepTest extends OnePlayedCluster {

    private static final String PROPOSAL =
            "{\"reason\":\"the registry is locked\",\"evidence\":\"setup.log sha256:00\"}";

    @Test
    void oneProposesAnotherConfirmsAndTheRolloutGoesOn() {
        Plan plan = site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory);
        String id = site.started(plan);
        String proposals = "/rollouts/%s/steps/%s/mark-done-proposals".formatted(id, SmallPlan.SETUP);
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        Api.refused(Api.OPERATOR, proposals, PROPOSAL, 409, "not-held");
        Api.attest(id, SmallPlan.SETUP, "NOT_DONE", "the log cannot be read");
        Api.awaitStatus(id, SmallPlan.SETUP, "HELD");

        Api.post(Api.OPERATOR, proposals, "{\"reason\":\"r\"}", 400);
        String first = Api.post(Api.OPERATOR, proposals, PROPOSAL, 200).path(proposalOf(SmallPlan.SETUP));
        String confirmation = "%s/%s/confirmation".formatted(proposals, first);
        Api.refused(Api.OPERATOR, confirmation, "{}", 403, "role-missing");
        Api.refused(Api.COORDINATOR, confirmation, "{}", 403, "role-missing");
        Api.refused(Tokens.of(Role.APPROVER, "*"), confirmation, "{}", 403, "approver-delegation-missing");
        Api.refused(bothOf("operator"), confirmation, "{}", 403, "approver-is-proposer");
        Api.post(site.approver, "%s/%s/rejection".formatted(proposals, first), "{\"reason\":\"show me\"}", 200);
        Api.refused(site.approver, confirmation, "{}", 409, "stale-proposal");
        String second = Api.post(Api.COORDINATOR, proposals, PROPOSAL, 200).path(proposalOf(SmallPlan.SETUP));
        confirmation = "%s/%s/confirmation".formatted(proposals, second);
        Api.refused(bothOf("operator"), confirmation, "{}", 403, "approver-attested");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("a second person");

        Api.post(site.approver, confirmation, "{\"comment\":\"I saw it\"}", 200);

        Api.awaitStatus(id, SmallPlan.SETUP, "MARKED_DONE");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id)
                        .<String>path("steps.find { it.id == '%s' }.mark.confirmedBy.name".formatted(SmallPlan.SETUP)))
                .isEqualTo("approver");
        site.look(id, SmallPlan.NOT_NEEDED);
        Api.awaitStatus(id, "COMPLETED");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<String>>path("steps.status"))
                .containsExactly("COMPLETED", "COMPLETED", "MARKED_DONE", "SKIPPED");
        assertThat(History.of(id, rollouts))
                .noneMatch(event -> event instanceof StepCompleted completed
                        && completed.step().equals(SmallPlan.SETUP))
                .filteredOn(StepMarkedDone.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(StepMarkedDone.class, marked -> {
                    assertThat(marked.proposedBy().roles()).containsExactly("coordinator");
                    assertThat(marked.confirmedBy().delegations())
                            .containsExactly("EXCHANGE_FULL_ADMINISTRATOR@organization:" + cluster.organization());
                });
    }

    private static String proposalOf(String step) {
        return "steps.find { it.id == '%s' }.proposal.id".formatted(step);
    }

    /** The account of a name, which approves as well. */
    private String bothOf(String name) {
        return Tokens.with(name, claims -> {
            claims.putObject("realm_access").putArray("roles").add("approver").add("operator");
            claims.putArray("lockstep_scopes").add("*");
            claims.putArray("lockstep_delegations")
                    .add("EXCHANGE_FULL_ADMINISTRATOR@organization:" + cluster.organization());
        });
    }
}
