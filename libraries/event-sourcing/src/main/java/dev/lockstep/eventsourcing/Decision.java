package dev.lockstep.eventsourcing;

import java.util.List;
import java.util.Map;

/** The outcome of a command: events to store, or a refusal that the caller can read. */
public sealed interface Decision<E> {

    /** The command is carried out; an empty list means that there was nothing to do. */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command is not carried out and leaves no trace in the stream. */
    record Refused<E>(Refusal refusal) implements Decision<E> {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E> Decision<E> acceptAll(List<? extends E> events) {
        return new Accepted<>(List.copyOf(events));
    }

    static <E> Decision<E> refuse(Refusal refusal) {
        return new Refused<>(refusal);
    }

    static <E> Decision<E> refuse(String type, String detail, String remedy) {
        return new Refused<>(new Refusal(type, detail, remedy, Map.of()));
    }
}
