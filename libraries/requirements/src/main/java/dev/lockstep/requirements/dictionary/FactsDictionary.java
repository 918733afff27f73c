package dev.lockstep.requirements.dictionary;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data dictionary of inventory documents. Every fact that a requirement reads is declared here; a member that is not declared is
 * a mistake.
 */
public final class FactsDictionary {

    /** Name of the JSON Schema beside this library's classes. */
    public static final String RESOURCE = "/dev/lockstep/requirements/inventory-document.schema.json";

    private static final List<String> ANNOTATIONS = List.of(
            "x-form",
            "x-identity",
            "x-keys",
            "x-max-age",
            "x-null",
            "x-reference",
            "x-stated-by",
            "x-source",
            "x-unique",
            "x-unit");

    private static final FactsDictionary STANDARD = load();

    private final JsonNode schema;
    private final FactDefinition root;
    private final SchemaRegistry registry;
    private final Schema document;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private FactsDictionary(JsonNode schema) {
        this.schema = schema;
        this.root = new FactDefinition(null, schema);
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .build();
        this.registry = SchemaRegistry.withDialect(dialect(), builder -> builder.schemaRegistryConfig(config));
        this.document = registry.getSchema(schema.toString(), InputFormat.JSON);
        document.initializeValidators();
    }

    /** JSON Schema with the annotations of the dictionary; any other keyword is a mistake of the dictionary itself. */
    private static Dialect dialect() {
        return Dialect.builder(Dialects.getDraft202012())
                .keywords(ANNOTATIONS.stream().map(NonValidationKeyword::new).toList())
                .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                .build();
    }

    private static FactsDictionary load() {
        try (InputStream in = FactsDictionary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the facts dictionary is missing from the class path: " + RESOURCE);
            }
            return new FactsDictionary(ContractJson.mapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The dictionary of this library. */
    public static FactsDictionary standard() {
        return STANDARD;
    }

    /** The JSON Schema of the whole document; never mutated. */
    public JsonNode schema() {
        return schema;
    }

    /** The entry of the whole document; its members are the variables of expressions, and the document's name. */
    public FactDefinition root() {
        return root;
    }

    /**
     * The definition of the fact, object or array at a path of a cluster's or organization's document; empty when nothing may stand
     * there.
     */
    public Optional<FactDefinition> definition(DocumentKind kind, FactPath path) {
        Optional<FactDefinition> here = root.member(documentName(kind));
        for (String segment : path.segments()) {
            if (here.isEmpty()) {
                return here;
            }
            FactDefinition definition = here.get();
            here = definition.holdsObjects() && definition.identityMember().isPresent()
                    ? definition.items()
                    : definition.member(segment);
        }
        return here;
    }

    /**
     * What is wrong with a value for the fact at a path; empty when it may stand there. A path at which nothing may stand, or which
     * is not a leaf, is a violation too.
     */
    public List<SchemaViolation> violations(DocumentKind kind, FactPath path, JsonNode value) {
        Optional<FactDefinition> definition = definition(kind, path);
        if (definition.isEmpty()) {
            return List.of(new SchemaViolation("", "no fact is declared at " + path, correction(kind, path)));
        }
        if (definition.get().type().equals("object")
                || definition.get().identityMember().isPresent()) {
            return value.isContainerNode() && value.isEmpty()
                    ? List.of()
                    : List.of(new SchemaViolation("", path + " is not a single fact", "name one of its members"));
        }
        Schema leaf = compiled.computeIfAbsent(
                definition.get().schema().toString(), text -> registry.getSchema(text, InputFormat.JSON));
        return violations(leaf, definition.get().schema(), value);
    }

    /** What to write instead of a path at which nothing may stand: the list around it, where the list is one fact. */
    private String correction(DocumentKind kind, FactPath path) {
        for (int length = path.segments().size() - 1; length > 0; length--) {
            FactPath around = path.prefix(length);
            Optional<FactDefinition> definition = definition(kind, around);
            if (definition.isPresent()) {
                boolean list = definition.get().type().equals("array")
                        && definition.get().identityMember().isEmpty();
                return list ? "give %s as a whole: its elements have no paths".formatted(around) : "correct the path";
            }
        }
        return "correct the path";
    }

    /** What is wrong with a whole document; empty when it obeys the dictionary. */
    public List<SchemaViolation> violations(JsonNode wholeDocument) {
        return violations(document, schema, wholeDocument);
    }

    private static List<SchemaViolation> violations(Schema validator, JsonNode schema, JsonNode value) {
        List<SchemaViolation> unfit = Representable.violations(value);
        return unfit.isEmpty()
                ? validator.validate(value.toString(), InputFormat.JSON).stream()
                        .map(error -> SchemaViolation.of(error, schema))
                        .toList()
                : unfit;
    }

    /** The member of the document in which this kind stands. */
    public static String documentName(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
