package dev.lockstep.requirements.dictionary;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the facts dictionary: a leaf, an object with known members, an object keyed by names, or an array.
 *
 * <p>Each entry is a JSON Schema with annotations of ours: {@code x-max-age}, {@code x-source}, {@code x-unit}, {@code x-identity},
 * {@code x-unique}, {@code x-keys}, {@code x-null}, {@code x-reference}, {@code x-form} and {@code x-stated-by}; the schema's description says what each means.
 */
public final class FactDefinition {

    private final @Nullable String name;
    private final JsonNode schema;
    private final Map<String, FactDefinition> members;
    private final @Nullable FactDefinition items;
    private final @Nullable FactDefinition values;
    private final @Nullable Duration maximumAge;
    private final List<String> allowedValues;
    private final String type;
    private final Optional<String> identityMember;
    private final Optional<String> nullMeaning;
    private final boolean holdsObjects;

    /**
     * Reads an entry.
     *
     * @param name what the member is called everywhere, or null for elements, for what is keyed by names, and for the whole
     */
    FactDefinition(@Nullable String name, JsonNode schema) {
        this.name = name == null ? null : name.intern();
        this.schema = schema;
        Map<String, FactDefinition> declared = new LinkedHashMap<>();
        schema.path("properties")
                .properties()
                .forEach(member ->
                        declared.put(member.getKey(), new FactDefinition(member.getKey(), member.getValue())));
        this.members = Collections.unmodifiableMap(declared);
        this.items = schema.path("items").isObject() ? new FactDefinition(null, schema.path("items")) : null;
        this.values = schema.path("additionalProperties").isObject()
                ? new FactDefinition(null, schema.path("additionalProperties"))
                : null;
        this.maximumAge = schema.has("x-max-age")
                ? Duration.parse(schema.path("x-max-age").asText())
                : null;
        List<String> allowed = new ArrayList<>();
        schema.path("enum").forEach(value -> {
            if (value.isTextual()) {
                allowed.add(value.asText());
            }
        });
        this.allowedValues = List.copyOf(allowed);
        JsonNode types = schema.path("type");
        this.type = types.isArray() ? types.path(0).asText() : types.asText();
        this.identityMember = text("x-identity");
        this.nullMeaning = text("x-null");
        this.holdsObjects = items != null && items.type().equals("object");
    }

    /** What the fact says, in one sentence. */
    public String description() {
        return schema.path("description").asText("");
    }

    /** Its JSON type: {@code string}, {@code integer}, {@code boolean}, {@code array} or {@code object}. */
    public String type() {
        return type;
    }

    /** How old it may be when it decides; empty when it does not age. */
    public Optional<Duration> maximumAge() {
        return Optional.ofNullable(maximumAge);
    }

    /** The tool or person that provides it. */
    public Optional<String> source() {
        return text("x-source");
    }

    /** The unit of its value. */
    public Optional<String> unit() {
        return text("x-unit");
    }

    /** The member that names the objects of this array and stands for them in fact paths. */
    public Optional<String> identityMember() {
        return identityMember;
    }

    /** A member that no two objects of this array may share. */
    public Optional<String> uniqueMember() {
        return identityMember().or(() -> text("x-unique"));
    }

    /** What a name in this fact must refer to, for example {@code cluster/nodes}. */
    public Optional<String> reference() {
        return text("x-reference");
    }

    /** Whether only an approver may state it: no document, tool or other person can. */
    public boolean approversOnly() {
        return text("x-stated-by").filter("APPROVER"::equals).isPresent();
    }

    /** What the value null says; empty when null says no more than that the fact is missing. */
    public Optional<String> nullMeaning() {
        return nullMeaning;
    }

    /** The values that a text may have; empty when any text may stand. */
    public List<String> allowedValues() {
        return allowedValues;
    }

    /** The declared members of an object. */
    public Map<String, FactDefinition> members() {
        return members;
    }

    /** The elements of an array. */
    public Optional<FactDefinition> items() {
        return Optional.ofNullable(items);
    }

    /** The values of an object that is keyed by names. */
    public Optional<FactDefinition> values() {
        return Optional.ofNullable(values);
    }

    /** The member of this name: declared, or any when the object is keyed by names. */
    public Optional<FactDefinition> member(String name) {
        FactDefinition declared = members.get(name);
        return Optional.ofNullable(declared == null ? values : declared);
    }

    /** A member's name as the one interned text of that name, where it is declared: looking it up then compares no text. */
    public String sameText(String member) {
        return name != null && name.equals(member) ? name : member;
    }

    /** Whether this is an array of objects. */
    public boolean holdsObjects() {
        return holdsObjects;
    }

    /** The JSON Schema of this entry; never mutated. */
    public JsonNode schema() {
        return schema;
    }

    private Optional<String> text(String annotation) {
        return schema.has(annotation) ? Optional.of(schema.path(annotation).asText()) : Optional.empty();
    }
}
