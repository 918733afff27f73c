package dev.lockstep.history.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.history.certificate.CertificateReplay.Statement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CertificateReplayTest {

    private static final UUID ROLLOUT = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final UUID COMMAND = new UUID(8, 1);
    private static final UUID LOOK = new UUID(8, 2);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final class Issued implements CertificateReplay.Issue {

        private final List<Certificate> certificates = new ArrayList<>();
        private final List<Violation.OutsideRollout> outside = new ArrayList<>();

        @Override
        public void certificate(Certificate certificate) {
            certificates.add(certificate);
        }

        @Override
        public void outside(Violation.OutsideRollout violation) {
            outside.add(violation);
        }
    }

    private static Issued replay(RolloutScript script) {
        Issued issued = new Issued();
        CertificateReplay replay = new CertificateReplay(issued);
        List<PublishedEvent> published = script.published();
        for (int index = 0; index < published.size(); index++) {
            replay.apply(index, RolloutScript.CLUSTER.value(), statement(published.get(index)));
        }
        replay.finish(published.size());
        return issued;
    }

    private static Statement statement(PublishedEvent event) {
        return switch (event) {
            case RolloutEvent rollout -> new Statement.OfRollout(rollout);
            case ValidationEvent.GateAnswered answer -> new Statement.OfGate(answer);
            case PublishedEvent _ -> new Statement.Other();
        };
    }

    private static Certificate certificate(RolloutScript script) {
        return replay(script).certificates.stream()
                .filter(each -> each.rollout().equals(ROLLOUT))
                .findFirst()
                .orElseThrow();
    }

    private static RolloutScript approved() {
        return new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .approved(ROLLOUT)
                .started(ROLLOUT);
    }

    @Test
    void namesTheStepThatBeganWhileItsRolloutWasPaused() {
        Certificate kept = certificate(approved()
                .paused(ROLLOUT)
                .resumed(ROLLOUT)
                .gatedStep(ROLLOUT, "a")
                .finished(ROLLOUT));
        Certificate broken =
                certificate(approved().paused(ROLLOUT).gatedStep(ROLLOUT, "a").finished(ROLLOUT));

        assertThat(kept.held()).isTrue();
        assertThat(broken.held()).isFalse();
        assertThat(broken.violations())
                .singleElement()
                .isInstanceOfSatisfying(Violation.WhilePaused.class, violation -> {
                    assertThat(violation.paused()).isEqualTo(3);
                    assertThat(CertificateWords.of(violation)).startsWith("the rollout was paused in entry 3: a ");
                });
    }

    @Test
    void namesTheCommandThatWasOrderedOrTakenWhileItsRolloutWasPaused() {
        RolloutScript takenBefore = executing()
                .ordered(ROLLOUT, "a", COMMAND, Purpose.EXECUTE)
                .taken(ROLLOUT, "a", COMMAND)
                .paused(ROLLOUT)
                .ordered(ROLLOUT, "a", LOOK, Purpose.LOOK_AFTER)
                .taken(ROLLOUT, "a", LOOK);
        RolloutScript takenInThePause = executing()
                .ordered(ROLLOUT, "a", COMMAND, Purpose.EXECUTE)
                .paused(ROLLOUT)
                .taken(ROLLOUT, "a", COMMAND);
        RolloutScript undoneInThePause = executing()
                .held(ROLLOUT, "a", true)
                .paused(ROLLOUT)
                .ordered(ROLLOUT, "a", COMMAND, Purpose.UNDO)
                .taken(ROLLOUT, "a", COMMAND);
        RolloutScript takenAfterwards = executing()
                .ordered(ROLLOUT, "a", COMMAND, Purpose.EXECUTE)
                .paused(ROLLOUT)
                .resumed(ROLLOUT)
                .taken(ROLLOUT, "a", COMMAND);

        assertThat(certificate(takenBefore).held()).isTrue();
        assertThat(certificate(takenAfterwards).held()).isTrue();
        for (RolloutScript broken : List.of(takenInThePause, undoneInThePause)) {
            assertThat(certificate(broken).violations())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Violation.WhilePaused.class,
                            violation ->
                                    assertThat(violation.execution().step()).isEqualTo("a"));
        }
    }

    private static RolloutScript executing() {
        return approved()
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a");
    }

    @Test
    void provesWhatEachStepRestedOn() {
        Certificate certificate = certificate(
                approved().gatedStep(ROLLOUT, "a").gatedStep(ROLLOUT, "b").finished(ROLLOUT));

        assertThat(certificate.held()).isTrue();
        assertThat(certificate.violations()).isEmpty();
        assertThat(certificate.outcome()).isEqualTo(Certificate.Outcome.COMPLETED);
        assertThat(certificate.entries()).isEqualTo(20);
        assertThat(certificate.request().by()).isEqualTo(RolloutScript.COORDINATOR);
        assertThat(certificate.steps()).hasSize(2).allSatisfy(step -> {
            assertThat(step.gate()).isNotNull();
            assertThat(step.approvals())
                    .singleElement()
                    .satisfies(approval -> assertThat(approval.by()).isEqualTo(RolloutScript.APPROVER));
            assertThat(step.execution().end()).isNotNull();
        });
        assertThat(new String(certificate.toBytes(), StandardCharsets.UTF_8))
                .startsWith("{\"cluster\":\"contoso:clu01\",\"entries\":20,")
                .endsWith("}\n");
    }

    @Test
    void aRolloutThatIsNotOverIsCertifiedAsItStands() {
        Certificate certificate = certificate(approved().gatedStep(ROLLOUT, "a"));

        assertThat(certificate.outcome()).isEqualTo(Certificate.Outcome.OPEN);
        assertThat(certificate.entries()).isEqualTo(11);
        assertThat(certificate.held()).isTrue();
    }

    @Test
    void whatHappensAfterTheEndDoesNotChangeACertificate() {
        RolloutScript script = approved().gatedStep(ROLLOUT, "a").finished(ROLLOUT);
        Certificate before = certificate(script);

        Issued after = replay(script.requested(OTHER, "x").approved(OTHER).gatedStep(OTHER, "x"));

        assertThat(after.certificates).contains(before).hasSize(2);
    }

    @Test
    void anAnswerThatTheLogHasLaterStillCounts() {
        RolloutScript script = approved()
                .begun(ROLLOUT, "a")
                .asked(ROLLOUT, "a")
                .passed(ROLLOUT, "a")
                .step(ROLLOUT, "a")
                .finished(ROLLOUT)
                .answered(ROLLOUT, "a", true, new InventoryVersions(1, 1));

        Certificate certificate = certificate(script);

        assertThat(certificate.held()).isTrue();
        assertThat(certificate.entries()).isEqualTo(12);
        assertThat(certificate.steps().getFirst().gate())
                .satisfies(gate -> assertThat(gate.answered()).isEqualTo(11));
    }

    @Test
    void namesThePairThatOverlapped() {
        Certificate certificate = certificate(approved()
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .gatedStep(ROLLOUT, "b"));

        assertThat(certificate.held()).isFalse();
        assertThat(certificate.violations())
                .singleElement()
                .isInstanceOfSatisfying(Violation.Overlap.class, overlap -> {
                    assertThat(overlap.first().step()).isEqualTo("a");
                    assertThat(overlap.second().step()).isEqualTo("b");
                });
    }

    @Test
    void namesAStepWithoutAPassingGate() {
        List<RolloutScript> without = List.of(
                approved().begun(ROLLOUT, "a").step(ROLLOUT, "a"),
                approved()
                        .begun(ROLLOUT, "a")
                        .asked(ROLLOUT, "a")
                        .passed(ROLLOUT, "a")
                        .step(ROLLOUT, "a"),
                approved()
                        .begun(ROLLOUT, "a")
                        .gate(ROLLOUT, "a", false)
                        .passed(ROLLOUT, "a")
                        .step(ROLLOUT, "a"),
                approved()
                        .begun(ROLLOUT, "a")
                        .asked(ROLLOUT, "a")
                        .answered(ROLLOUT, "a", true, new InventoryVersions(1, 2))
                        .passed(ROLLOUT, "a")
                        .step(ROLLOUT, "a"),
                approved().gate(ROLLOUT, "b", true).passed(ROLLOUT, "a").step(ROLLOUT, "a"),
                approved()
                        .begun(ROLLOUT, "a")
                        .gate(ROLLOUT, "a", true)
                        .passed(ROLLOUT, "a")
                        .begun(ROLLOUT, "a")
                        .step(ROLLOUT, "a"));

        assertThat(without)
                .allSatisfy(script -> assertThat(certificate(script).violations())
                        .singleElement()
                        .isInstanceOf(Violation.WithoutGate.class));
    }

    @Test
    void namesAStepWithoutAnApprovalThatCounts() {
        Authority namesake = RolloutScript.authority("carla", "approver");
        Authority elsewhere = new Authority(
                "erik",
                "erik",
                RolloutScript.APPROVER.roles(),
                new java.util.TreeSet<>(List.of("site:bergen", "organization:fabrikam")),
                RolloutScript.APPROVER.delegations(),
                null,
                null);
        RolloutScript asked = new RolloutScript().requested(ROLLOUT, "a");
        assertThat(certificate(asked.gatedStep(ROLLOUT, "a")).violations())
                .singleElement()
                .isInstanceOf(Violation.WithoutApproval.class);
        record Case(Authority by, String plan, Duration validity, String why) {}
        List<Case> cases = List.of(
                new Case(namesake, "hash", HOUR, "by the requester"),
                new Case(RolloutScript.OPERATOR, "hash", HOUR, "the role"),
                new Case(elsewhere, "hash", HOUR, "no scope"),
                new Case(RolloutScript.APPROVER, "another", HOUR, "the plan another"),
                new Case(RolloutScript.APPROVER, "hash", Duration.ofSeconds(2), "expired"));

        assertThat(cases).allSatisfy(each -> {
            RolloutScript script = new RolloutScript()
                    .requested(ROLLOUT, "a")
                    .approvedBy(ROLLOUT, each.by(), each.plan(), each.validity())
                    .gatedStep(ROLLOUT, "a");
            assertThat(certificate(script).violations())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Violation.WithoutApproval.class,
                            violation -> assertThat(violation.why()).contains(each.why()));
        });
    }

    @Test
    void asManyPeopleHaveApprovedAsThePlanNeeds() {
        Authority second = RolloutScript.authority("frida", "approver");

        assertThat(certificate(needing(2).approved(ROLLOUT).approved(ROLLOUT).gatedStep(ROLLOUT, "a"))
                        .violations())
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.WithoutApproval.class,
                        violation -> assertThat(violation.why()).contains("needs 2 approvers"));
        Certificate certificate = certificate(needing(2)
                .approved(ROLLOUT)
                .partApprovedBy(ROLLOUT, second, "part")
                .gatedStep(ROLLOUT, "a"));
        assertThat(certificate.held()).isTrue();
        assertThat(certificate.steps().getFirst().approvals())
                .extracting(Certificate.ApprovedBy::by)
                .containsExactly(RolloutScript.APPROVER, second);
    }

    @Test
    void namesAStepWhoseApprovalIsForAnotherPartOrWasWithdrawn() {
        assertThat(certificate(needing(1)
                                .partApprovedBy(ROLLOUT, RolloutScript.APPROVER, "another")
                                .gatedStep(ROLLOUT, "a"))
                        .violations())
                .singleElement()
                .isInstanceOf(Violation.WithoutApproval.class);
        assertThat(certificate(needing(1)
                                .approved(ROLLOUT)
                                .withdrawn(ROLLOUT, RolloutScript.APPROVER)
                                .gatedStep(ROLLOUT, "a"))
                        .violations())
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.WithoutApproval.class,
                        violation -> assertThat(violation.why()).contains("withdrawn"));
    }

    @Test
    void namesAStepWhoseApproverDidNotHoldTheDelegation() {
        assertThat(certificate(needing(1, "EXCHANGE_FULL_ADMINISTRATOR@organization:fabrikam")
                                .approved(ROLLOUT)
                                .gatedStep(ROLLOUT, "a"))
                        .violations())
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.WithoutApproval.class,
                        violation -> assertThat(violation.why()).contains("did not hold"));
    }

    private static Authority holding(String delegation) {
        Authority some = RolloutScript.authority("greta", "approver");
        return new Authority(
                "greta", "greta", some.roles(), some.scopes(), new TreeSet<>(List.of(delegation)), "token", null);
    }

    private static List<Violation> violationsWhen(Authority approver, String needed) {
        return certificate(needing(1, needed)
                        .partApprovedBy(ROLLOUT, approver, "part")
                        .gatedStep(ROLLOUT, "a")
                        .finished(ROLLOUT))
                .violations();
    }

    @Test
    void authorityAtAnAdministrativeGroupCountsThereAndNowhereElse() {
        String group = "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/";
        String organization = "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso";

        assertThat(violationsWhen(holding(group + "First"), group + "First")).isEmpty();
        assertThat(violationsWhen(holding(group + "FIRST"), group + "First")).isEmpty();
        assertThat(violationsWhen(holding(organization), group + "First")).isEmpty();
        for (String other : List.of(
                group + "Second",
                group.replace("contoso", "fabrikam") + "First",
                group.replace("FULL_", "") + "First",
                organization.replace("contoso", "fabrikam"))) {
            assertThat(violationsWhen(holding(other), group + "First"))
                    .as(other)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Violation.WithoutApproval.class,
                            violation -> assertThat(violation.why())
                                    .contains("the approver did not hold " + group + "First"));
        }
        assertThat(violationsWhen(holding(group + "First"), organization))
                .as("a group does not cover its organization")
                .hasSize(1);
    }

    private static RolloutScript needing(int approvers, String... delegations) {
        return new RolloutScript()
                .requested(ROLLOUT, "a")
                .needing(ROLLOUT, "part", approvers, List.of(delegations), "a");
    }

    @Test
    void namesLocksAndStepsThatThePlanDoesNotHave() {
        Certificate unplanned = certificate(approved().gatedStep(ROLLOUT, "c"));
        Certificate unlocked = certificate(approved()
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .executing(ROLLOUT, "a"));

        assertThat(unplanned.violations()).singleElement().isInstanceOf(Violation.NotPlanned.class);
        assertThat(unlocked.violations())
                .extracting(violation -> (Object) violation.getClass())
                .containsExactlyInAnyOrder(Violation.LocksMissing.class, Violation.WithoutLock.class);
    }

    private static RolloutScript heldAfterExecution() {
        return approved()
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .attested(ROLLOUT, "a", RolloutScript.OPERATOR)
                .held(ROLLOUT, "a", true);
    }

    @Test
    void namesWhoMarkedAStepAsDoneAndWhoConfirmedIt() {
        Certificate certificate = certificate(heldAfterExecution()
                .marked(ROLLOUT, "a", RolloutScript.OPERATOR, RolloutScript.APPROVER)
                .released(ROLLOUT, "a")
                .gatedStep(ROLLOUT, "b")
                .finished(ROLLOUT));

        assertThat(certificate.held()).isTrue();
        assertThat(certificate.markedDone()).singleElement().satisfies(mark -> {
            assertThat(mark.step()).isEqualTo("a");
            assertThat(mark.proposedBy()).isEqualTo(RolloutScript.OPERATOR);
            assertThat(mark.confirmedBy()).isEqualTo(RolloutScript.APPROVER);
        });
        assertThat(certificate.steps().getFirst().execution().end())
                .satisfies(end -> assertThat(end.how()).isEqualTo(Execution.How.MARKED_DONE));
    }

    @Test
    void anExecutionEndsWhenItsStepWasTakenBack() {
        Certificate certificate = certificate(heldAfterExecution()
                .undone(ROLLOUT, "a")
                .gatedStep(ROLLOUT, "a")
                .finished(ROLLOUT));

        assertThat(certificate.held()).isTrue();
        assertThat(certificate.steps())
                .extracting(step -> step.execution().end())
                .extracting(end -> end == null ? null : end.how())
                .containsExactly(Execution.How.UNDONE, Execution.How.COMPLETED);
    }

    @Test
    void aCertificateWithoutMarksSaysNothingOfThem() {
        Certificate certificate = certificate(approved().gatedStep(ROLLOUT, "a"));

        assertThat(new String(certificate.toBytes(), StandardCharsets.UTF_8)).doesNotContain("marked");
    }

    @Test
    void namesTheFilesOfAttestationsByTheirHash() {
        AttestedFile file = new AttestedFile("ab".repeat(32), 8);

        Certificate certificate = certificate(approved()
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .granted(ROLLOUT, "a")
                .executing(ROLLOUT, "a")
                .attestedWith(ROLLOUT, "a", RolloutScript.OPERATOR, file)
                .completed(ROLLOUT, "a")
                .released(ROLLOUT, "a")
                .gatedStep(ROLLOUT, "b")
                .finished(ROLLOUT));

        assertThat(certificate.held()).isTrue();
        assertThat(certificate.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.step()).isEqualTo("a");
            assertThat(evidence.attestedBy()).isEqualTo(RolloutScript.OPERATOR);
            assertThat(evidence.files()).containsExactly(file);
            assertThat(CertificateWords.of(evidence)).contains("SHA-256 " + "ab".repeat(32) + " (8 bytes)");
        });
    }

    @Test
    void evidenceWithoutFilesChangesNoCertificate() {
        Certificate certificate = certificate(heldAfterExecution());

        assertThat(new String(certificate.toBytes(), StandardCharsets.UTF_8)).doesNotContain("evidence");
    }

    @Test
    void namesAMarkWithoutASecondPerson() {
        Authority both = RolloutScript.authority("olga", "approver");
        record Case(Authority by, Authority second, String why) {}
        List<Case> cases = List.of(
                new Case(RolloutScript.APPROVER, RolloutScript.APPROVER, "same person"),
                new Case(RolloutScript.COORDINATOR, both, "attested"),
                new Case(RolloutScript.OPERATOR, RolloutScript.COORDINATOR, "the role"));

        assertThat(cases)
                .allSatisfy(each -> assertThat(
                                certificate(heldAfterExecution().marked(ROLLOUT, "a", each.by(), each.second()))
                                        .violations())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Violation.WithoutSecondPerson.class,
                                violation -> assertThat(violation.why()).contains(each.why())));
    }

    @Test
    void namesATokenThatWasNotTheHighest() {
        Certificate certificate = certificate(approved()
                .granted(OTHER, "x", 9)
                .released(OTHER, "x")
                .begun(ROLLOUT, "a")
                .gate(ROLLOUT, "a", true)
                .passed(ROLLOUT, "a")
                .granted(ROLLOUT, "a", 9)
                .executing(ROLLOUT, "a"));

        assertThat(certificate.violations()).singleElement().isInstanceOf(Violation.TokenNotHighest.class);
    }

    @Test
    void namesWhatNoRolloutUnderWayHadDone() {
        Issued never = replay(new RolloutScript().granted(ROLLOUT, "a").executing(ROLLOUT, "a"));
        Issued afterwards =
                replay(approved().gatedStep(ROLLOUT, "a").finished(ROLLOUT).gatedStep(ROLLOUT, "b"));

        assertThat(never.certificates).isEmpty();
        assertThat(never.outside).hasSize(1);
        assertThat(afterwards.certificates).hasSize(1).allMatch(Certificate::held);
        assertThat(afterwards.outside)
                .singleElement()
                .satisfies(outside -> assertThat(outside.execution().step()).isEqualTo("b"));
    }
}
