package dev.lockstep.audit.records;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.audit.records.RecordsCommand.Candidate;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.contracts.records.RecordsEvent.HoldLifted;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held and what may go. */
class RecordsDeciderTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final String KIND = "lockstep.orchestration.facts-reported.v1";
    private static final UUID HOLD = new UUID(0, 1);
    private static final UUID ROLLOUT = new UUID(0, 2);
    private static final HoldSubject CLUSTER = new HoldSubject(HoldSubject.Kind.CLUSTER, "contoso:clu01");
    private static final Authority ANNA = authority("anna", "auditor");
    private static final Authority BERT = authority("bert", "administrator");
    private static final HoldPlaced PLACED = new HoldPlaced(HOLD, CLUSTER, "case 7", ANNA, NOW);
    private static final HoldLifted LIFTED = new HoldLifted(HOLD, "closed", BERT, NOW);

    private static DeciderScenario<Records, RecordsCommand, RecordsEvent> records(RecordsEvent... before) {
        return scenario(new RecordsDecider()).given(before);
    }

    private static Candidate candidate(long entry, Duration age) {
        return new Candidate(
                new GivenUp(entry, "0".repeat(64), "contoso", ROLLOUT, "s1"), "contoso:clu01", NOW.minus(age));
    }

    private static RecordsCommand giveUp(Candidate... candidates) {
        return new RecordsCommand.GiveUp(KIND, YEAR, List.of(candidates), NOW);
    }

    @Test
    void aHoldIsPlaced() {
        records()
                .when(new RecordsCommand.PlaceHold(HOLD, CLUSTER, "case 7", ANNA, NOW))
                .thenEvents(PLACED);
    }

    @Test
    void aHoldIsPlacedOnce() {
        RecordsCommand again = new RecordsCommand.PlaceHold(HOLD, CLUSTER, "case 7", ANNA, NOW);

        records(PLACED).when(again).thenRefused("hold-exists");
        records(PLACED, LIFTED).when(again).thenRefused("hold-exists");
    }

    @Test
    void somebodyElseLiftsIt() {
        records(PLACED)
                .when(new RecordsCommand.LiftHold(HOLD, "closed", BERT, NOW))
                .thenEvents(LIFTED);
    }

    @Test
    void whoPlacedItCannotLiftItUnderAnotherNameEither() {
        Authority renamed =
                new Authority(ANNA.subject(), "hanna", ANNA.roles(), ANNA.scopes(), ANNA.delegations(), null, null);

        records(PLACED)
                .when(new RecordsCommand.LiftHold(HOLD, "closed", renamed, NOW))
                .thenRefused("lifter-placed-hold");
    }

    @Test
    void whatDoesNotStandCannotBeLifted() {
        records().when(new RecordsCommand.LiftHold(HOLD, "closed", BERT, NOW)).thenRefused("unknown-hold");
        records(PLACED, LIFTED)
                .when(new RecordsCommand.LiftHold(HOLD, "closed", BERT, NOW))
                .thenRefused("hold-lifted");
    }

    @Test
    void dataGoWhenTheirPeriodIsOverAndNotBefore() {
        Candidate due = candidate(7, YEAR);

        records()
                .when(giveUp(due, candidate(8, YEAR.minusNanos(1_000))))
                .thenEvents(new DataGivenUp(KIND, YEAR, List.of(due.data()), NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "ORGANIZATION, contoso, true",
        "ORGANIZATION, fabrikam, false",
        "CLUSTER, contoso:clu01, true",
        "CLUSTER, contoso:clu02, false",
        "ROLLOUT, 00000000-0000-0000-0000-000000000002, true",
        "ROLLOUT, 00000000-0000-0000-0000-000000000003, false"
    })
    void whatIsHeldStays(HoldSubject.Kind kind, String id, boolean held) {
        HoldPlaced hold = new HoldPlaced(HOLD, new HoldSubject(kind, id), "case 7", ANNA, NOW);
        Candidate due = candidate(7, YEAR);
        DataGivenUp gone = new DataGivenUp(KIND, YEAR, List.of(due.data()), NOW);

        if (held) {
            records(hold).when(giveUp(due)).thenEvents();
        } else {
            records(hold).when(giveUp(due)).thenEvents(gone);
        }
        records(hold, LIFTED).when(giveUp(due)).thenEvents(gone);
    }

    @ParameterizedTest
    @CsvSource({
        "lockstep.orchestration.rollout-requested.v1=P730D, needed for ever",
        "lockstep.validation.gate-answered.v1=P730D, needed for ever",
        "lockstep.inventory.cluster-registered.v1=P730D, needed for ever",
        "lockstep.audit.data-given-up.v1=P730D, needed for ever",
        "lockstep.orchestration.nothing.v1=P730D, no type of event",
        "lockstep.orchestration.facts-reported.v1=PT23H, less than a day",
        "lockstep.orchestration.facts-reported.v1=long, no period",
        "lockstep.orchestration.facts-reported.v1, reads type=period"
    })
    void aPolicyThatCannotBeMeantIsRefused(String policy, String why) {
        assertThatThrownBy(() -> RetentionPolicy.parse(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
