package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.deputy.Arranged.FULL;
import static dev.lockstep.orchestration.deputy.Arranged.approver;
import static dev.lockstep.orchestration.deputy.Arranged.inForce;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.PLAN;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.ASKED;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.NOW;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.OPEN;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.PASSED;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.need;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.deputy.Arrangement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Authority at administrative groups: what the organization's covers, what a group's does not, and what of it is lent. */
class GroupAuthorityTest {

    private static final String FIRST =
            "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First Administrative Group";
    private static final String SECOND =
            "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/Second Administrative Group";
    private static final List<String> ALL = List.of("check", "command", "once", "person", "last");

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(ApprovalNeed... needs) {
        return scenario(new RolloutDecider())
                .given(
                        RandomCommands.request(NOW),
                        new ApprovalsRequired(CLUSTER, ROLLOUT, List.of(needs)),
                        ASKED,
                        PASSED);
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> needing(String... delegations) {
        return given(need("plan", 1, ALL, delegations));
    }

    private static RolloutCommand.Approve approve(Authority by, @Nullable Arrangement arrangement, String... parts) {
        return new RolloutCommand.Approve(PLAN, by, "", Set.of(parts), OPEN, arrangement, NOW);
    }

    private static RolloutCommand.Approve approve(String... delegations) {
        return approve(approver("arne", delegations), null);
    }

    @Test
    void whatIsHeldAtTheGroupOrAtTheOrganizationSuffices() {
        needing(FIRST)
                .when(approve(FIRST))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
        needing(FIRST)
                .when(approve(FULL))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
        needing(FIRST)
                .when(approve(FIRST.replace("First Administrative", "FIRST administrative")))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void aGroupCoversNeitherTheOrganizationNorAnotherGroup() {
        needing(FULL).when(approve(FIRST, SECOND)).thenRefused("approver-delegation-missing");
        needing(FIRST).when(approve(SECOND)).thenRefused("approver-delegation-missing");
        needing(FIRST).when(approve(FIRST.replace("FULL_", ""))).thenRefused("approver-delegation-missing");
        needing(FIRST).when(approve(FIRST.replace("contoso", "fabrikam"))).thenRefused("approver-delegation-missing");
    }

    @Test
    void whereSeveralGroupsAreNamedEachIsNeeded() {
        needing(FIRST, SECOND).when(approve(FIRST)).thenRefused("approver-delegation-missing");
        needing(FIRST, SECOND)
                .when(approve(FIRST, SECOND))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void theRefusalNamesTheRoleAndWhereItIsNotHeld() {
        Refusal refusal = needing(FIRST, SECOND).when(approve(FIRST)).thenRefused("approver-delegation-missing");

        assertThat(refusal.detail()).contains("delegation " + SECOND + ", which arne does not hold");
        assertThat(refusal.remedy()).contains("at this administrative group or at the organization");
    }

    @Test
    void whoHoldsAGroupApprovesThePartsThatNeedNoMore() {
        ApprovalNeed[] needs = {
            need("forest", 1, List.of("command"), FULL), need("server", 1, List.of("once", "person", "last"), FIRST)
        };

        given(needs)
                .when(approve(FIRST))
                .thenEventsSatisfy(events -> assertThat(events)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                PartsApproved.class,
                                approved -> assertThat(approved.parts()).containsExactly("server")));
        given(needs).when(approve(approver("arne", FIRST), null, "forest")).thenRefused("approver-delegation-missing");
    }

    @Test
    void aDeputyIsLentTheGroupAndNothingMore() {
        Arrangement lent = inForce("lena", "dora", FIRST);

        needing(FIRST)
                .when(approve(approver("dora"), lent))
                .thenEventsSatisfy(events -> assertThat(events)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                ApprovedAsDeputy.class,
                                approved -> assertThat(approved.mandate().delegations())
                                        .containsExactly(FIRST)));
        needing(SECOND).when(approve(approver("dora"), lent)).thenRefused("approver-delegation-missing");
        needing(FULL).when(approve(approver("dora", FULL), lent)).thenRefused("approver-delegation-missing");
    }
}
