package dev.lockstep.validation.waivers;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.validation.WaiverEvent;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/** What may happen to the waivers of one cluster. Only recommendations can be waived, by somebody else than who asks, for a while. */
final class WaiverDecider implements Decider<WaiverBook, WaiverCommand, WaiverEvent> {

    /** The longest that a waiver may count. */
    static final Duration LONGEST = Duration.ofDays(366);

    @Override
    public WaiverBook initial() {
        return WaiverBook.EMPTY;
    }

    @Override
    public WaiverBook evolve(WaiverBook state, WaiverEvent event) {
        return state.after(event);
    }

    @Override
    public Decision<WaiverEvent> decide(WaiverBook state, WaiverCommand command) {
        return switch (command) {
            case WaiverCommand.Request wanted -> request(state, wanted);
            case WaiverCommand.Approve wanted -> approve(state, wanted);
            case WaiverCommand.Reject wanted ->
                undecided(
                        state,
                        wanted,
                        waiver -> Decision.accept(new WaiverEvent.WaiverRejected(
                                waiver.cluster(), waiver.id(), wanted.by(), wanted.now(), wanted.reason())));
            case WaiverCommand.Revoke wanted -> revoke(state, wanted);
        };
    }

    private static Decision<WaiverEvent> request(WaiverBook state, WaiverCommand.Request wanted) {
        Severity severity = wanted.severity();
        if (severity == null) {
            return Decision.refuse(
                    "unknown-requirement",
                    "There is no requirement '%s'.".formatted(wanted.requirement()),
                    "Use the id as reports name it.");
        }
        if (severity != Severity.RECOMMENDED) {
            return Decision.refuse(
                    "not-waivable",
                    "%s is %s and cannot be waived.".formatted(wanted.requirement(), severity),
                    "Only recommendations can be waived; meet the requirement.");
        }
        if (!wanted.expiresAt().isAfter(wanted.now())
                || wanted.expiresAt().isAfter(wanted.now().plus(LONGEST))) {
            return Decision.refuse(
                    "expiry-out-of-range",
                    "A waiver expires after now and within %d days, not at %s."
                            .formatted(LONGEST.toDays(), wanted.expiresAt()),
                    "Choose a time within that range; it can be asked for anew when it has expired.");
        }
        boolean there = state.waivers().containsKey(wanted.waiver())
                || state.waivers().values().stream()
                        .anyMatch(waiver -> waiver.isOpen(wanted.now())
                                && waiver.requirement().equals(wanted.requirement())
                                && Objects.equals(waiver.subject(), wanted.subject()));
        if (there) {
            return Decision.refuse(
                    "waiver-exists",
                    "%s is waived there, or a waiver waits for its approval.".formatted(wanted.requirement()),
                    "Revoke or reject that one first.");
        }
        return Decision.accept(new WaiverEvent.WaiverRequested(
                wanted.cluster(),
                wanted.waiver(),
                wanted.requirement(),
                wanted.subject(),
                wanted.reason(),
                wanted.expiresAt(),
                wanted.by(),
                wanted.now()));
    }

    private static Decision<WaiverEvent> approve(WaiverBook state, WaiverCommand.Approve wanted) {
        return undecided(state, wanted, waiver -> {
            if (samePerson(waiver.requestedBy(), wanted.by())) {
                return Decision.refuse(
                        "own-request",
                        "%s asked for this waiver and cannot approve it."
                                .formatted(wanted.by().name()),
                        "Somebody else with the role 'approver' decides.");
            }
            if (!wanted.now().isBefore(waiver.expiresAt())) {
                return Decision.refuse(
                        "waiver-expired",
                        "This waiver would have expired at %s.".formatted(waiver.expiresAt()),
                        "Ask for it anew.");
            }
            return Decision.accept(
                    new WaiverEvent.WaiverApproved(waiver.cluster(), waiver.id(), wanted.by(), wanted.now()));
        });
    }

    private static boolean samePerson(Authority one, Authority other) {
        return one.subject().equals(other.subject());
    }

    private static Decision<WaiverEvent> revoke(WaiverBook state, WaiverCommand.Revoke wanted) {
        return known(
                state,
                wanted,
                waiver -> waiver.isOpen(wanted.now())
                        ? Decision.accept(new WaiverEvent.WaiverRevoked(
                                waiver.cluster(), waiver.id(), wanted.by(), wanted.now(), wanted.reason()))
                        : over(waiver, wanted.now()));
    }

    private static Decision<WaiverEvent> undecided(
            WaiverBook state, WaiverCommand command, Function<Waiver, Decision<WaiverEvent>> decision) {
        return known(
                state,
                command,
                waiver -> waiver.status() == Waiver.Status.REQUESTED
                        ? decision.apply(waiver)
                        : Decision.refuse(
                                "waiver-decided",
                                "This waiver is %s already.".formatted(waiver.status()),
                                "An approved one can be revoked; a new one can be asked for."));
    }

    private static Decision<WaiverEvent> over(Waiver waiver, Instant now) {
        return Decision.refuse(
                "waiver-over",
                "This waiver counts no more: it is %s."
                        .formatted(now.isBefore(waiver.expiresAt()) ? waiver.status() : "expired"),
                "There is nothing to revoke.");
    }

    private static Decision<WaiverEvent> known(
            WaiverBook state, WaiverCommand command, Function<Waiver, Decision<WaiverEvent>> decision) {
        Waiver waiver = state.waivers().get(command.waiver());
        return waiver == null
                ? Decision.refuse(
                        "unknown-waiver",
                        "The cluster has no waiver %s.".formatted(command.waiver()),
                        "Use an id from the list of its waivers.")
                : decision.apply(waiver);
    }
}
