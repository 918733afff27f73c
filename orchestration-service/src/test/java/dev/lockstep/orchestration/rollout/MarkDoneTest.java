package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneRejected;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.StepMarkedDone;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.deputy.Arranged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two persons answer for a step that no look has shown; one alone cannot. */
class MarkDoneTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final UUID FIRST = new UUID(3, 1);
    private static final UUID SECOND = new UUID(3, 2);
    private static final RolloutCommand.ProposeMark PROPOSE = new RolloutCommand.ProposeMark(
            "person",
            FIRST,
            "the registry is not reachable",
            "photo.png",
            account("operator"),
            RandomCommands.BY_COMMAND,
            LATER);

    /** A step of a person's that was attested as not done, and is held. */
    private static List<RolloutEvent> held() {
        List<RolloutEvent> events = AbortTest.executing("person", Actor.PERSON, "check", "command", "once");
        events.add(new WorkAttested(
                CLUSTER,
                ROLLOUT,
                "person",
                new Attestation(1, Attestation.Outcome.NOT_DONE, "no idea"),
                account("attester"),
                NOW));
        events.add(new StepHeld(CLUSTER, ROLLOUT, "person", 1, "attester says so", true, NOW));
        return events;
    }

    private static List<RolloutEvent> proposed() {
        List<RolloutEvent> events = held();
        events.add(proposal(FIRST));
        return events;
    }

    private static MarkDoneProposed proposal(UUID id) {
        return new MarkDoneProposed(
                CLUSTER,
                ROLLOUT,
                "person",
                1,
                id,
                "the registry is not reachable",
                "photo.png",
                account("operator"),
                LATER);
    }

    private static RolloutCommand.ConfirmMark confirmAs(Authority by, UUID proposal, String... delegations) {
        return new RolloutCommand.ConfirmMark("person", proposal, Set.of(delegations), "I saw it too", by, LATER);
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

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    @Test
    void aProposalAloneLeavesTheStepHeld() {
        given(held()).when(PROPOSE).thenEvents(proposal(FIRST));

        Rollout state = Rollout.none();
        for (RolloutEvent event : proposed()) {
            state = RolloutEvolution.evolve(state, event);
        }
        assertThat(state.current()).isNotNull().satisfies(step -> {
            assertThat(step.phase()).isEqualTo(Phase.HELD);
            assertThat(step.locks()).isEqualTo(AbortTest.LOCKS);
        });
    }

    @Test
    void theSecondPersonsWordEndsTheStepAndFreesItsLocks() {
        given(proposed())
                .when(confirmAs(account("approver"), FIRST))
                .thenEvents(
                        new StepMarkedDone(
                                CLUSTER,
                                ROLLOUT,
                                "person",
                                1,
                                FIRST,
                                "the registry is not reachable",
                                "photo.png",
                                account("operator"),
                                LATER,
                                "I saw it too",
                                account("approver"),
                                LATER),
                        new LocksReleased(CLUSTER, ROLLOUT, "person", AbortTest.LOCKS, LATER));
    }

    @Test
    void neitherTheProposerNorWhoeverAttestedTheStepIsASecondPerson() {
        given(proposed()).when(confirmAs(account("operator"), FIRST)).thenRefused("approver-is-proposer");
        given(proposed()).when(confirmAs(account("attester"), FIRST)).thenRefused("approver-attested");
    }

    @Test
    void whoAttestedAnEarlierAttemptIsNoSecondPersonEither() {
        List<RolloutEvent> events = held();
        events.add(new LocksReleased(CLUSTER, ROLLOUT, "person", AbortTest.LOCKS, NOW));
        events.add(new StepBegun(CLUSTER, ROLLOUT, "person", 2, NOW));
        events.addAll(AbortTest.executing("person", Actor.PERSON, "check", "command", "once").stream()
                .dropWhile(event ->
                        !(event instanceof StepBegun begun && begun.step().equals("person")))
                .skip(1)
                .toList());
        events.add(new StepHeld(CLUSTER, ROLLOUT, "person", 2, "nobody knows", true, NOW));
        events.add(proposal(FIRST));

        given(events).when(confirmAs(account("attester"), FIRST)).thenRefused("approver-attested");
    }

    @Test
    void theSecondPersonNeedsRoleScopeAndTheAuthorityOfTheStep() {
        given(proposed()).when(confirmAs(with("operator", "*"), FIRST)).thenRefused("approver-role-missing");
        given(proposed()).when(confirmAs(with("approver", "site:other"), FIRST)).thenRefused("approver-scope-missing");
        given(proposed())
                .when(confirmAs(with("approver", "*"), FIRST, "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso"))
                .thenRefused("approver-delegation-missing");
        String group = "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/";
        given(proposed())
                .when(confirmAs(Arranged.approver("second", group + "Second"), FIRST, group + "First"))
                .thenRefused("approver-delegation-missing");
        given(proposed())
                .when(confirmAs(Arranged.approver("second", group + "First"), FIRST, group + "First"))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(2));
    }

    @Test
    void onlyTheProposalThatWasReadAndStillStandsIsDecided() {
        List<RolloutEvent> replaced = proposed();
        replaced.add(proposal(SECOND));
        List<RolloutEvent> rejected = proposed();
        rejected.add(new MarkDoneRejected(CLUSTER, ROLLOUT, "person", 1, FIRST, "no", account("approver"), LATER));

        given(held()).when(confirmAs(account("approver"), FIRST)).thenRefused("stale-proposal");
        given(replaced).when(confirmAs(account("approver"), FIRST)).thenRefused("stale-proposal");
        given(rejected).when(confirmAs(account("approver"), FIRST)).thenRefused("stale-proposal");
    }

    @Test
    void aRejectionLeavesTheStepHeld() {
        given(proposed())
                .when(new RolloutCommand.RejectMark("person", FIRST, "show me", account("approver"), LATER))
                .thenEvents(new MarkDoneRejected(
                        CLUSTER, ROLLOUT, "person", 1, FIRST, "show me", account("approver"), LATER));
        given(proposed())
                .when(new RolloutCommand.RejectMark("person", FIRST, "no", account("operator"), LATER))
                .thenRefused("approver-is-proposer");
    }

    @Test
    void whatIsNotHeldIsNotMarked() {
        given(new ArrayList<>(AbortTest.executing("person", Actor.PERSON, "check", "command", "once")))
                .when(PROPOSE)
                .thenRefused("not-held");
    }
}
