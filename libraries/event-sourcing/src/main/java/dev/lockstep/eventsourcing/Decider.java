package dev.lockstep.eventsourcing;

/**
 * An aggregate as three pure functions. No clock, no random and no input or output inside: time and identifiers arrive
 * with the command.
 *
 * @param <S> the state that decisions need, and no more
 * @param <C> the commands, a sealed interface of records
 * @param <E> the events, a sealed interface of records
 */
public interface Decider<S, C, E> {

    /** The state of a stream without events. */
    S initial();

    /** What happens, or why it does not. */
    Decision<E> decide(S state, C command);

    /** The state after an event; must accept every event that was ever stored. */
    S evolve(S state, E event);
}
