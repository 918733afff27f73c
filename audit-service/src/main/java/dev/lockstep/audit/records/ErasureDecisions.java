package dev.lockstep.audit.records;

import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.ErasureRequested;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.eventsourcing.Decision;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Decides who may be erased: by two persons, neither of whom is the one, and by nobody while something of theirs is held. */
final class ErasureDecisions {

    private ErasureDecisions() {}

    static Decision<RecordsEvent> request(Records state, RecordsCommand.RequestErasure request) {
        if (request.own()) {
            return own();
        }
        return held(state, request.held())
                .orElseGet(() -> Decision.accept(new ErasureRequested(
                        request.erasure(), request.person(), request.reason(), request.by(), request.now())));
    }

    static Decision<RecordsEvent> confirm(Records state, RecordsCommand.ConfirmErasure confirm) {
        ErasureRequested requested = state.erasures().get(confirm.erasure());
        if (requested == null) {
            return Decision.refuse(
                    "unknown-erasure",
                    "There is no such request, or a later one took its place, or the person is erased.",
                    "Read the list of erasures");
        }
        if (requested.requestedBy().subject().equals(confirm.by().subject())) {
            return Decision.refuse(
                    "confirmer-requested-erasure",
                    "%s asked for the erasure and cannot confirm it."
                            .formatted(confirm.by().name()),
                    "Another auditor or administrator confirms it");
        }
        if (confirm.own()) {
            return own();
        }
        return held(state, confirm.held())
                .orElseGet(() -> Decision.accept(
                        new PersonErased(requested.erasure(), requested.person(), confirm.by(), confirm.now())));
    }

    private static Decision<RecordsEvent> own() {
        return Decision.refuse(
                "own-erasure",
                "Nobody decides about what the history says of themselves.",
                "Two other auditors or administrators do");
    }

    private static Optional<Decision<RecordsEvent>> held(Records state, Map<UUID, Boolean> looked) {
        for (HoldPlaced hold : state.holds().values()) {
            if (!looked.containsKey(hold.hold())) {
                return Optional.of(
                        Decision.refuse("hold-placed-meanwhile", "A hold was placed at this moment.", "Try again"));
            }
            if (looked.get(hold.hold())) {
                return Optional.of(Decision.refuse(
                        "person-held",
                        "The hold %s on %s covers entries about this person.".formatted(hold.hold(), hold.on()),
                        "Lift the hold first, when its reason is gone"));
            }
        }
        return Optional.empty();
    }
}
