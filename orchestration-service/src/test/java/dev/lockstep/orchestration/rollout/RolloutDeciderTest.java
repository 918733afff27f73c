package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.approval;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RolloutDeciderTest {

    private static final List<String> STEPS = List.of("check", "command", "once", "person", "last");
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final InventoryVersions VERSIONS = new InventoryVersions(3, 4);
    static final UUID GATE = new UUID(4, 1);
    static final ApprovalGateRequested ASKED = new ApprovalGateRequested(
            CLUSTER, ROLLOUT, GATE, Scenario.NEW, List.of(Stage.PLAN), null, "6.5.6944", VERSIONS, NOW);
    static final ApprovalGatePassed PASSED = new ApprovalGatePassed(CLUSTER, ROLLOUT, GATE, VERSIONS, NOW);
    static final RolloutCommand.GateAnswer OPEN = new RolloutCommand.GateAnswer(GATE, VERSIONS, VERSIONS, List.of());

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> requested() {
        return requested(RandomCommands.needs());
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> requested(List<ApprovalNeed> needs) {
        return scenario(new RolloutDecider())
                .given(request(NOW), new ApprovalsRequired(CLUSTER, ROLLOUT, needs), ASKED, PASSED);
    }

    static List<ApprovalNeed> needing(String delegation) {
        return List.of(need("plan", 1, STEPS, delegation));
    }

    static ApprovalNeed need(String part, int approvers, List<String> steps, String... delegations) {
        return new ApprovalNeed(
                part,
                Extent.PLAN,
                steps,
                "c".repeat(64),
                approvers,
                Duration.ofHours(1),
                new TreeSet<>(Set.of(delegations)));
    }

    private static RolloutCommand.Approve approveAs(Authority approver, String plan, String... parts) {
        return new RolloutCommand.Approve(plan, approver, "", Set.of(parts), OPEN, null, NOW);
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
                .when(approveAs(account("approver"), RandomCommands.PLAN))
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

        requested(needing(needed))
                .when(approveAs(holding("operator", "*", needed), RandomCommands.PLAN))
                .thenRefused("approver-role-missing");
        requested(needing(needed))
                .when(approveAs(holding("approver", "site:other", needed), RandomCommands.PLAN))
                .thenRefused("approver-scope-missing");
        requested(needing(needed))
                .when(approveAs(
                        holding("approver", "*", "EXCHANGE_ADMINISTRATOR@organization:contoso"), RandomCommands.PLAN))
                .thenRefused("approver-delegation-missing");
        requested(needing(needed))
                .when(approveAs(holding("approver", "*", needed), RandomCommands.PLAN))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void onePersonCountsOnce() {
        Approval first = approval(NOW);

        twoNeeded()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, first))
                .when(approveAs(account("approver"), RandomCommands.PLAN))
                .thenRefused("approved-already");
        twoNeeded()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, first), new RolloutApproved(CLUSTER, ROLLOUT, first))
                .when(new RolloutCommand.Start(account("coordinator"), NOW))
                .thenRefused("approval-missing");
    }

    @Test
    void aQuorumOfDifferentPeopleStarts() {
        twoNeeded()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)), approvedBy("another"))
                .when(new RolloutCommand.Start(account("coordinator"), NOW))
                .thenEvents(new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW));
    }

    @Test
    void aWithdrawnApprovalDoesNotStart() {
        ApprovalWithdrawn withdrawn = new ApprovalWithdrawn(CLUSTER, ROLLOUT, account("another"), NOW, "seen more");

        twoNeeded()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)), approvedBy("another"))
                .when(new RolloutCommand.WithdrawApproval(account("another"), "seen more", NOW))
                .thenEvents(withdrawn);
        twoNeeded()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)), approvedBy("another"), withdrawn)
                .when(new RolloutCommand.Start(account("coordinator"), NOW))
                .thenRefused("approval-missing");
        twoNeeded()
                .given(new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)), approvedBy("another"), withdrawn)
                .when(approveAs(account("another"), RandomCommands.PLAN))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
        twoNeeded()
                .given(approvedBy("another"))
                .when(new RolloutCommand.WithdrawApproval(account("approver"), "no reason", NOW))
                .thenRefused("nothing-to-withdraw");
    }

    @Test
    void partsAreApprovedByThoseWhoMay() {
        String needed = "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso";
        List<ApprovalNeed> needs = List.of(
                need("easy", 1, List.of("command")), need("hard", 1, List.of("once", "person", "last"), needed));
        Authority without = account("approver");

        requested(needs)
                .when(approveAs(without, RandomCommands.PLAN))
                .thenEvents(new PartsApproved(CLUSTER, ROLLOUT, List.of("easy"), approval(NOW)));
        requested(needs)
                .when(approveAs(without, RandomCommands.PLAN, "easy", "hard"))
                .thenRefused("approver-delegation-missing");
        requested(needs).when(approveAs(without, RandomCommands.PLAN, "soft")).thenRefused("unknown-part");
        requested(needs)
                .given(new PartsApproved(CLUSTER, ROLLOUT, List.of("easy"), approval(NOW)))
                .when(approveAs(without, RandomCommands.PLAN, "easy"))
                .thenRefused("approved-already");
        requested(needs)
                .given(new PartsApproved(CLUSTER, ROLLOUT, List.of("hard"), approval(NOW)))
                .when(new RolloutCommand.Start(account("coordinator"), NOW))
                .thenRefused("approval-missing");
        requested(needs)
                .given(new PartsApproved(CLUSTER, ROLLOUT, List.of("easy"), approval(NOW)))
                .when(new RolloutCommand.Start(account("coordinator"), NOW))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void aRolloutFromBeforeNeedsWereRecordedIsNotApproved() {
        scenario(new RolloutDecider())
                .given(request(NOW))
                .when(approveAs(account("approver"), RandomCommands.PLAN))
                .thenRefused("approval-needs-unknown");
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> twoNeeded() {
        return requested(List.of(need("plan", 2, STEPS)));
    }

    private static RolloutApproved approvedBy(String name) {
        return new RolloutApproved(
                CLUSTER,
                ROLLOUT,
                new Approval(RandomCommands.PLAN, account(name), NOW, NOW.plus(Duration.ofHours(1)), ""));
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
