package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where in the JSON of each event something is about a person, as the contracts declare it. */
public final class PersonalMembers {

    private static final Map<String, Shape> BY_TYPE = EventCatalogue.all().entrySet().stream()
            .flatMap(type -> shapeOf(type.getValue()).stream().map(shape -> Map.entry(type.getKey(), shape)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private PersonalMembers() {}

    /** A part of an event's JSON in which something is about a person; what is about nobody is left out. */
    public sealed interface Shape {

        /** The name of an account. */
        record Name() implements Shape {}

        /**
         * What somebody wrote.
         *
         * @param author the members that lead from the object in which the text stands to the author's name; empty when it is about
         *     whoever caused the event and everybody whom it names
         */
        record Text(List<String> author) implements Shape {
            public Text {
                author = List.copyOf(author);
            }
        }

        /** An object. */
        record Members(SortedMap<String, Shape> byName) implements Shape {
            public Members {
                byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
            }
        }

        /** An array: all values in it. */
        record Each(Shape element) implements Shape {}
    }

    /** What of an event is about persons; empty when nothing is, and for types that this version does not know. */
    public static Optional<Shape> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    private static Optional<Shape> shapeOf(Class<?> type) {
        if (type.isSealed()) {
            return members(Arrays.stream(type.getPermittedSubclasses())
                    .map(PersonalMembers::shapeOf)
                    .flatMap(Optional::stream)
                    .flatMap(shape -> ((Shape.Members) shape).byName().entrySet().stream())
                    .toList());
        }
        if (!isObject(type)) {
            return Optional.empty();
        }
        return members(Arrays.stream(type.getRecordComponents())
                .flatMap(component ->
                        shapeOf(type, component).stream().map(shape -> Map.entry(component.getName(), shape)))
                .toList());
    }

    /** Whether JSON has an object for it: records that stand for one value are written as that value. */
    static boolean isObject(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getMethods()).noneMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }

    private static Optional<Shape> members(Collection<Map.Entry<String, Shape>> found) {
        SortedMap<String, Shape> byName = new TreeMap<>();
        for (Map.Entry<String, Shape> member : found) {
            Shape other = byName.put(member.getKey(), member.getValue());
            if (other != null && !other.equals(member.getValue())) {
                throw new IllegalStateException("a member means two things: " + member.getKey());
            }
        }
        return byName.isEmpty() ? Optional.empty() : Optional.of(new Shape.Members(byName));
    }

    private static Optional<Shape> shapeOf(Class<?> owner, RecordComponent component) {
        Shape declared = declared(owner, component);
        Class<?> raw = raw(component.getGenericType());
        if (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
            Optional<Shape> element =
                    Optional.ofNullable(declared).or(() -> shapeOf(raw(element(component.getGenericType()))));
            if (element.isPresent() && Map.class.isAssignableFrom(raw)) {
                throw new IllegalStateException("%s of %s is a map of persons".formatted(component.getName(), owner));
            }
            return element.map(Shape.Each::new);
        }
        return declared == null ? shapeOf(raw) : Optional.of(declared);
    }

    private static @Nullable Shape declared(Class<?> owner, AnnotatedElement component) {
        if (component.isAnnotationPresent(PersonName.class)) {
            return new Shape.Name();
        }
        PersonText text = component.getAnnotation(PersonText.class);
        return text == null ? null : new Shape.Text(author(owner, text.by()));
    }

    private static List<String> author(Class<?> owner, String by) {
        if (by.isEmpty()) {
            return List.of();
        }
        RecordComponent named = Arrays.stream(owner.getRecordComponents())
                .filter(component -> component.getName().equals(by))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s has no component %s".formatted(owner, by)));
        if (named.getType() == Authority.class) {
            return List.of(by, "name");
        }
        if (!named.isAnnotationPresent(PersonName.class)) {
            throw new IllegalStateException("%s of %s names nobody".formatted(by, owner));
        }
        return List.of(by);
    }

    /** What a list, a set or the values of a map are of. */
    static Type element(Type collection) {
        Type[] arguments = ((ParameterizedType) collection).getActualTypeArguments();
        return arguments[arguments.length - 1];
    }

    /** The class of a type. */
    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }
}
