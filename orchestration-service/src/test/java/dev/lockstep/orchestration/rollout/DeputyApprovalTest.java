package dev.lockstep.orchestration.rollout;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.deputy.Arranged.FULL;
import static dev.lockstep.orchestration.deputy.Arranged.NOW;
import static dev.lockstep.orchestration.deputy.Arranged.UNTIL;
import static dev.lockstep.orchestration.deputy.Arranged.account;
import static dev.lockstep.orchestration.deputy.Arranged.agreed;
import static dev.lockstep.orchestration.deputy.Arranged.appointed;
import static dev.lockstep.orchestration.deputy.Arranged.approver;
import static dev.lockstep.orchestration.deputy.Arranged.ended;
import static dev.lockstep.orchestration.deputy.Arranged.inForce;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.PLAN;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.ASKED;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.OPEN;
import static dev.lockstep.orchestration.rollout.RolloutDeciderTest.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAppointed;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.deputy.Arrangement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A deputy approves in the place of somebody who is away, with what they lent, and never as one more person. */
class DeputyApprovalTest {

    private static final ApprovalNeed NEED =
            RolloutDeciderTest.need("plan", 2, List.of("check", "command", "once", "person", "last"), FULL);
    private static final Arrangement ARRANGEMENT = inForce("lena", "dora", FULL);
    private static final Mandate MANDATE =
            new Mandate(new UUID(6, 1), approver("lena", FULL), lent(), approver("sven", FULL), NOW, NOW, UNTIL);

    private static SortedSet<String> lent() {
        return approver("lena", FULL).delegations();
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(RolloutEvent... more) {
        return given("coordinator", more);
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(
            String requester, RolloutEvent... more) {
        RolloutEvent.RolloutRequested some = RandomCommands.request(NOW);
        return scenario(new RolloutDecider())
                .given(
                        new RolloutEvent.RolloutRequested(
                                CLUSTER,
                                ROLLOUT,
                                some.site(),
                                PLAN,
                                some.scenario(),
                                some.targetBuild(),
                                null,
                                some.steps(),
                                RandomCommands.account(requester),
                                NOW),
                        new ApprovalsRequired(CLUSTER, ROLLOUT, List.of(NEED)),
                        ASKED,
                        PASSED)
                .given(more);
    }

    private static RolloutCommand.Approve approve(Authority by, @Nullable Arrangement arrangement, Instant now) {
        return new RolloutCommand.Approve(PLAN, by, "go", Set.of(), OPEN, arrangement, now);
    }

    private static RolloutCommand.Approve approve(Authority by, @Nullable Arrangement arrangement) {
        return approve(by, arrangement, NOW);
    }

    private static Approval approval(Authority by) {
        return new Approval(PLAN, by, NOW, NOW.plus(Duration.ofHours(1)), "go");
    }

    private static ApprovedAsDeputy asDeputy() {
        return new ApprovedAsDeputy(CLUSTER, ROLLOUT, List.of("plan"), approval(approver("dora")), MANDATE);
    }

    private static PartsApproved inOwnRight(String name) {
        return new PartsApproved(CLUSTER, ROLLOUT, List.of("plan"), approval(approver(name, FULL)));
    }

    @Test
    void theDeputyApprovesWithWhatWasLentAndTheRecordSaysSo() {
        given().when(approve(approver("dora"), null)).thenRefused("approver-delegation-missing");
        given().when(approve(approver("dora"), ARRANGEMENT)).thenEvents(asDeputy());
    }

    @Test
    void theDeputyNeedsTheRoleAndTheScope() {
        given().when(approve(account("dora", "operator", "*"), ARRANGEMENT)).thenRefused("approver-role-missing");
        given().when(approve(account("dora", "approver", "site:other"), ARRANGEMENT))
                .thenRefused("approver-scope-missing");
    }

    @Test
    void whatWasNotLentIsNotUsedNorTheDeputysOwn() {
        Arrangement little = inForce("lena", "dora", "VIEW_ONLY@organization:contoso");

        given().when(approve(approver("dora"), little)).thenRefused("approver-delegation-missing");
        given().when(approve(approver("dora", FULL), little)).thenRefused("approver-delegation-missing");
    }

    @Test
    void onlyTheNamedDeputyOfAnArrangementUsesIt() {
        given().when(approve(approver("sven", FULL), ARRANGEMENT)).thenRefused("approver-not-deputy");
        given().when(approve(approver("dora"), Arrangement.NONE)).thenRefused("approver-not-deputy");
        Authority renamed = new Authority("sven", "dora", lent(), lent(), lent(), null, null);
        given().when(approve(renamed, ARRANGEMENT)).thenRefused("approver-arranged-it");
    }

    @Test
    void nothingIsApprovedOutsideOfThePeriod() {
        DeputyAppointed some = appointed("lena", "dora", FULL);
        DeputyAppointed later = new DeputyAppointed(
                some.organization(),
                some.arrangement(),
                null,
                "dora",
                some.delegations(),
                NOW.plusMillis(1),
                UNTIL,
                "away",
                some.appointedBy(),
                NOW);

        given().when(approve(approver("dora"), new Arrangement(some, null, null)))
                .thenRefused("arrangement-not-agreed");
        given().when(approve(approver("dora"), ARRANGEMENT, NOW.minusMillis(1))).thenRefused("arrangement-not-agreed");
        given().when(approve(approver("dora"), new Arrangement(later, agreed(), null)))
                .thenRefused("arrangement-not-begun");
        given().when(approve(approver("dora"), ARRANGEMENT, UNTIL)).thenRefused("arrangement-over");
        given().when(approve(approver("dora"), new Arrangement(some, agreed(), ended("lena"))))
                .thenRefused("arrangement-ended");
    }

    @Test
    void anArrangementCountsWhereItWasMadeFor() {
        DeputyAppointed some = appointed("lena", "dora", FULL);
        DeputyAppointed elsewhere = new DeputyAppointed(
                some.organization(),
                some.arrangement(),
                "other",
                "dora",
                some.delegations(),
                NOW,
                UNTIL,
                "away",
                some.appointedBy(),
                NOW);

        given().when(approve(approver("dora"), new Arrangement(elsewhere, agreed(), null)))
                .thenRefused("approver-arrangement-elsewhere");
    }

    @Test
    void neitherDeputyNorLenderHasAskedForTheRollout() {
        given("dora").when(approve(approver("dora"), ARRANGEMENT)).thenRefused("approver-is-requester");
        given("lena").when(approve(approver("dora"), ARRANGEMENT)).thenRefused("approver-lender-is-requester");
    }

    @Test
    void deputyAndLenderAreOneHat() {
        given(inOwnRight("lena")).when(approve(approver("dora"), ARRANGEMENT)).thenRefused("approved-already");
        given(asDeputy()).when(approve(approver("lena", FULL), null)).thenRefused("approved-already");
        given(inOwnRight("dora")).when(approve(approver("dora"), ARRANGEMENT)).thenRefused("approved-already");
        given(asDeputy()).when(approve(approver("dora", FULL), null)).thenRefused("approved-already");
        given(asDeputy())
                .when(approve(approver("erik"), inForce("lena", "erik", FULL)))
                .thenRefused("approved-already");
        given(asDeputy())
                .when(approve(approver("dora"), inForce("lars", "dora", FULL)))
                .thenRefused("approved-already");
        given(asDeputy())
                .when(approve(approver("sven", FULL), null))
                .thenEvents(new RolloutApproved(CLUSTER, ROLLOUT, approval(approver("sven", FULL))));
        given(asDeputy(), inOwnRight("sven"))
                .when(new RolloutCommand.Start(RandomCommands.account("coordinator"), NOW))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void theLenderTakesBackWhatTheDeputyApproved() {
        RolloutCommand withdraw = new RolloutCommand.WithdrawApproval(approver("lena", FULL), "no", NOW);

        given(asDeputy())
                .when(withdraw)
                .thenEvents(new ApprovalWithdrawn(CLUSTER, ROLLOUT, approver("lena", FULL), NOW, "no"));
        given(asDeputy())
                .when(new RolloutCommand.WithdrawApproval(approver("sven", FULL), "no", NOW))
                .thenRefused("nothing-to-withdraw");
        given(asDeputy(), new ApprovalWithdrawn(CLUSTER, ROLLOUT, approver("lena", FULL), NOW, "no"))
                .when(approve(approver("lena", FULL), null))
                .thenEventsSatisfy(events -> assertThat(events).hasSize(1));
    }

    @Test
    void whatWasApprovedInThePeriodCountsWhenItIsOver() {
        Rollout state = Rollout.none();
        for (RolloutEvent event : List.of(
                RandomCommands.request(NOW),
                new ApprovalsRequired(CLUSTER, ROLLOUT, List.of(NEED)),
                new ApprovedAsDeputy(
                        CLUSTER,
                        ROLLOUT,
                        List.of("plan"),
                        new Approval(PLAN, approver("dora"), NOW, UNTIL.plusSeconds(60), ""),
                        MANDATE))) {
            state = RolloutEvolution.evolve(state, event);
        }

        assertThat(state.approvals().counting("plan", UNTIL.plusSeconds(59))).hasSize(1);
        assertThat(state.approvals().countingInOwnRight("plan", NOW)).isEmpty();
    }
}
