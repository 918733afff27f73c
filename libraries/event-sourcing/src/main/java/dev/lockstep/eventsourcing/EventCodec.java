package dev.lockstep.eventsourcing;

/** Turns events into JSON under stable type names, and back; old versions included. */
public interface EventCodec<E> {

    /** The stable type name with version of an event. */
    String typeOf(E event);

    /** The event as JSON. */
    String encode(E event);

    /**
     * The event of a stored or received type.
     *
     * @throws UnknownEventTypeException when the type is not known: an event is never dropped silently
     * @throws MalformedEventException when the JSON is not an event of that type
     */
    E decode(String type, String data);
}
