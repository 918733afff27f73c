package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.records.HoldSubject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** One event of each type with every member present that it has had from the beginning, the same in every run. */
final class SampleEvents {

    private final boolean whole;

    private SampleEvents(boolean whole) {
        this.whole = whole;
    }

    static PublishedEvent of(Class<? extends PublishedEvent> type) {
        return type.cast(new SampleEvents(false).value(type, type.getSimpleName()));
    }

    /** With the members too that came later and are left out where they are empty. */
    static PublishedEvent whole(Class<? extends PublishedEvent> type) {
        return type.cast(new SampleEvents(true).value(type, type.getSimpleName()));
    }

    private Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Map.class) {
                return Map.of("key", value(arguments[1], name));
            }
            Object element = value(arguments[0], name);
            return generic.getRawType() == SortedSet.class ? new TreeSet<>(List.of(element)) : List.of(element);
        }
        return value((Class<?>) type, name);
    }

    private Object value(Class<?> type, String name) {
        if (type == String.class) {
            return "some " + name;
        } else if (type == int.class || type == Integer.class) {
            return 3;
        } else if (type == long.class || type == Long.class) {
            return 17L;
        } else if (type == boolean.class || type == Boolean.class) {
            return true;
        } else if (type == UUID.class) {
            return UUID.nameUUIDFromBytes(new byte[] {1});
        } else if (type == Instant.class) {
            return Instant.parse("2026-03-01T08:30:00.123456Z");
        } else if (type == Duration.class) {
            return Duration.ofSeconds(90);
        } else if (type == JsonNode.class) {
            return JsonNodeFactory.instance.objectNode().put("sp", 1);
        } else if (type == ClusterId.class) {
            return new ClusterId("contoso:clu01");
        } else if (type == OrganizationId.class) {
            return new OrganizationId("contoso");
        } else if (type == HoldSubject.class) {
            return new HoldSubject(HoldSubject.Kind.ORGANIZATION, "contoso");
        } else if (type == FactPath.class) {
            return FactPath.parse("/disks/Disk 1/diskType");
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isSealed()) {
            return value(type.getPermittedSubclasses()[0], name);
        } else if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("no sample of " + type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(Arrays.stream(components).map(this::value).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no sample of " + type, e);
        }
    }

    private Object value(RecordComponent component) {
        JsonInclude included = component.getAccessor().getAnnotation(JsonInclude.class);
        boolean later = included != null && included.value() == JsonInclude.Include.NON_EMPTY;
        return later && !whole ? List.of() : value(component.getGenericType(), component.getName());
    }
}
