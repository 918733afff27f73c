package dev.lockstep.eventsourcing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A codec of records as JSON objects, one record per type. Fields that a record does not have, and missing values of primitive
 * components, are errors.
 */
public final class JsonEventCodec<E> implements EventCodec<E> {

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*\\.v[1-9][0-9]*");

    private final ObjectMapper mapper;
    private final Map<Class<?>, String> types;
    private final Map<String, Class<? extends E>> records;
    private final Map<String, Upcast> upcasts;

    private JsonEventCodec(Builder<E> builder) {
        this.mapper = builder.mapper;
        this.types = Map.copyOf(builder.types);
        this.records = Map.copyOf(builder.records);
        this.upcasts = Map.copyOf(builder.upcasts);
    }

    /** A codec with the usual mapper: ISO 8601 times, strict about unknown fields and missing primitives. */
    public static <E> Builder<E> builder() {
        return new Builder<>(JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build());
    }

    /** A codec with a mapper of the caller's. */
    public static <E> Builder<E> builder(ObjectMapper mapper) {
        return new Builder<>(mapper);
    }

    @Override
    public String typeOf(E event) {
        String type = types.get(event.getClass());
        if (type == null) {
            throw new UnknownEventTypeException(event.getClass().getName());
        }
        return type;
    }

    @Override
    public String encode(E event) {
        try {
            return mapper.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(typeOf(event), e);
        }
    }

    @Override
    public E decode(String type, String data) {
        try {
            Upcast upcast = upcasts.get(type);
            if (upcast != null) {
                return decode(
                        upcast.to(), mapper.writeValueAsString(upcast.change().apply(mapper.readTree(data))));
            }
            Class<? extends E> recordClass = records.get(type);
            if (recordClass == null) {
                throw new UnknownEventTypeException(type);
            }
            @Nullable E event = mapper.readValue(data, recordClass);
            if (event == null) {
                throw new MalformedEventException(type, new IllegalArgumentException("null is not an event"));
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new MalformedEventException(type, e);
        }
    }

    private record Upcast(String to, UnaryOperator<JsonNode> change) {}

    /** Collects the types of a codec. */
    public static final class Builder<E> {

        private final ObjectMapper mapper;
        private final Map<Class<?>, String> types = new HashMap<>();
        private final Map<String, Class<? extends E>> records = new HashMap<>();
        private final Map<String, Upcast> upcasts = new HashMap<>();

        private Builder(ObjectMapper mapper) {
            this.mapper = mapper;
        }

        /** A record and the type name, with version, under which it is written from now on. */
        public Builder<E> type(String type, Class<? extends E> recordClass) {
            requireNew(type);
            if (types.putIfAbsent(recordClass, type) != null) {
                throw new IllegalArgumentException(recordClass.getName() + " has a type name already");
            }
            records.put(type, recordClass);
            return this;
        }

        /** An old version that is only read: its JSON is changed into that of a later version. */
        public Builder<E> upcast(String oldType, String newerType, UnaryOperator<JsonNode> change) {
            requireNew(oldType);
            upcasts.put(oldType, new Upcast(newerType, change));
            return this;
        }

        public JsonEventCodec<E> build() {
            upcasts.forEach((type, upcast) -> {
                if (!records.containsKey(upcast.to()) && !upcasts.containsKey(upcast.to())) {
                    throw new IllegalArgumentException(type + " is changed into the unknown type " + upcast.to());
                }
            });
            return new JsonEventCodec<>(this);
        }

        private void requireNew(String type) {
            if (!TYPE.matcher(type).matches()) {
                throw new IllegalArgumentException("Not a type name with version: '" + type + "'");
            }
            if (records.containsKey(type) || upcasts.containsKey(type)) {
                throw new IllegalArgumentException("Type name given twice: " + type);
            }
        }
    }
}
