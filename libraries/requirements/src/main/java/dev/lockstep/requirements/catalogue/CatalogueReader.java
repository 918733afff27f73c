package dev.lockstep.requirements.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.requirements.expression.Expression;
import dev.lockstep.requirements.expression.Expressions;
import dev.lockstep.requirements.expression.InvalidExpressionException;
import dev.lockstep.requirements.expression.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/** Reads catalogue files: YAML with a list of requirements each. A file with a mistake makes the whole catalogue invalid. */
public final class CatalogueReader {

    private static final String FOLDER = "/dev/lockstep/requirements/catalogue/";

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Expressions expressions = new Expressions();

    /**
     * Reads a catalogue.
     *
     * @param version its version
     * @param files the text of its files by name, in order
     * @throws InvalidCatalogueException naming every requirement that is not well-formed, has an id twice, or has an expression that
     *     does not compile
     */
    public Catalogue read(String version, Map<String, String> files) throws InvalidCatalogueException {
        List<String> mistakes = new ArrayList<>();
        List<Requirement> requirements = new ArrayList<>();
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        Set<String> ids = new HashSet<>();
        files.forEach((name, text) -> {
            for (JsonNode entry : entries(name, text, mistakes)) {
                content.add(entry);
                Requirement requirement = requirement(name, entry, mistakes);
                if (requirement != null) {
                    requirements.add(requirement);
                    if (!ids.add(requirement.id())) {
                        mistakes.add("%s: %s stands in the catalogue twice".formatted(name, requirement.id()));
                    }
                }
            }
        });
        if (!mistakes.isEmpty()) {
            throw new InvalidCatalogueException(mistakes);
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("version", version).set("requirements", content);
        return new Catalogue(version, hash(whole), requirements);
    }

    private static JsonNode entries(String file, String text, List<String> mistakes) {
        try {
            JsonNode entries = YAML.readTree(text).path("requirements");
            if (!entries.isArray()) {
                mistakes.add("%s: there is no list 'requirements'".formatted(file));
            }
            return entries;
        } catch (JsonProcessingException e) {
            mistakes.add("%s, line %d: %s"
                    .formatted(
                            file, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage()));
            return JsonNodeFactory.instance.arrayNode();
        }
    }

    private @Nullable Requirement requirement(String file, JsonNode entry, List<String> mistakes) {
        String where = "%s: %s".formatted(file, entry.path("id").asText("a requirement without id"));
        RequirementText text;
        try {
            text = YAML.treeToValue(entry, RequirementText.class);
        } catch (JsonProcessingException e) {
            mistakes.add("%s: %s".formatted(where, e.getOriginalMessage()));
            return null;
        }
        for (String member :
                List.of("id", "title", "severity", "scope", "stages", "predicate", "source", "explanation", "remedy")) {
            if (isEmpty(entry.path(member))) {
                mistakes.add("%s: the member '%s' is missing".formatted(where, member));
                return null;
            }
        }
        if ((text.scope() == Subject.Kind.ACCOUNT) != (text.account() != null)) {
            mistakes.add("%s: the member 'account' belongs to requirements about an account".formatted(where));
            return null;
        }
        Expression predicate = compile(where, "predicate", text.predicate(), text.scope(), mistakes);
        String applies = text.applies();
        Expression applicability = applies == null ? null : compile(where, "applies", applies, text.scope(), mistakes);
        if (predicate == null || (applies != null && applicability == null)) {
            return null;
        }
        List<Scenario> scenarios = text.scenarios();
        return new Requirement(
                text.id(),
                text.title(),
                text.severity(),
                text.scope(),
                text.reach() == null ? Requirement.Reach.ALL : text.reach(),
                text.account(),
                scenarios == null ? List.of(Scenario.values()) : scenarios,
                text.stages(),
                applicability,
                predicate,
                text.source(),
                text.id().startsWith("X-"),
                text.explanation().strip(),
                text.remedy().strip());
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isTextual() ? value.asText().isBlank() : value.isNull() || value.isEmpty();
    }

    private @Nullable Expression compile(
            String where, String member, String text, Subject.Kind scope, List<String> mistakes) {
        try {
            return expressions.compile(text.strip(), scope);
        } catch (InvalidExpressionException e) {
            mistakes.add("%s: %s, %s".formatted(where, member, e.getMessage()));
            return null;
        }
    }

    private static String hash(JsonNode content) {
        try {
            byte[] canonical = new JsonCanonicalizer(content.toString()).getEncodedUTF8();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the catalogue cannot be hashed", e);
        }
    }

    static Catalogue readStandard() {
        try {
            JsonNode index = YAML.readTree(resource("catalogue.yaml"));
            Map<String, String> files = new LinkedHashMap<>();
            for (JsonNode file : index.path("files")) {
                files.put(file.asText(), resource(file.asText()));
            }
            return new CatalogueReader().read(index.path("version").asText(), files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidCatalogueException e) {
            throw new IllegalStateException("the catalogue of this library is invalid:\n" + e.getMessage(), e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CatalogueReader.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the catalogue file is missing from the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
