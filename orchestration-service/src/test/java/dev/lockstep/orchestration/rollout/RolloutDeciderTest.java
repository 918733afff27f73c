package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.approval;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RolloutDeciderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> requested() {
        return scenario(new RolloutDecider()).given(request(NOW));
    }

    private static RolloutCommand.Approve approveAs(Authority approver, String plan, String... delegations) {
        return new RolloutCommand.Approve(
                new Approval(plan, approver, NOW, NOW.plus(Duration.ofHours(1)), ""), Set.of(delegations));
    }

    private static Authority holding(String role, String scope, String delegation) {
        return new Authority(
                "someone",
                "someone",
                new TreeSet<>(Set.of(role)),
                new TreeSet<>(Set.of(scope)),
                new TreeSet<>(Set.of(delegation)),
                null,
                null);
    }

    @Test
    void approvalByARightfulApproverCounts() {
        Approval approval = approval(NOW);

        requested()
                .when(new RolloutCommand.Approve(approval, Set.of()))
                .thenEvents(new RolloutApproved(CLUSTER, ROLLOUT, approval));
    }

    @Test
    void nobodyApprovesWhatTheyRequested() {
        requested().when(approveAs(account("coordinator"), RandomCommands.PLAN)).thenRefused("approver-is-requester");
    }

    @Test
    void approvalOfAnotherPlanIsRefused() {
        requested().when(approveAs(account("approver"), "another")).thenRefused("plan-mismatch");
    }

    @Test
    void approverNeedsRoleScopeAndDelegation() {
        String needed = "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso";

        requested()
                .when(approveAs(holding("operator", "*", needed), RandomCommands.PLAN, needed))
                .thenRefused("approver-role-missing");
        requested()
                .when(approveAs(holding("approver", "site:other", needed), RandomCommands.PLAN, needed))
                .thenRefused("approver-scope-missing");
        requested()
                .when(approveAs(
                        holding("approver", "*", "EXCHANGE_ADMINISTRATOR@organization:contoso"),
                        RandomCommands.PLAN,
                        needed))
                .thenRefused("approver-delegation-missing");
    }

    @Test
    void rolloutStartsOnlyWithAnApprovalThatStillCounts() {
        requested().when(new RolloutCommand.Start(account("coordinator"), NOW)).thenRefused("approval-missing");
        requested()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)))
                .when(new RolloutCommand.Start(account("coordinator"), NOW.plus(Duration.ofHours(2))))
                .thenRefused("approval-expired");
        requested()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)))
                .when(new RolloutCommand.Start(account("coordinator"), NOW))
                .thenEvents(new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW));
    }
}
