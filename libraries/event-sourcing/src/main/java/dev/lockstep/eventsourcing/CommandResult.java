package dev.lockstep.eventsourcing;

import java.util.List;

/** What became of a command. */
public sealed interface CommandResult<S, E> {

    /**
     * The command was carried out, now or, if it is a repetition, earlier.
     *
     * @param events what it led to; empty when there was nothing to do
     * @param state the aggregate's state now
     * @param version the stream's version now
     * @param repeated the command had been carried out before and had no second effect
     */
    record Done<S, E>(List<E> events, S state, long version, boolean repeated) implements CommandResult<S, E> {
        public Done {
            events = List.copyOf(events);
        }
    }

    /** The command was not carried out. */
    record Refused<S, E>(Refusal refusal, S state, long version) implements CommandResult<S, E> {}
}
