package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.OverrideEvent.OverrideProposed;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepWaiting;
import dev.lockstep.contracts.orchestration.RolloutEvent.WaitCause;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A step that waits for approval goes on without it when two persons say so; one alone cannot, and nothing else is overridden. */
class OverrideTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID PROPOSAL = new UUID(2, 1);
    private static final List<String> MISSING = List.of(
            "this rollout needs 1 approval and has 0 that count; approver withdrew at 2026-01-01T00:00:00Z: seen more");
    private static final RolloutCommand.ProposeOverride PROPOSE =
            new RolloutCommand.ProposeOverride("command", PROPOSAL, "the house is on fire", account("operator"), NOW);
    private static final OverrideProposed PROPOSED = new OverrideProposed(
            CLUSTER, ROLLOUT, "command", PROPOSAL, "the house is on fire", account("operator"), NOW);

    private static List<RolloutEvent> waiting(WaitCause cause) {
        List<RolloutEvent> executing = AbortTest.executing("command", Actor.RUNNER, "check");
        List<RolloutEvent> events = new ArrayList<>(executing.subList(
                0,
                executing.indexOf(executing.stream()
                        .filter(LocksGranted.class::isInstance)
                        .findFirst()
                        .orElseThrow())));
        events.add(new ApprovalWithdrawn(CLUSTER, ROLLOUT, account("approver"), NOW, "seen more"));
        events.add(new StepWaiting(CLUSTER, ROLLOUT, "command", 1, cause, List.of("it waits"), NOW));
        return events;
    }

    private static List<RolloutEvent> proposed() {
        List<RolloutEvent> events = waiting(WaitCause.APPROVAL);
        events.add(PROPOSED);
        return events;
    }

    private static ApprovalOverridden overridden() {
        return new ApprovalOverridden(
                CLUSTER,
                ROLLOUT,
                "command",
                PROPOSAL,
                "the house is on fire",
                account("operator"),
                NOW,
                "I smell it",
                account("second"),
                NOW,
                NOW.plus(Duration.ofHours(1)),
                MISSING);
    }

    private static RolloutCommand.ConfirmOverride confirmAs(Authority by, UUID proposal, Instant now) {
        return new RolloutCommand.ConfirmOverride("command", proposal, "I smell it", by, now);
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static Rollout after(List<RolloutEvent> events) {
        Rollout state = Rollout.none();
        for (RolloutEvent event : events) {
            state = RolloutEvolution.evolve(state, event);
        }
        return state;
    }

    @Test
    void aProposalAloneChangesNothing() {
        given(waiting(WaitCause.APPROVAL)).when(PROPOSE).thenEvents(PROPOSED);

        assertThat(after(proposed()).approvals().missing("command", NOW)).isEqualTo(MISSING);
    }

    @Test
    void theSecondPersonsWordLetsThisStepBeginForAnHour() {
        given(proposed()).when(confirmAs(account("second"), PROPOSAL, NOW)).thenEvents(overridden());

        List<RolloutEvent> events = proposed();
        events.add(overridden());
        Rollout state = after(events);
        assertThat(state.approvals().missing("command", NOW.plusSeconds(3599))).isEmpty();
        assertThat(state.approvals().missing("command", NOW.plusSeconds(3600))).isNotEmpty();
        assertThat(state.approvals().missing("once", NOW)).isNotEmpty();
        assertThat(state.approvals().missingUnlessOverridden("command", NOW)).isEqualTo(MISSING);
    }

    @Test
    void onlyASecondPersonWithTheAuthorityAgrees() {
        given(proposed()).when(confirmAs(account("operator"), PROPOSAL, NOW)).thenRefused("approver-is-proposer");
        given(proposed()).when(confirmAs(account("coordinator"), PROPOSAL, NOW)).thenRefused("approver-is-requester");
        given(proposed())
                .when(confirmAs(with("operator", "site:demo"), PROPOSAL, NOW))
                .thenRefused("approver-role-missing");
        given(proposed())
                .when(confirmAs(with("approver", "site:other"), PROPOSAL, NOW))
                .thenRefused("approver-scope-missing");
    }

    private static Authority with(String role, String scope) {
        return new Authority(
                "second",
                "second",
                new TreeSet<>(Set.of(role)),
                new TreeSet<>(Set.of(scope)),
                new TreeSet<>(),
                null,
                null);
    }

    @Test
    void onlyWhatStandsIsAgreedTo() {
        given(proposed())
                .when(confirmAs(account("second"), new UUID(2, 2), NOW))
                .thenRefused("stale-proposal");
        given(proposed())
                .when(confirmAs(account("second"), PROPOSAL, NOW.plusSeconds(3600)))
                .thenRefused("stale-proposal");
        given(waiting(WaitCause.APPROVAL))
                .when(confirmAs(account("second"), PROPOSAL, NOW))
                .thenRefused("stale-proposal");
    }

    @Test
    void aClosedGateIsNotOverridden() {
        given(waiting(WaitCause.GATE)).when(PROPOSE).thenRefused("not-waiting-for-approval");
        List<RolloutEvent> events = waiting(WaitCause.GATE);
        events.add(PROPOSED);
        given(events).when(confirmAs(account("second"), PROPOSAL, NOW)).thenRefused("not-waiting-for-approval");
    }
}
