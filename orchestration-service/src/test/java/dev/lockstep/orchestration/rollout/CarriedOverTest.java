package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.PLAN;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalCarriedOver;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rollout that replaces another one keeps approvals of what is the same, and never more than was approved. */
class CarriedOverTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(600);
    private static final UUID ORIGIN = new UUID(0, 8);
    private static final UUID REPLACING = new UUID(0, 9);
    private static final ApprovalNeed SAME = need("step/command", "command", "a", Duration.ofHours(1));
    private static final ApprovalNeed OTHER = need("step/once", "once", "b", Duration.ofHours(1));
    private static final ApprovalWithdrawn WITHDRAWN =
            new ApprovalWithdrawn(CLUSTER, ORIGIN, account("approver"), NOW, "seen more");

    private static ApprovalNeed need(String part, String step, String content, Duration validity, String... needed) {
        return new ApprovalNeed(
                part, Extent.STEP, List.of(step), content.repeat(64), 1, validity, new TreeSet<>(Set.of(needed)));
    }

    private static RolloutRequested request(UUID rollout, String plan, Instant at, Authority by) {
        RolloutRequested some = RandomCommands.request(at);
        return new RolloutRequested(
                CLUSTER, rollout, some.site(), plan, some.scenario(), some.targetBuild(), null, some.steps(), by, at);
    }

    private static Approval approval(Instant until) {
        return new Approval(PLAN, account("approver"), NOW, until, "");
    }

    private static Rollout aborted(RolloutEvent... more) {
        List<RolloutEvent> events = new ArrayList<>(List.of(
                request(ORIGIN, PLAN, NOW, account("coordinator")),
                new ApprovalsRequired(CLUSTER, ORIGIN, List.of(SAME, OTHER)),
                new RolloutApproved(CLUSTER, ORIGIN, approval(NOW.plusSeconds(3600)))));
        events.addAll(List.of(more));
        events.add(new RolloutAborted(CLUSTER, ORIGIN, "another plan", account("operator"), NOW));
        Rollout state = Rollout.none();
        for (RolloutEvent event : events) {
            state = RolloutEvolution.evolve(state, event);
        }
        return state;
    }

    private static List<ApprovalCarriedOver> carried(
            Rollout origin, Set<String> executed, Authority requester, Instant at, ApprovalNeed... needs) {
        RolloutCommand.Request command = new RolloutCommand.Request(
                request(REPLACING, "another plan", at, requester),
                List.of(needs),
                new RolloutCommand.Replaced(origin, executed));
        Decision<RolloutEvent> decision = new RolloutDecider().decide(Rollout.none(), command);
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted<RolloutEvent>) decision)
                .events().stream()
                        .filter(ApprovalCarriedOver.class::isInstance)
                        .map(ApprovalCarriedOver.class::cast)
                        .toList();
    }

    @Test
    void theSamePartKeepsItsApprovalWithReferenceToTheOrigin() {
        ApprovalNeed changed = need("step/once", "once", "c", Duration.ofHours(1));

        assertThat(carried(aborted(), Set.of(), account("coordinator"), LATER, SAME, changed))
                .containsExactly(new ApprovalCarriedOver(
                        CLUSTER, REPLACING, ORIGIN, List.of("step/command"), approval(NOW.plusSeconds(3600)), LATER));
    }

    @Test
    void neverMoreThanWasApproved() {
        Authority coordinator = account("coordinator");

        assertThat(carried(aborted(), Set.of("command"), coordinator, LATER, SAME))
                .as("what was carried out")
                .isEmpty();
        assertThat(carried(aborted(WITHDRAWN), Set.of(), coordinator, LATER, SAME))
                .as("what was withdrawn")
                .isEmpty();
        assertThat(carried(aborted(), Set.of(), coordinator, NOW.plusSeconds(3600), SAME))
                .as("what has expired")
                .isEmpty();
        assertThat(carried(aborted(), Set.of(), account("approver"), LATER, SAME))
                .as("what the new requester approved")
                .isEmpty();
        ApprovalNeed demanding = need(
                "step/command",
                "command",
                "a",
                Duration.ofHours(1),
                "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
        assertThat(carried(aborted(), Set.of(), coordinator, LATER, demanding))
                .as("what now needs an authority that the approver did not hold")
                .isEmpty();
        ApprovalNeed shorter = need("step/command", "command", "a", Duration.ofMinutes(30));
        assertThat(carried(aborted(), Set.of(), coordinator, LATER, shorter))
                .singleElement()
                .satisfies(kept -> assertThat(kept.approval()).isEqualTo(approval(NOW.plusSeconds(1800))));
    }

    @Test
    void carriedApprovalsCountInTheRolloutThatTookThemOver() {
        scenario(new RolloutDecider())
                .given(
                        request(REPLACING, "another plan", LATER, account("coordinator")),
                        new ApprovalsRequired(CLUSTER, REPLACING, List.of(SAME)),
                        new ApprovalCarriedOver(
                                CLUSTER,
                                REPLACING,
                                ORIGIN,
                                List.of("step/command"),
                                approval(NOW.plusSeconds(3600)),
                                LATER))
                .when(new RolloutCommand.Start(account("coordinator"), LATER))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void onlyAnAbortedRolloutOfTheClusterIsReplaced() {
        Rollout open = RolloutEvolution.evolve(Rollout.none(), request(ORIGIN, PLAN, NOW, account("coordinator")));

        scenario(new RolloutDecider())
                .given()
                .when(new RolloutCommand.Request(
                        request(REPLACING, "another plan", LATER, account("coordinator")),
                        List.of(SAME),
                        new RolloutCommand.Replaced(open, Set.of())))
                .thenRefused("not-replaceable");
    }
}
