package dev.lockstep.audit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.history.certificate.Execution;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.certificate.Violation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RolloutHistoryTest {

    private static final UUID ROLLOUT = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private static RolloutHistory history(RolloutScript script) {
        return RolloutHistory.of(ROLLOUT, script.entries()).orElseThrow();
    }

    @Test
    void tellsWhoAskedAndWhoApprovedWithWhichAuthority() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .approved(ROLLOUT)
                .started(ROLLOUT)
                .step(ROLLOUT, "a")
                .step(ROLLOUT, "b")
                .finished(ROLLOUT));

        assertThat(history.request().by()).isEqualTo(RolloutScript.COORDINATOR);
        assertThat(history.request().entry()).isZero();
        assertThat(history.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.approved()).isTrue();
            assertThat(decision.by()).isEqualTo(RolloutScript.APPROVER);
            assertThat(decision.by().delegations()).containsExactly("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
            assertThat(decision.planHash()).isEqualTo("hash");
        });
        assertThat(history.acts())
                .extracting(RolloutHistory.Act::kind)
                .containsExactly(RolloutHistory.Act.Kind.STARTED);
        assertThat(history.outcome()).isEqualTo(RolloutHistory.Outcome.COMPLETED);
        assertThat(history.steps())
                .extracting(StepHistory::step, StepHistory::status)
                .containsExactly(tuple("a", StepHistory.Status.COMPLETED), tuple("b", StepHistory.Status.COMPLETED));
        assertThat(history.oneAtATime()).isEqualTo(new RolloutHistory.OneAtATime(true, 2, List.of()));
    }

    @Test
    void tellsOfEachStepWhenItRanAndUnderWhichToken() {
        RolloutHistory history =
                history(new RolloutScript().requested(ROLLOUT, "a").step(ROLLOUT, "a"));

        assertThat(history.steps().getFirst().executions()).singleElement().satisfies(execution -> {
            assertThat(execution.locks()).containsExactly(new LockGrant("cluster contoso:clu01", 1));
            assertThat(execution.startEntry()).isEqualTo(2);
            assertThat(execution.end())
                    .isEqualTo(new Execution.End(Execution.How.COMPLETED, RolloutScript.START.plusSeconds(3), 3));
        });
    }

    @Test
    void tellsInWhosePlaceADeputyApproved() {
        RolloutScript arranged = new RolloutScript()
                .arranged(
                        RolloutScript.authority("lena", "approver"),
                        "dora",
                        RolloutScript.authority("sven", "approver"));

        RolloutHistory history = history(arranged.requested(ROLLOUT, "a")
                .approvedAsDeputy(ROLLOUT, RolloutScript.authority("dora", "approver"), "plan", arranged.mandate()));

        assertThat(history.outcome()).isEqualTo(RolloutHistory.Outcome.REQUESTED);
        assertThat(history.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.by().name()).isEqualTo("dora");
            assertThat(decision.asDeputy()).isEqualTo(arranged.mandate());
        });
    }

    @Test
    void tellsWhatPeopleDidMeanwhile() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .started(ROLLOUT)
                .add(new RolloutEvent.WorkAttested(
                        RolloutScript.CLUSTER,
                        ROLLOUT,
                        "a",
                        new Attestation(1, Attestation.Outcome.DONE, "log file"),
                        RolloutScript.OPERATOR,
                        RolloutScript.START))
                .attestedWith(ROLLOUT, "a", RolloutScript.OPERATOR, new AttestedFile("ab".repeat(32), 8))
                .aborted(ROLLOUT));

        assertThat(history.acts())
                .extracting(RolloutHistory.Act::kind, RolloutHistory.Act::words)
                .containsExactly(
                        tuple(RolloutHistory.Act.Kind.STARTED, ""),
                        tuple(RolloutHistory.Act.Kind.ATTESTED, "DONE: log file"),
                        tuple(
                                RolloutHistory.Act.Kind.ATTESTED,
                                "DONE, files kept: SHA-256 %s (8 bytes): seen".formatted("ab".repeat(32))),
                        tuple(RolloutHistory.Act.Kind.ABORTED, "changed our minds"));
        assertThat(history.outcome()).isEqualTo(RolloutHistory.Outcome.ABORTED);
    }

    @Test
    void tellsWhoPausedAndResumedItAndWhy() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .started(ROLLOUT)
                .paused(ROLLOUT)
                .resumed(ROLLOUT));

        assertThat(history.acts())
                .extracting(RolloutHistory.Act::kind, act -> act.by().name(), RolloutHistory.Act::words)
                .containsExactly(
                        tuple(RolloutHistory.Act.Kind.STARTED, "olga", ""),
                        tuple(RolloutHistory.Act.Kind.PAUSED, "olga", "a storm"),
                        tuple(RolloutHistory.Act.Kind.RESUMED, "carla", "it is over"));
        assertThat(history.outcome()).isEqualTo(RolloutHistory.Outcome.RUNNING);
    }

    @Test
    void tellsInWhichStateTheClusterWasLeft() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .started(ROLLOUT)
                .add(new StateLeftEvent.StateLeftAcknowledged(
                        RolloutScript.CLUSTER,
                        ROLLOUT,
                        "a",
                        "N1 is half upgraded",
                        RolloutScript.OPERATOR,
                        RolloutScript.START))
                .aborted(ROLLOUT));

        assertThat(history.acts())
                .extracting(RolloutHistory.Act::kind, RolloutHistory.Act::words)
                .contains(tuple(
                        RolloutHistory.Act.Kind.STATE_ACKNOWLEDGED, "the cluster is left so: N1 is half upgraded"));
    }

    @Test
    void tellsThatAStepWasMarkedAsDoneAndByWhom() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .started(ROLLOUT)
                .held(ROLLOUT, "a", true)
                .marked(ROLLOUT, "a", RolloutScript.OPERATOR, RolloutScript.APPROVER));

        assertThat(history.acts())
                .extracting(RolloutHistory.Act::kind, act -> act.by().name())
                .containsExactly(
                        tuple(RolloutHistory.Act.Kind.STARTED, "olga"),
                        tuple(RolloutHistory.Act.Kind.PROPOSED, "olga"),
                        tuple(RolloutHistory.Act.Kind.CONFIRMED, "arne"));
        assertThat(history.steps()).singleElement().satisfies(step -> {
            assertThat(step.status()).isEqualTo(StepHistory.Status.MARKED_DONE);
            assertThat(step.reason()).isEqualTo("marked done by olga, confirmed by arne, not observed: locked");
        });
    }

    @Test
    void tellsThatAStepWasTakenBackAndWhoDecidedSo() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .held(ROLLOUT, "a", true)
                .undone(ROLLOUT, "a"));

        assertThat(history.acts()).singleElement().satisfies(act -> {
            assertThat(act.kind()).isEqualTo(RolloutHistory.Act.Kind.DECIDED);
            assertThat(act.words()).isEqualTo("UNDO: wrong");
        });
        assertThat(history.steps()).singleElement().satisfies(step -> {
            assertThat(step.status()).isEqualTo(StepHistory.Status.UNDONE);
            assertThat(step.reason()).isEqualTo("taken back, as olga decided: wrong");
        });
    }

    @Test
    void thereIsNoHistoryOfARolloutThatNobodyRequested() {
        assertThat(RolloutHistory.of(
                        OTHER, new RolloutScript().requested(ROLLOUT, "a").entries()))
                .isEmpty();
    }

    @Test
    void namesTheStepOfAnotherRolloutThatBeganMeanwhile() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .requested(OTHER, "x")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .granted(OTHER, "x")
                .executing(OTHER, "x")
                .completed(ROLLOUT, "a")
                .completed(OTHER, "x"));

        assertThat(history.oneAtATime().held()).isFalse();
        assertThat(history.oneAtATime().violations())
                .singleElement()
                .isInstanceOfSatisfying(Violation.Overlap.class, overlap -> {
                    assertThat(overlap.first().step()).isEqualTo("a");
                    assertThat(overlap.second().step()).isEqualTo("x");
                    assertThat(overlap.second().rollout()).isEqualTo(OTHER);
                });
    }

    @Test
    void aStepWhoseOutcomeIsUnknownIsNotOver() {
        RolloutScript unknown = new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .held(ROLLOUT, "a", true)
                .granted(ROLLOUT, "b")
                .executing(ROLLOUT, "b");
        RolloutScript known = new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .held(ROLLOUT, "a", false)
                .granted(ROLLOUT, "b")
                .executing(ROLLOUT, "b");

        assertThat(history(unknown).oneAtATime().held()).isFalse();
        assertThat(history(known).oneAtATime().held()).isTrue();
    }

    @Test
    void anotherAttemptAtTheSameStepIsNoOverlap() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .held(ROLLOUT, "a", true)
                .executing(ROLLOUT, "a")
                .completed(ROLLOUT, "a"));

        assertThat(history.oneAtATime().held()).isTrue();
        assertThat(history.steps().getFirst().executions())
                .extracting(execution ->
                        execution.end() == null ? null : execution.end().how())
                .containsExactly(Execution.How.RETRIED, Execution.How.COMPLETED);
    }

    @Test
    void namesAStepThatHeldNoLock() {
        RolloutHistory never = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .completed(ROLLOUT, "a"));
        RolloutHistory noLonger = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .granted(ROLLOUT, "a")
                .released(ROLLOUT, "a")
                .executing(ROLLOUT, "a"));

        assertThat(never.oneAtATime().violations()).singleElement().isInstanceOf(Violation.WithoutLock.class);
        assertThat(noLonger.oneAtATime().violations()).singleElement().isInstanceOf(Violation.WithoutLock.class);
    }

    @Test
    void namesAStepWhoseTokenHadBeenOutbid() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .granted(ROLLOUT, "a", 7)
                .executing(ROLLOUT, "a")
                .completed(ROLLOUT, "a")
                .released(ROLLOUT, "a")
                .granted(ROLLOUT, "b", 7)
                .executing(ROLLOUT, "b"));

        assertThat(history.oneAtATime().violations())
                .singleElement()
                .isInstanceOfSatisfying(Violation.TokenNotHighest.class, late -> {
                    assertThat(late.highest()).isEqualTo(7);
                    assertThat(late.execution().step()).isEqualTo("b");
                });
    }

    @Test
    void violationsOfOthersAreNotThisRollouts() {
        RolloutHistory history = history(new RolloutScript()
                .requested(OTHER, "x")
                .executing(OTHER, "x")
                .completed(OTHER, "x")
                .requested(ROLLOUT, "a")
                .step(ROLLOUT, "a"));

        assertThat(history.oneAtATime()).isEqualTo(new RolloutHistory.OneAtATime(true, 2, List.of()));
    }

    @Test
    void tellsThatApprovalsLapsedAndFromWhereTheyWereCarriedOver() {
        RolloutScript script = new RolloutScript()
                .requested(OTHER, "a")
                .needing(OTHER, "part", 1, List.of(), "a")
                .partApprovedBy(OTHER, RolloutScript.APPROVER, "part");
        Approval approval = script.lastApproval();
        script.aborted(OTHER)
                .requested(ROLLOUT, "a")
                .needing(ROLLOUT, "part", 1, List.of(), "a")
                .carriedOver(ROLLOUT, OTHER, "part", approval);

        RolloutHistory carried = history(script);
        RolloutHistory lapsed = history(script.lapsed(ROLLOUT, "a", "part"));

        assertThat(carried.outcome()).isEqualTo(RolloutHistory.Outcome.APPROVED);
        assertThat(carried.decisions())
                .singleElement()
                .satisfies(decision -> assertThat(decision.carriedFrom()).isEqualTo(OTHER));
        assertThat(carried.lapses()).isEmpty();
        assertThat(lapsed.outcome()).isEqualTo(RolloutHistory.Outcome.REQUESTED);
        assertThat(lapsed.lapses()).singleElement().satisfies(lapse -> {
            assertThat(lapse.parts()).containsExactly("part");
            assertThat(lapse.reason()).isEqualTo("closed for long");
        });
    }

    @Test
    void tellsWhoBrokeTheGlass() {
        RolloutHistory history = history(new RolloutScript()
                .requested(ROLLOUT, "a")
                .overridden(ROLLOUT, "a", RolloutScript.OPERATOR, RolloutScript.APPROVER, Duration.ofHours(1)));

        assertThat(history.acts())
                .extracting(RolloutHistory.Act::kind, RolloutHistory.Act::by)
                .containsExactly(
                        tuple(RolloutHistory.Act.Kind.OVERRIDE_PROPOSED, RolloutScript.OPERATOR),
                        tuple(RolloutHistory.Act.Kind.OVERRIDE_CONFIRMED, RolloutScript.APPROVER));
        assertThat(history.acts().getLast().words()).contains("fire", "nobody has approved this rollout");
    }
}
