package dev.lockstep.orchestration.deputy;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.orchestration.deputy.Arranged.FULL;
import static dev.lockstep.orchestration.deputy.Arranged.ID;
import static dev.lockstep.orchestration.deputy.Arranged.NOW;
import static dev.lockstep.orchestration.deputy.Arranged.ORGANIZATION;
import static dev.lockstep.orchestration.deputy.Arranged.UNTIL;
import static dev.lockstep.orchestration.deputy.Arranged.account;
import static dev.lockstep.orchestration.deputy.Arranged.agreed;
import static dev.lockstep.orchestration.deputy.Arranged.appointed;
import static dev.lockstep.orchestration.deputy.Arranged.approver;
import static dev.lockstep.orchestration.deputy.Arranged.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** An approver lends what they hold themselves, for a while, to somebody else, and somebody else again agrees. */
class ArrangementDeciderTest {

    private static final String GROUP = "EXCHANGE_ADMINISTRATOR@administrative-group:contoso/First";

    private static DeciderScenario<Arrangement, ArrangementCommand, DeputyEvent> given(DeputyEvent... events) {
        return scenario(new ArrangementDecider()).given(events);
    }

    private static ArrangementCommand.Appoint appoint(Authority by, String deputy, Instant from, Instant until) {
        return new ArrangementCommand.Appoint(ORGANIZATION, ID, null, deputy, from, until, "away", by, NOW);
    }

    private static ArrangementCommand.Agree agree(Authority by, Instant now) {
        return new ArrangementCommand.Agree("fine", by, now);
    }

    private static ArrangementCommand.End end(Authority by, Instant now) {
        return new ArrangementCommand.End("back again", by, now);
    }

    @Test
    void whatIsLentIsWhatTheLenderHoldsInTheOrganization() {
        Authority lena = approver("lena", FULL, GROUP, "VIEW_ONLY@organization:fabrikam");

        given().when(appoint(lena, "dora", NOW, UNTIL))
                .thenEvents(new DeputyEvent.DeputyAppointed(
                        ORGANIZATION,
                        ID,
                        null,
                        "dora",
                        approver("lena", FULL, GROUP).delegations(),
                        NOW,
                        UNTIL,
                        "away",
                        lena,
                        NOW));
    }

    @Test
    void nobodyLendsToThemselvesOrWhatTheyDoNotHold() {
        given().when(appoint(approver("lena", FULL), "lena", NOW, UNTIL)).thenRefused("lender-is-deputy");
        given().when(appoint(approver("lena"), "dora", NOW, UNTIL)).thenRefused("lender-delegation-missing");
        given().when(appoint(approver("lena", "VIEW_ONLY@organization:fabrikam"), "dora", NOW, UNTIL))
                .thenRefused("lender-delegation-missing");
        given().when(appoint(approver("lena", FULL), " ", NOW, UNTIL)).thenRefused("deputy-unnamed");
        given(appointed("lena", "dora", FULL))
                .when(appoint(approver("lena", FULL), "dora", NOW, UNTIL))
                .thenRefused("arrangement-exists");
    }

    @Test
    void thePeriodIsNotEmptyAndOverWithinNinetyDays() {
        Authority lena = approver("lena", FULL);
        Instant latest = NOW.plus(Duration.ofDays(90));

        given().when(appoint(lena, "dora", UNTIL, latest)).thenEventsSatisfy(events -> {});
        given().when(appoint(lena, "dora", Instant.MIN, UNTIL))
                .thenEventsSatisfy(events -> assertThat(((DeputyEvent.DeputyAppointed) events.getFirst()).from())
                        .isEqualTo(NOW));
        given().when(appoint(lena, "dora", NOW, latest.plusMillis(1))).thenRefused("period-too-long");
        given().when(appoint(lena, "dora", UNTIL, UNTIL)).thenRefused("period-empty");
        given().when(appoint(lena, "dora", NOW.minusSeconds(9), NOW)).thenRefused("period-empty");
    }

    @Test
    void aSecondApproverAgreesWhoHoldsWhatIsLent() {
        given(appointed("lena", "dora", FULL))
                .when(agree(approver("sven", FULL), NOW))
                .thenEvents(agreed());
        given(appointed("lena", "dora", GROUP))
                .when(agree(approver("sven", FULL), NOW))
                .thenEventsSatisfy(events -> {});
        given(appointed("lena", "dora", GROUP))
                .when(agree(approver("sven", GROUP.replace("First", "Second")), NOW))
                .thenRefused("approver-delegation-missing");
    }

    @Test
    void whoHoldsAnAdministrativeGroupLendsThatGroup() {
        given().when(appoint(approver("lena", GROUP), "dora", NOW, UNTIL))
                .thenEventsSatisfy(events -> assertThat(((DeputyEvent.DeputyAppointed) events.getFirst()).delegations())
                        .containsExactly(GROUP));
    }

    @Test
    void whoeverIsNotASecondApproverWithThatAuthorityIsRefused() {
        DeputyEvent proposed = appointed("lena", "dora", FULL);

        given(proposed).when(agree(approver("lena", FULL), NOW)).thenRefused("approver-is-lender");
        given(proposed).when(agree(approver("dora", FULL), NOW)).thenRefused("approver-is-deputy");
        given(proposed).when(agree(account("sven", "operator", "*", FULL), NOW)).thenRefused("approver-role-missing");
        given(proposed)
                .when(agree(account("sven", "approver", "site:oslo", FULL), NOW))
                .thenRefused("approver-scope-missing");
        given(proposed).when(agree(approver("sven", GROUP), NOW)).thenRefused("approver-delegation-missing");
        given().when(agree(approver("sven", FULL), NOW)).thenRefused("unknown-arrangement");
    }

    @Test
    void whatWasAgreedToHasEndedOrIsOverIsNotAgreedTo() {
        DeputyEvent proposed = appointed("lena", "dora", FULL);
        ArrangementCommand agree = agree(approver("sven", FULL), NOW);

        given(proposed, agreed()).when(agree).thenRefused("agreed-already");
        given(proposed, ended("lena")).when(agree).thenRefused("arrangement-ended");
        given(proposed).when(agree(approver("sven", FULL), UNTIL)).thenRefused("arrangement-over");
    }

    @Test
    void lenderSecondApproverAndAdministratorEndIt() {
        DeputyEvent proposed = appointed("lena", "dora", FULL);

        given(proposed).when(end(approver("lena", FULL), NOW)).thenEvents(ended("lena"));
        given(proposed, agreed()).when(end(approver("sven", FULL), NOW)).thenEvents(ended("sven"));
        given(proposed, agreed())
                .when(end(account("anna", "administrator", "*"), NOW))
                .thenEventsSatisfy(events -> {});
    }

    @Test
    void nobodyElseEndsItAndNobodyTwice() {
        DeputyEvent proposed = appointed("lena", "dora", FULL);

        given(proposed).when(end(approver("sven", FULL), NOW)).thenRefused("not-party-to-arrangement");
        given(proposed, agreed()).when(end(approver("dora", FULL), NOW)).thenRefused("not-party-to-arrangement");
        given(proposed, agreed(), ended("lena"))
                .when(end(approver("lena", FULL), NOW))
                .thenRefused("arrangement-ended");
        given(proposed, agreed()).when(end(approver("lena", FULL), UNTIL)).thenRefused("arrangement-over");
        given().when(end(approver("lena", FULL), NOW)).thenRefused("unknown-arrangement");
    }
}
