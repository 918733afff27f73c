package dev.lockstep.eventsourcing;

/**
 * A decider with what the store needs to know about it.
 *
 * @param category category of its streams
 */
public record Aggregate<S, C, E>(String category, Decider<S, C, E> decider, EventCodec<E> codec) {

    /** The stream of one instance. */
    public StreamId stream(String key) {
        return new StreamId(category, key);
    }
}
