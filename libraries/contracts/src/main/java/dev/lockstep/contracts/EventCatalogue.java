package dev.lockstep.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.orchestration.OrchestrationEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.validation.ValidationEvent;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every published event by its stable type name, and the way between records and JSON. */
public final class EventCatalogue {

    private static final SortedMap<String, Class<? extends PublishedEvent>> BY_NAME = new TreeMap<>();
    private static final Map<Class<?>, String> NAMES = new LinkedHashMap<>();

    static {
        register(InventoryEvent.class);
        register(ValidationEvent.class);
        register(OrchestrationEvent.class);
        register(PlatformEvent.class);
        register(RecordsEvent.class);
    }

    private EventCatalogue() {}

    private static void register(Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                register(permitted);
            }
            return;
        }
        EventType name = type.getAnnotation(EventType.class);
        if (name == null) {
            throw new IllegalStateException(type + " is published without a type name");
        }
        if (BY_NAME.put(name.value(), type.asSubclass(PublishedEvent.class)) != null) {
            throw new IllegalStateException("two events are named " + name.value());
        }
        NAMES.put(type, name.value());
    }

    /** All event types by name. */
    public static SortedMap<String, Class<? extends PublishedEvent>> all() {
        return Collections.unmodifiableSortedMap(BY_NAME);
    }

    /** The stable type name of an event. */
    public static String typeOf(PublishedEvent event) {
        String name = NAMES.get(event.getClass());
        if (name == null) {
            throw new IllegalStateException(event.getClass() + " is not a published event");
        }
        return name;
    }

    /** The event as JSON bytes. */
    public static byte[] write(PublishedEvent event) {
        try {
            return json().writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + typeOf(event), e);
        }
    }

    /**
     * The event that JSON bytes of a type name stand for.
     *
     * @throws UnknownEventTypeException when no event has that name; it is never skipped
     * @throws MalformedEventException when the bytes are not such an event
     */
    public static PublishedEvent read(String type, byte[] data) {
        return read(type, target -> json().readValue(data, target));
    }

    /**
     * The event that the JSON value at which a parser stands is, for a type name.
     *
     * @throws UnknownEventTypeException when no event has that name; it is never skipped
     * @throws MalformedEventException when the value is not such an event
     */
    public static PublishedEvent read(String type, JsonParser data) {
        return read(type, target -> json().readValue(data, target));
    }

    private interface Reading {
        @Nullable PublishedEvent as(Class<? extends PublishedEvent> target) throws IOException;
    }

    private static PublishedEvent read(String type, Reading reading) {
        Class<? extends PublishedEvent> target = BY_NAME.get(type);
        if (target == null) {
            throw new UnknownEventTypeException(type);
        }
        try {
            PublishedEvent event = reading.as(target);
            if (event == null) {
                throw new MalformedEventException(type, new IllegalArgumentException("null is not an event"));
            }
            return event;
        } catch (IOException e) {
            throw new MalformedEventException(type, e);
        }
    }

    private static ObjectMapper json() {
        return ContractJson.mapper();
    }
}
