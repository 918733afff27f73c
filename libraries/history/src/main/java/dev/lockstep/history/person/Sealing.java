package dev.lockstep.history.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.PersonalMembers;
import dev.lockstep.contracts.PersonalMembers.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Seals what one event says about persons: the names of their accounts, and texts under the keys of those whom they are about. A text that
 * is about no person, and everything that the contracts do not declare to be personal, stays as it is; where it looks like a sealed text it
 * is escaped.
 */
public final class Sealing {

    private final String event;
    private final @Nullable String actor;
    private final @Nullable Shape shape;
    private boolean changed;

    /**
     * Of one event.
     *
     * @param event its id
     * @param type its stable type name
     * @param actor who or what caused it, or null
     */
    public Sealing(String event, String type, @Nullable String actor) {
        this.event = event;
        this.actor = actor;
        this.shape = PersonalMembers.of(type).orElse(null);
    }

    /** Whom it is about. */
    public Persons persons(JsonNode data) {
        Set<String> named = new HashSet<>();
        Set<String> words = new HashSet<>();
        if (actor != null && Person.isNamed(actor)) {
            named.add(actor);
        }
        if (shape != null) {
            collect(data, shape, named, words);
        }
        return new Persons(named, words);
    }

    private static void collect(JsonNode value, Shape at, Set<String> named, Set<String> words) {
        switch (at) {
            case Shape.Name _ -> {
                if (value.isTextual() && Person.isNamed(value.textValue())) {
                    named.add(value.textValue());
                }
            }
            case Shape.Text(List<String> author) -> {
                if (author.isEmpty() && value.isTextual()) {
                    eachWord(value.textValue(), words::add);
                }
            }
            case Shape.Members(SortedMap<String, Shape> byName) ->
                byName.forEach((name, member) -> collect(value.path(name), member, named, words));
            case Shape.Each(Shape element) -> value.forEach(each -> collect(each, element, named, words));
        }
    }

    private static void eachWord(String text, Consumer<? super String> consumer) {
        NameWords.of(text).forEach(consumer);
    }

    /** Whether anything of the event is not written as it was. */
    public boolean hasChanged() {
        return changed;
    }

    /** The actor as the entry names them. */
    public @Nullable String actor(Map<String, Person> persons) {
        return actor == null ? null : name(actor, SealedText.escaped(actor), persons);
    }

    /**
     * Seals the data.
     *
     * @param data is this sealing's to change
     * @param persons everybody of {@link #persons} who is named, and whoever else is known
     * @return the data as they are then
     */
    public JsonNode data(JsonNode data, Map<String, Person> persons) {
        JsonNode escaped = SealedStrings.replaced(data, text -> {
            changed = true;
            return SealedText.escaped(text);
        });
        if (shape != null) {
            seal(escaped, shape, "/data", persons);
        }
        return escaped;
    }

    private void seal(JsonNode value, Shape at, String pointer, Map<String, Person> persons) {
        switch (at) {
            case Shape.Members(SortedMap<String, Shape> byName)
            when value instanceof ObjectNode object -> {
                byName.forEach((name, member) -> texts(object, name, member, pointer + "/" + name, persons));
                byName.forEach((name, member) -> names(object, name, member, pointer + "/" + name, persons));
            }
            case Shape.Each(Shape element)
            when value instanceof ArrayNode array -> {
                for (int place = 0; place < array.size(); place++) {
                    seal(array.path(place), element, pointer + "/" + place, persons);
                }
            }
            case Shape.Members _, Shape.Each _, Shape.Name _, Shape.Text _ -> {
                // The object around it has seen to it, or it is not there.
            }
        }
    }

    private void names(ObjectNode object, String name, Shape member, String pointer, Map<String, Person> persons) {
        switch (member) {
            case Shape.Name _ -> replace(object, name, account -> name(account, persons));
            case Shape.Each(Shape.Name _) -> replaceEach(object, name, (_, account) -> name(account, persons));
            case Shape.Members _, Shape.Each _, Shape.Text _ -> seal(object.path(name), member, pointer, persons);
        }
    }

    /** Seals the texts among the members of an object, while the names of their authors can be read. */
    private void texts(ObjectNode object, String name, Shape member, String pointer, Map<String, Person> persons) {
        if (member instanceof Shape.Text(List<String> author)) {
            replace(object, name, text -> text(object, author, text, pointer, persons));
        } else if (member instanceof Shape.Each(Shape.Text(List<String> author))) {
            replaceEach(object, name, (place, text) -> text(object, author, text, pointer + "/" + place, persons));
        }
    }

    private String text(
            ObjectNode object, List<String> author, String escaped, String pointer, Map<String, Person> persons) {
        String text = SealedText.plain(escaped);
        SortedMap<String, PersonKey> keys = new TreeMap<>();
        Consumer<@Nullable String> about = name -> {
            Person person = name == null || !Person.isNamed(name) ? null : persons.get(name);
            if (person != null) {
                keys.put(person.key().id(), person.key());
            }
        };
        if (author.isEmpty()) {
            about.accept(actor);
            eachWord(text, about);
        } else {
            JsonNode named = object;
            for (String step : author) {
                named = named.path(step);
            }
            about.accept(named.isTextual() ? SealedText.plain(named.textValue()) : null);
        }
        if (keys.isEmpty()) {
            return escaped;
        }
        changed = true;
        return PersonKey.seal(List.copyOf(keys.values()), text, event, pointer).toString();
    }

    private String name(String escaped, Map<String, Person> persons) {
        return name(SealedText.plain(escaped), escaped, persons);
    }

    private String name(String account, String escaped, Map<String, Person> persons) {
        if (!Person.isNamed(account)) {
            return escaped;
        }
        Person person = persons.get(account);
        if (person == null) {
            throw new IllegalStateException("a person whom the event names has no key");
        }
        changed = true;
        return person.sealedName().toString();
    }

    private static void replace(ObjectNode object, String name, UnaryOperator<String> replacement) {
        JsonNode value = object.path(name);
        if (value.isTextual()) {
            object.put(name, replacement.apply(value.textValue()));
        }
    }

    private interface Replacement {
        String of(int place, String text);
    }

    private static void replaceEach(ObjectNode object, String name, Replacement replacement) {
        if (object.path(name) instanceof ArrayNode array) {
            for (int place = 0; place < array.size(); place++) {
                if (array.path(place).isTextual()) {
                    array.set(
                            place,
                            TextNode.valueOf(
                                    replacement.of(place, array.path(place).textValue())));
                }
            }
        }
    }
}
