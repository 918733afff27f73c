package dev.lockstep.history.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.history.certificate.CertificateReplay.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Certificates know approvals that lapse, that are carried over from another rollout, and what they rest on. */
class ApprovalsOverTimeTest {

    private static final UUID ORIGIN = new UUID(0, 1);
    static final UUID ROLLOUT = new UUID(0, 2);

    static Certificate certificate(RolloutScript script) {
        List<Certificate> issued = new ArrayList<>();
        CertificateReplay replay = new CertificateReplay(new CertificateReplay.Issue() {
            @Override
            public void certificate(Certificate certificate) {
                issued.add(certificate);
            }

            @Override
            public void outside(Violation.OutsideRollout violation) {
                throw new AssertionError(violation);
            }
        });
        List<PublishedEvent> published = script.published();
        for (int index = 0; index < published.size(); index++) {
            replay.apply(
                    index,
                    RolloutScript.CLUSTER.value(),
                    switch (published.get(index)) {
                        case RolloutEvent rollout -> new Statement.OfRollout(rollout);
                        case ValidationEvent.GateAnswered answer -> new Statement.OfGate(answer);
                        case DeputyEvent deputy -> new Statement.OfDeputy(deputy);
                        case PublishedEvent _ -> new Statement.Other();
                    });
        }
        replay.finish(published.size());
        return issued.stream()
                .filter(each -> each.rollout().equals(ROLLOUT))
                .findFirst()
                .orElseThrow();
    }

    static void assertNotApproved(RolloutScript script, String why) {
        assertThat(certificate(script).violations())
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.WithoutApproval.class,
                        violation -> assertThat(violation.why()).contains(why));
    }

    @Test
    void whatLapsedDoesNotCountUntilItIsApprovedAgain() {
        assertNotApproved(
                new RolloutScript()
                        .requested(ROLLOUT, "a")
                        .needing(ROLLOUT, "part", 1, List.of(), "a")
                        .partApprovedBy(ROLLOUT, RolloutScript.APPROVER, "part")
                        .lapsed(ROLLOUT, "a", "part")
                        .gatedStep(ROLLOUT, "a"),
                "it had lapsed");
        assertThat(certificate(new RolloutScript()
                                .requested(ROLLOUT, "a")
                                .needing(ROLLOUT, "part", 1, List.of(), "a")
                                .partApprovedBy(ROLLOUT, RolloutScript.APPROVER, "part")
                                .lapsed(ROLLOUT, "a", "part")
                                .partApprovedBy(ROLLOUT, RolloutScript.APPROVER, "part")
                                .gatedStep(ROLLOUT, "a"))
                        .held())
                .isTrue();
        assertThat(certificate(new RolloutScript()
                                .requested(ROLLOUT, "a")
                                .needing(ROLLOUT, "part", 1, List.of(), "a")
                                .partApprovedBy(ROLLOUT, RolloutScript.APPROVER, "part")
                                .lapsed(ROLLOUT, "a", "another")
                                .gatedStep(ROLLOUT, "a"))
                        .held())
                .isTrue();
    }

    private static RolloutScript aborted(boolean executed, boolean withdrawn) {
        RolloutScript script = new RolloutScript()
                .requestedOf("older", ORIGIN, "a")
                .needing(ORIGIN, "part", 1, List.of(), "a")
                .add(new ApprovalEvent.PartsApproved(
                        RolloutScript.CLUSTER,
                        ORIGIN,
                        List.of("part"),
                        new Approval(
                                "older",
                                RolloutScript.APPROVER,
                                RolloutScript.START.plusSeconds(2),
                                RolloutScript.START.plusSeconds(3600),
                                "go")));
        if (executed) {
            script.gatedStep(ORIGIN, "a");
        }
        if (withdrawn) {
            script.withdrawn(ORIGIN, RolloutScript.APPROVER);
        }
        return script.aborted(ORIGIN);
    }

    private static RolloutScript replaced(RolloutScript script, String step, Approval approval) {
        return script.requestedOf("newer", ROLLOUT, step)
                .needing(ROLLOUT, "part", 1, List.of(), step)
                .carriedOver(ROLLOUT, ORIGIN, "part", approval)
                .gatedStep(ROLLOUT, step);
    }

    @Test
    void whatWasRightlyCarriedOverCounts() {
        RolloutScript script = aborted(false, false);

        Certificate certificate = certificate(replaced(script, "a", script.lastApproval()));

        assertThat(certificate.violations()).isEmpty();
        assertThat(certificate.steps().getFirst().approvals())
                .singleElement()
                .satisfies(approved -> assertThat(approved.by()).isEqualTo(RolloutScript.APPROVER));
    }

    @Test
    void whatWasNotRightlyCarriedOverIsForAnotherPlan() {
        String why = "it is for the plan older";
        RolloutScript executed = aborted(true, false);
        assertNotApproved(replaced(executed, "a", executed.lastApproval()), why);
        RolloutScript withdrawn = aborted(false, true);
        assertNotApproved(replaced(withdrawn, "a", withdrawn.lastApproval()), why);
        RolloutScript otherSteps = aborted(false, false);
        assertNotApproved(replaced(otherSteps, "b", otherSteps.lastApproval()), why);
        RolloutScript longer = aborted(false, false);
        Approval given = longer.lastApproval();
        assertNotApproved(
                replaced(
                        longer,
                        "a",
                        new Approval(
                                given.planHash(),
                                given.approver(),
                                given.decidedAt(),
                                given.expiresAt().plusSeconds(1),
                                "go")),
                why);
        assertNotApproved(replaced(new RolloutScript(), "a", given), why);
    }

    @Test
    void approvalsOnAGateThatWasClosedAreNamed() {
        assertThat(certificate(new RolloutScript()
                                .requested(ROLLOUT, "a")
                                .approvalGate(ROLLOUT, true)
                                .approved(ROLLOUT)
                                .gatedStep(ROLLOUT, "a"))
                        .violations())
                .isEmpty();
        assertThat(certificate(new RolloutScript()
                                .requested(ROLLOUT, "a")
                                .approvalGate(ROLLOUT, false)
                                .approved(ROLLOUT)
                                .gatedStep(ROLLOUT, "a"))
                        .violations())
                .singleElement()
                .isInstanceOf(Violation.ApprovedWithoutGate.class);
    }

    private static RolloutScript broken(Authority by, Authority second, Duration validity) {
        return new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .overridden(ROLLOUT, "a", by, second, validity)
                .step(ROLLOUT, "a");
    }

    @Test
    void brokenGlassStandsOutAndCountsForItsStepAlone() {
        Duration hour = Duration.ofHours(1);

        Certificate certificate = certificate(broken(RolloutScript.OPERATOR, RolloutScript.APPROVER, hour));

        assertThat(certificate.violations()).isEmpty();
        assertThat(certificate.overrides()).singleElement().satisfies(override -> {
            assertThat(override.step()).isEqualTo("a");
            assertThat(override.confirmedBy()).isEqualTo(RolloutScript.APPROVER);
            assertThat(override.missing()).containsExactly("nobody has approved this rollout");
        });
        assertThat(certificate.steps().getFirst().approvals()).isEmpty();
        assertNotApproved(
                broken(RolloutScript.OPERATOR, RolloutScript.APPROVER, hour).gatedStep(ROLLOUT, "b"),
                "nobody had approved");
    }

    @Test
    void glassThatTwoRightfulPersonsDidNotBreakDoesNotCount() {
        Duration hour = Duration.ofHours(1);
        assertNotApproved(broken(RolloutScript.APPROVER, RolloutScript.APPROVER, hour), "the same person");
        assertNotApproved(
                broken(RolloutScript.OPERATOR, RolloutScript.authority("carla", "approver"), hour), "by the requester");
        assertNotApproved(broken(RolloutScript.APPROVER, RolloutScript.OPERATOR, hour), "did not hold the role");
        assertNotApproved(
                broken(RolloutScript.OPERATOR, RolloutScript.APPROVER, Duration.ofMillis(1)), "not for that time");
    }
}
