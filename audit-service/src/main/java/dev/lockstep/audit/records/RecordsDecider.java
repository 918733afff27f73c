package dev.lockstep.audit.records;

import dev.lockstep.audit.records.RecordsCommand.Candidate;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.ErasureRequested;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.contracts.records.RecordsEvent.HoldLifted;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import java.util.List;

/** Decides what is held and what may go. Whoever placed a hold cannot lift it: two persons answer for what goes after that. */
public final class RecordsDecider implements Decider<Records, RecordsCommand, RecordsEvent> {

    @Override
    public Records initial() {
        return Records.NONE;
    }

    @Override
    public Records evolve(Records state, RecordsEvent event) {
        return switch (event) {
            case HoldPlaced placed -> state.with(placed);
            case HoldLifted lifted -> state.without(lifted.hold());
            case DataGivenUp _ -> state;
            case ErasureRequested requested -> state.with(requested);
            case PersonErased erased -> state.without(erased);
        };
    }

    @Override
    public Decision<RecordsEvent> decide(Records state, RecordsCommand command) {
        return switch (command) {
            case RecordsCommand.PlaceHold place -> place(state, place);
            case RecordsCommand.LiftHold lift -> lift(state, lift);
            case RecordsCommand.GiveUp giveUp -> giveUp(state, giveUp);
            case RecordsCommand.RequestErasure request -> ErasureDecisions.request(state, request);
            case RecordsCommand.ConfirmErasure confirm -> ErasureDecisions.confirm(state, confirm);
        };
    }

    private static Decision<RecordsEvent> place(Records state, RecordsCommand.PlaceHold place) {
        if (state.holds().containsKey(place.hold()) || state.lifted().contains(place.hold())) {
            return Decision.refuse("hold-exists", "A hold of this id was placed already.", "Place another one");
        }
        return Decision.accept(new HoldPlaced(place.hold(), place.on(), place.reason(), place.by(), place.now()));
    }

    private static Decision<RecordsEvent> lift(Records state, RecordsCommand.LiftHold lift) {
        HoldPlaced placed = state.holds().get(lift.hold());
        if (placed == null) {
            return state.lifted().contains(lift.hold())
                    ? Decision.refuse("hold-lifted", "The hold was lifted already.", "Nothing more is needed")
                    : Decision.refuse("unknown-hold", "There is no such hold.", "Read the list of holds");
        }
        if (placed.placedBy().subject().equals(lift.by().subject())) {
            return Decision.refuse(
                    "lifter-placed-hold",
                    "%s placed the hold and cannot lift it.".formatted(lift.by().name()),
                    "Another auditor or administrator lifts it");
        }
        return Decision.accept(new HoldLifted(lift.hold(), lift.reason(), lift.by(), lift.now()));
    }

    private static Decision<RecordsEvent> giveUp(Records state, RecordsCommand.GiveUp command) {
        List<GivenUp> data = command.candidates().stream()
                .filter(candidate -> !candidate.time().plus(command.period()).isAfter(command.now()))
                .filter(candidate -> state.holds().values().stream().noneMatch(hold -> covers(hold.on(), candidate)))
                .map(Candidate::data)
                .toList();
        return data.isEmpty()
                ? Decision.accept()
                : Decision.accept(new DataGivenUp(command.kind(), command.period(), data, command.now()));
    }

    private static boolean covers(HoldSubject hold, Candidate candidate) {
        return switch (hold.kind()) {
            case ORGANIZATION -> hold.id().equals(candidate.data().organization());
            case CLUSTER -> hold.id().equals(candidate.cluster());
            case ROLLOUT -> hold.id().equals(String.valueOf(candidate.data().rollout()));
        };
    }
}
