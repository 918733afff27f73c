package dev.lockstep.service.events;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.eventsourcing.EventCodec;
import dev.lockstep.eventsourcing.MalformedEventException;
import dev.lockstep.eventsourcing.UnknownEventTypeException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes the published events of one family, for example all that happen to clusters.
 *
 * @param family a sealed interface of events; anything else is malformed
 */
public record ContractCodec<E extends PublishedEvent>(Class<E> family) implements EventCodec<E> {

    @Override
    public String typeOf(E event) {
        return EventCatalogue.typeOf(event);
    }

    @Override
    public String encode(E event) {
        return new String(EventCatalogue.write(event), StandardCharsets.UTF_8);
    }

    @Override
    public E decode(String type, String data) {
        PublishedEvent event;
        try {
            event = EventCatalogue.read(type, data.getBytes(StandardCharsets.UTF_8));
        } catch (dev.lockstep.contracts.UnknownEventTypeException e) {
            throw new UnknownEventTypeException(type);
        } catch (dev.lockstep.contracts.MalformedEventException e) {
            throw new MalformedEventException(type, e);
        }
        if (!family.isInstance(event)) {
            throw new MalformedEventException(
                    type, new IllegalArgumentException("this is no " + family.getSimpleName()));
        }
        return family.cast(event);
    }
}
