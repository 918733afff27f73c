package dev.lockstep.history.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.history.person.Person;
import dev.lockstep.history.person.Persons;
import dev.lockstep.history.person.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that was read and is not an entry yet. What it says about persons is sealed before it becomes one; who they are has to be known
 * first.
 */
public final class EventDraft {

    static final String ACTOR = "actor";

    private static final String STREAM_VERSION = "streamversion";
    private static final List<String> REQUIRED =
            List.of("specversion", "id", "source", "type", "subject", "time", STREAM_VERSION);

    private final ObjectNode attributes;
    private final String text;
    private final @Nullable JsonNode lossless;
    private final Sealing sealing;

    private EventDraft(ObjectNode attributes, String text, @Nullable JsonNode lossless) {
        this.attributes = attributes;
        this.text = text;
        this.lossless = lossless;
        this.sealing = new Sealing(
                attributes.path("id").asText(),
                attributes.path("type").asText(),
                attributes.path(ACTOR).textValue());
    }

    /**
     * Reads an event.
     *
     * @throws UnreadableEventException when a context attribute is missing or malformed
     */
    public static EventDraft of(CloudEvent event) {
        REQUIRED.stream()
                .filter(name -> event.attributes().getOrDefault(name, "").isBlank())
                .findFirst()
                .ifPresent(name -> {
                    throw new UnreadableEventException("the event has no attribute " + name);
                });
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        event.attributes().forEach(attributes::put);
        attributes.remove(Leaf.PERSONS);
        try {
            attributes.put(
                    STREAM_VERSION,
                    Long.parseLong(attributes.path(STREAM_VERSION).textValue()));
        } catch (NumberFormatException malformed) {
            throw new UnreadableEventException("an attribute is malformed: " + malformed.getMessage());
        }
        return new EventDraft(
                attributes,
                event.data(),
                CanonicalJson.readLossless(event.data()).orElse(null));
    }

    /** Its stable type name. */
    public String type() {
        return attributes.path("type").asText();
    }

    /** Whom it is about. */
    public Persons persons() {
        return sealing.persons(json().orElseGet(JsonNodeFactory.instance::missingNode));
    }

    /** The entry as the event says it, with nothing sealed. */
    public LedgerEntry entry() {
        ObjectNode structured = attributes.deepCopy();
        putData(structured, lossless, text);
        return entry(structured);
    }

    /**
     * The entry in which what is about persons is under their keys. It can be asked for once.
     *
     * @param persons everybody whom it names, and whoever else is known
     */
    public LedgerEntry entry(Map<String, Person> persons) {
        ObjectNode structured = attributes.deepCopy();
        String actor = sealing.actor(persons);
        if (actor != null) {
            structured.put(ACTOR, actor);
        }
        JsonNode sealedData = json().map(data -> sealing.data(data, persons)).orElse(null);
        putData(
                structured,
                lossless == null ? null : sealedData,
                sealedData == null || !sealing.hasChanged() ? text : sealedData.toString());
        if (sealing.hasChanged()) {
            structured.put(Leaf.PERSONS, Leaf.SEALED);
        }
        return entry(structured);
    }

    /** Its data as JSON, also where canonical JSON would lose something of them; empty when they are not JSON. */
    private Optional<JsonNode> json() {
        try {
            return Optional.of(lossless == null ? CanonicalJson.read(text) : lossless);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static void putData(ObjectNode structured, @Nullable JsonNode json, String text) {
        if (json == null) {
            structured.put(Leaf.DATA_BASE64, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        } else {
            structured.set(Leaf.DATA, json);
        }
    }

    private static LedgerEntry entry(ObjectNode structured) {
        return LedgerEntry.read(Leaf.of(structured));
    }
}
