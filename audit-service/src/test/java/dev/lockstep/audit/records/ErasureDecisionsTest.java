package dev.lockstep.audit.records;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.history.certificate.RolloutScript.authority;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.ErasureRequested;
import dev.lockstep.contracts.records.RecordsEvent.HoldLifted;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may be erased, and by whom. */
class ErasureDecisionsTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final UUID ERASURE = new UUID(0, 1);
    private static final UUID LATER = new UUID(0, 2);
    private static final UUID HOLD = new UUID(0, 3);
    private static final String PERSON = "00ff";
    private static final Authority ANNA = authority("anna", "auditor");
    private static final Authority BERT = authority("bert", "administrator");
    private static final ErasureRequested REQUESTED = new ErasureRequested(ERASURE, PERSON, "has left", ANNA, NOW);
    private static final HoldPlaced HELD =
            new HoldPlaced(HOLD, new HoldSubject(HoldSubject.Kind.CLUSTER, "contoso:clu01"), "case 7", ANNA, NOW);

    private static DeciderScenario<Records, RecordsCommand, RecordsEvent> records(RecordsEvent... before) {
        return scenario(new RecordsDecider()).given(before);
    }

    private static RecordsCommand request(boolean own, Map<UUID, Boolean> held) {
        return new RecordsCommand.RequestErasure(ERASURE, PERSON, own, held, "has left", ANNA, NOW);
    }

    private static RecordsCommand confirm(UUID erasure, Authority by, boolean own, Map<UUID, Boolean> held) {
        return new RecordsCommand.ConfirmErasure(erasure, own, held, by, NOW);
    }

    @Test
    void oneAsksAndAnotherConfirms() {
        records().when(request(false, Map.of())).thenEvents(REQUESTED);
        records(REQUESTED)
                .when(confirm(ERASURE, BERT, false, Map.of()))
                .thenEvents(new PersonErased(ERASURE, PERSON, BERT, NOW));
    }

    @Test
    void whoAskedDoesNotConfirm() {
        records(REQUESTED).when(confirm(ERASURE, ANNA, false, Map.of())).thenRefused("confirmer-requested-erasure");
    }

    @Test
    void nobodyDecidesAboutThemselves() {
        records().when(request(true, Map.of())).thenRefused("own-erasure");
        records(REQUESTED).when(confirm(ERASURE, BERT, true, Map.of())).thenRefused("own-erasure");
    }

    @Test
    void whatIsHeldStays() {
        records(HELD).when(request(false, Map.of(HOLD, true))).thenRefused("person-held");
        records(REQUESTED, HELD)
                .when(confirm(ERASURE, BERT, false, Map.of(HOLD, true)))
                .thenRefused("person-held");
        records(HELD).when(request(false, Map.of(HOLD, false))).thenEvents(REQUESTED);
        records(HELD, new HoldLifted(HOLD, "closed", BERT, NOW))
                .when(request(false, Map.of()))
                .thenEvents(REQUESTED);
    }

    @Test
    void aHoldThatNobodyHasLookedAtMayCoverThePerson() {
        records(HELD).when(request(false, Map.of())).thenRefused("hold-placed-meanwhile");
        records(REQUESTED, HELD).when(confirm(ERASURE, BERT, false, Map.of())).thenRefused("hold-placed-meanwhile");
    }

    @Test
    void aLaterRequestTakesThePlaceAndAnErasureIsConfirmedOnce() {
        ErasureRequested later = new ErasureRequested(LATER, PERSON, "again", BERT, NOW);
        PersonErased erased = new PersonErased(ERASURE, PERSON, BERT, NOW);

        records(REQUESTED, later).when(confirm(ERASURE, BERT, false, Map.of())).thenRefused("unknown-erasure");
        records(REQUESTED, later)
                .when(confirm(LATER, ANNA, false, Map.of()))
                .thenEvents(new PersonErased(LATER, PERSON, ANNA, NOW));
        records(REQUESTED, erased).when(confirm(ERASURE, BERT, false, Map.of())).thenRefused("unknown-erasure");
    }
}
