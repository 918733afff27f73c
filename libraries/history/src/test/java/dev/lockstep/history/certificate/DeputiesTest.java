package dev.lockstep.history.certificate;

import static dev.lockstep.history.certificate.ApprovalsOverTimeTest.ROLLOUT;
import static dev.lockstep.history.certificate.ApprovalsOverTimeTest.assertNotApproved;
import static dev.lockstep.history.certificate.ApprovalsOverTimeTest.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.history.person.Person;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A deputy's approval counts when it rests on an arrangement in force that somebody else agreed to, and for one person with the lender's. */
class DeputiesTest {

    private static final String FULL = "EXCHANGE_FULL_ADMINISTRATOR@organization:contoso";
    private static final Authority LENDER = RolloutScript.authority("lena", "approver");
    private static final Authority SECOND = RolloutScript.authority("sven", "approver");
    private static final Authority DEPUTY = without("dora");

    private static Authority without(String name) {
        Authority some = RolloutScript.authority(name, "approver");
        return new Authority(name, name, some.roles(), some.scopes(), new TreeSet<>(), some.tokenId(), null);
    }

    private static RolloutScript arranged() {
        return new RolloutScript().arranged(LENDER, "dora", SECOND);
    }

    private static RolloutScript needing(RolloutScript script, int approvers) {
        return needing(script, approvers, FULL);
    }

    private static RolloutScript needing(RolloutScript script, int approvers, String needed) {
        return script.requested(ROLLOUT, "a").needing(ROLLOUT, "part", approvers, List.of(needed), "a");
    }

    private static RolloutScript approved(Mandate mandate, Authority deputy) {
        return needing(arranged(), 1)
                .approvedAsDeputy(ROLLOUT, deputy, "part", mandate)
                .gatedStep(ROLLOUT, "a")
                .finished(ROLLOUT);
    }

    private static Mandate changed(
            Authority lender, Set<String> delegations, Authority second, Instant from, Instant until) {
        Mandate right = arranged().mandate();
        return new Mandate(
                right.arrangement(), lender, new TreeSet<>(delegations), second, right.agreedAt(), from, until);
    }

    private static Mandate by(Authority lender, Authority second) {
        Mandate right = arranged().mandate();
        return changed(lender, right.delegations(), second, right.from(), right.until());
    }

    @Test
    void anApprovalUnderAnArrangementCountsAndIsShownAsWhatItIs() {
        Certificate certificate = certificate(approved(arranged().mandate(), DEPUTY));

        assertThat(certificate.violations()).isEmpty();
        assertThat(certificate.steps().getFirst().approvals())
                .singleElement()
                .satisfies(approval -> assertThat(approval)
                        .isEqualTo(new Certificate.ApprovedBy(
                                approval.entry(),
                                DEPUTY,
                                approval.at(),
                                approval.expiresAt(),
                                new Certificate.InPlaceOf(arranged().mandate().arrangement(), LENDER, 1, SECOND))));
    }

    @Test
    void whatSaysItselfThatItWasNotRightDoesNotCount() {
        Mandate right = arranged().mandate();
        Instant epoch = Instant.EPOCH;

        assertNotApproved(onlyBy(by(RolloutScript.COORDINATOR, SECOND)), "in the place of the requester");
        assertNotApproved(onlyBy(by(DEPUTY, SECOND)), "lent the authority to the same person");
        assertNotApproved(onlyBy(by(LENDER, LENDER)), "nobody else had agreed");
        assertNotApproved(onlyBy(by(LENDER, DEPUTY)), "nobody else had agreed");
        assertNotApproved(onlyBy(by(LENDER, without("sven"))), "who agreed did not hold");
        assertNotApproved(onlyBy(by(without("lena"), SECOND)), "the lender did not hold");
        assertNotApproved(onlyBy(by(LENDER, RolloutScript.OPERATOR)), "agreed to by somebody who could not");
        assertNotApproved(
                onlyBy(changed(LENDER, right.delegations(), SECOND, epoch, epoch.plusSeconds(1))), "was not in force");
        assertNotApproved(
                onlyBy(changed(
                        LENDER,
                        right.delegations(),
                        SECOND,
                        right.until(),
                        right.until().plusSeconds(1))),
                "was not in force");
        assertNotApproved(onlyBy(changed(LENDER, Set.of(), SECOND, right.from(), right.until())), "was not lent");
    }

    @Test
    void whatWasLentAtAnAdministrativeGroupCountsThereOnly() {
        String group = "EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First";
        Mandate right = arranged().mandate();
        Mandate lent = changed(LENDER, Set.of(group), SECOND, right.from(), right.until());

        assertThat(certificate(onlyBy(lent, group).finished(ROLLOUT)).violations())
                .isEmpty();
        assertNotApproved(onlyBy(lent, group.replace("First", "Second")), "Second was not lent");
        assertNotApproved(onlyBy(lent, FULL), FULL + " was not lent");
        assertNotApproved(
                onlyBy(changed(without("lena"), Set.of(group), SECOND, right.from(), right.until()), group),
                "the lender did not hold " + group);
    }

    /** With entries of the arrangement that say the same, so that only what it says itself is wrong. */
    private static RolloutScript onlyBy(Mandate mandate) {
        return onlyBy(mandate, FULL);
    }

    private static RolloutScript onlyBy(Mandate mandate, String needed) {
        return needing(
                        new RolloutScript()
                                .add(new DeputyEvent.DeputyAppointed(
                                        RolloutScript.CLUSTER.organization(),
                                        mandate.arrangement(),
                                        null,
                                        "dora",
                                        mandate.delegations(),
                                        mandate.from(),
                                        mandate.until(),
                                        "away",
                                        mandate.lender(),
                                        mandate.from()))
                                .add(new DeputyEvent.DeputyAgreed(
                                        RolloutScript.CLUSTER.organization(),
                                        mandate.arrangement(),
                                        "",
                                        mandate.agreedBy(),
                                        mandate.agreedAt())),
                        1,
                        needed)
                .approvedAsDeputy(ROLLOUT, DEPUTY, "part", mandate)
                .gatedStep(ROLLOUT, "a");
    }

    private static void assertNotBorneOut(RolloutScript script, String why) {
        assertThat(certificate(script).violations())
                .singleElement()
                .isInstanceOfSatisfying(
                        Violation.ApprovedWithoutMandate.class,
                        violation -> assertThat(violation.why()).contains(why));
    }

    @Test
    void whatTheEntriesOfTheArrangementDoNotBearOutIsNamed() {
        Mandate right = arranged().mandate();

        assertNotBorneOut(
                needing(new RolloutScript(), 1)
                        .approvedAsDeputy(ROLLOUT, DEPUTY, "part", inTime(right))
                        .gatedStep(ROLLOUT, "a")
                        .finished(ROLLOUT),
                "no entries tell");
        assertNotBorneOut(approved(right, without("erik")), "names another deputy");
        assertNotBorneOut(
                approved(by(RolloutScript.authority("lars", "approver"), SECOND), DEPUTY), "tell it otherwise");
        assertNotBorneOut(
                approved(by(LENDER, RolloutScript.authority("siri", "approver")), DEPUTY), "tell it otherwise");
        assertNotBorneOut(
                needing(arranged().arrangementEnded(LENDER), 1)
                        .approvedAsDeputy(ROLLOUT, DEPUTY, "part", right)
                        .gatedStep(ROLLOUT, "a"),
                "had been ended");
    }

    private static void assertNotTheDeputy(String arranged, String approver, String why) {
        RolloutScript script = new RolloutScript().arranged(LENDER, arranged, SECOND);
        assertNotBorneOut(
                needing(script, 1)
                        .approvedAsDeputy(ROLLOUT, without(approver), "part", script.mandate())
                        .gatedStep(ROLLOUT, "a")
                        .finished(ROLLOUT),
                why);
    }

    @Test
    void aDeputyIsTheSameUnderAKeyAndAServiceIsNobodyUnderOne() {
        String dora = Person.first("dora").sealedName().toString();
        String erik = Person.first("erik").sealedName().toString();
        RolloutScript script = new RolloutScript().arranged(LENDER, dora, SECOND);

        assertThat(certificate(needing(script, 1)
                                .approvedAsDeputy(ROLLOUT, without(dora), "part", script.mandate())
                                .gatedStep(ROLLOUT, "a")
                                .finished(ROLLOUT))
                        .violations())
                .isEmpty();
        assertNotTheDeputy(dora, erik, "names another deputy");
        assertNotTheDeputy(dora, "audit-service", "names another deputy");
        assertNotTheDeputy("service-account-runner-oslo", dora, "names another deputy");
    }

    @Test
    void aNameFromBeforeThereWereKeysIsNotComparableWithOneUnderAKey() {
        String dora = Person.first("dora").sealedName().toString();

        assertNotTheDeputy("dora", dora, "not comparable");
        assertNotTheDeputy(dora, "dora", "not comparable");
    }

    private static Mandate inTime(Mandate right) {
        return new Mandate(
                right.arrangement(),
                right.lender(),
                right.delegations(),
                right.agreedBy(),
                RolloutScript.START,
                RolloutScript.START,
                right.until());
    }

    @Test
    void whatWasApprovedBeforeTheEndStays() {
        assertThat(certificate(needing(arranged(), 1)
                                .approvedAsDeputy(
                                        ROLLOUT, DEPUTY, "part", arranged().mandate())
                                .arrangementEnded(SECOND)
                                .gatedStep(ROLLOUT, "a"))
                        .violations())
                .isEmpty();
    }

    @Test
    void theArrangementsEntriesMayComeAfterThoseOfTheCluster() {
        Mandate right = arranged().mandate();
        RolloutScript late = needing(new RolloutScript(), 1)
                .approvedAsDeputy(ROLLOUT, DEPUTY, "part", inTime(right))
                .gatedStep(ROLLOUT, "a")
                .finished(ROLLOUT);
        long before = late.published().size();
        Mandate told = inTime(right);
        late.add(new DeputyEvent.DeputyAppointed(
                        RolloutScript.CLUSTER.organization(),
                        told.arrangement(),
                        null,
                        "dora",
                        told.delegations(),
                        told.from(),
                        told.until(),
                        "away",
                        LENDER,
                        told.from()))
                .add(new DeputyEvent.DeputyAgreed(
                        RolloutScript.CLUSTER.organization(), told.arrangement(), "", SECOND, told.agreedAt()));

        Certificate certificate = certificate(late);

        assertThat(certificate.violations()).isEmpty();
        assertThat(certificate.entries()).isEqualTo(before + 2);
    }

    @Test
    void deputyAndLenderCountOnce() {
        Mandate right = arranged().mandate();

        for (Authority other : List.of(LENDER, RolloutScript.authority("dora", "approver"))) {
            assertNotApproved(
                    needing(arranged(), 2)
                            .approvedAsDeputy(ROLLOUT, DEPUTY, "part", right)
                            .partApprovedBy(ROLLOUT, other, "part")
                            .gatedStep(ROLLOUT, "a"),
                    "'part' needs 2 approvers");
        }
        assertThat(certificate(needing(arranged(), 2)
                                .approvedAsDeputy(ROLLOUT, DEPUTY, "part", right)
                                .partApprovedBy(ROLLOUT, SECOND, "part")
                                .gatedStep(ROLLOUT, "a"))
                        .held())
                .isTrue();
    }

    @Test
    void whatTheLenderTookBackDoesNotCount() {
        assertNotApproved(
                needing(arranged(), 1)
                        .approvedAsDeputy(ROLLOUT, DEPUTY, "part", arranged().mandate())
                        .withdrawn(ROLLOUT, LENDER)
                        .gatedStep(ROLLOUT, "a"),
                "it was withdrawn");
    }
}
