package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.approval;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.ASKED;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.GATE;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.NOW;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.OPEN;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.PASSED;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.VERSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Approvals are given on open gates and fresh facts, and lapse when a gate stays closed. */
class ApprovalGateTest {

    private static final UUID OTHER = new UUID(4, 2);
    private static final InventoryVersions LATER_VERSIONS = new InventoryVersions(3, 5);

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(RolloutEvent... more) {
        List<RolloutEvent> events = new ArrayList<>();
        events.add(request(NOW));
        events.add(new ApprovalsRequired(CLUSTER, ROLLOUT, RandomCommands.needs()));
        events.addAll(List.of(more));
        return scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static RolloutCommand.Approve approve(RolloutCommand.@Nullable GateAnswer answer, Instant now) {
        return new RolloutCommand.Approve(RandomCommands.PLAN, account("approver"), "", Set.of(), answer, null, now);
    }

    @Test
    void whatIsApprovedRestsOnTheGateThatPassed() {
        given().when(new RolloutCommand.AskApprovalGate(GATE, VERSIONS, false, NOW))
                .thenEvents(ASKED);
        given(ASKED).when(approve(OPEN, NOW)).thenEvents(PASSED, new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)));
    }

    @Test
    void nothingIsApprovedWithoutAnAnswerToTheGateAskedForLast() {
        given().when(approve(OPEN, NOW)).thenRefused("gates-unknown");
        given(ASKED).when(approve(null, NOW)).thenRefused("gates-unknown");
        given(ASKED)
                .when(approve(new RolloutCommand.GateAnswer(OTHER, VERSIONS, VERSIONS, List.of()), NOW))
                .thenRefused("gates-unknown");
    }

    @Test
    void nothingIsApprovedOnFactsThatAreNotTheNewestOrWereEvaluatedLongAgo() {
        given(ASKED)
                .when(approve(new RolloutCommand.GateAnswer(GATE, VERSIONS, LATER_VERSIONS, List.of()), NOW))
                .thenRefused("facts-stale");
        given(ASKED)
                .when(approve(new RolloutCommand.GateAnswer(GATE, LATER_VERSIONS, VERSIONS, List.of()), NOW))
                .thenRefused("facts-stale");
        given(ASKED)
                .when(approve(OPEN, NOW.plus(Rollout.FRESHNESS).plusSeconds(1)))
                .thenRefused("facts-stale");
    }

    @Test
    void nothingIsApprovedAtAClosedGate() {
        given(ASKED)
                .when(approve(new RolloutCommand.GateAnswer(GATE, VERSIONS, VERSIONS, List.of("no DNS")), NOW))
                .thenRefused("gates-closed");
    }

    @Test
    void aGateIsAskedForAgainWhenFactsChangedOrItWasClosed() {
        given(ASKED)
                .when(new RolloutCommand.AskApprovalGate(OTHER, VERSIONS, false, NOW))
                .thenRefused("gate-asked-already");
        given(ASKED)
                .when(new RolloutCommand.AskApprovalGate(OTHER, VERSIONS, true, NOW))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
        given(ASKED)
                .when(new RolloutCommand.AskApprovalGate(OTHER, LATER_VERSIONS, false, NOW))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
        given(ASKED, PASSED, new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)), started())
                .when(new RolloutCommand.AskApprovalGate(OTHER, LATER_VERSIONS, true, NOW))
                .thenRefused("gate-not-needed");
    }

    private static RolloutStarted started() {
        return new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW);
    }

    @Test
    void aTokenOfAnApprovalThatCountsNoMoreDoesNotApproveAgain() {
        Authority first = withToken("kept");
        ApprovalsLapsed lapsed =
                new ApprovalsLapsed(CLUSTER, ROLLOUT, "command", List.of("plan"), List.of("closed for long"), NOW);
        RolloutApproved approved = new RolloutApproved(
                CLUSTER, ROLLOUT, new Approval(RandomCommands.PLAN, first, NOW, NOW.plusSeconds(3600), ""));

        given(ASKED, PASSED, approved, lapsed).when(approveAs(first)).thenRefused("approver-token-replayed");
        given(ASKED, PASSED, approved, lapsed)
                .when(approveAs(withToken("new")))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    private static RolloutCommand.Approve approveAs(Authority by) {
        return new RolloutCommand.Approve(RandomCommands.PLAN, by, "", Set.of(), OPEN, null, NOW);
    }

    private static Authority withToken(String token) {
        Authority approver = account("approver");
        return new Authority(
                approver.subject(),
                approver.name(),
                approver.roles(),
                approver.scopes(),
                approver.delegations(),
                token,
                null);
    }

    @Test
    void approvalsLapseAtAGateThatIsClosedAndOnlyThere() {
        List<RolloutEvent> waiting = waitingAtClosedGate();
        RolloutCommand.LapseApprovals lapse = new RolloutCommand.LapseApprovals("command", "closed for long", NOW);
        ApprovalsLapsed lapsed =
                new ApprovalsLapsed(CLUSTER, ROLLOUT, "command", List.of("plan"), List.of("closed for long"), NOW);

        of(waiting).when(lapse).thenEvents(lapsed);
        of(waiting.subList(0, waiting.size() - 1)).when(lapse).thenRefused("nothing-to-lapse");
        waiting.add(lapsed);
        of(waiting).when(lapse).thenRefused("nothing-to-lapse");
        Rollout state = Rollout.none();
        for (RolloutEvent event : waiting) {
            state = RolloutEvolution.evolve(state, event);
        }
        assertThat(state.approvals().missing("command", NOW))
                .singleElement()
                .asString()
                .contains("that of approver lapsed", "closed for long");
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> of(List<RolloutEvent> events) {
        return scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static List<RolloutEvent> waitingAtClosedGate() {
        List<RolloutEvent> executing = AbortTest.executing("command", Actor.RUNNER, "check");
        List<RolloutEvent> events = new ArrayList<>(executing.subList(
                0,
                executing.indexOf(executing.stream()
                        .filter(GatePassed.class::isInstance)
                        .findFirst()
                        .orElseThrow())));
        events.add(1, new ApprovalsRequired(CLUSTER, ROLLOUT, RandomCommands.needs()));
        events.add(new StepWaiting(CLUSTER, ROLLOUT, "command", 1, WaitCause.GATE, List.of("no DNS"), NOW));
        return events;
    }
}
