package dev.lockstep.requirements.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.document.DocumentMistake;
import dev.lockstep.requirements.document.ParsedText;
import dev.lockstep.requirements.document.TextParser;
import dev.lockstep.requirements.expression.Expressions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Reads catalogue files: YAML with a list of requirements each. A file with a mistake makes the whole catalogue invalid, and every
 * mistake is named by file and line.
 */
public final class CatalogueReader {

    /** The most requirements that an enterprise may add. */
    public static final int MOST_OWN = 1_000;

    private static final String FOLDER = "/dev/lockstep/requirements/catalogue/";

    /** Compiling does not depend on what was compiled before, and the compilers are dear to make. */
    private static final Expressions EXPRESSIONS = new Expressions();

    /**
     * Reads a catalogue.
     *
     * @param version its version
     * @param files the text of its files by name, in order
     * @throws InvalidCatalogueException naming every requirement that is not well-formed, has an id twice, or has an expression that
     *     does not compile
     */
    public Catalogue read(String version, Map<String, String> files) throws InvalidCatalogueException {
        Content content = content(files, List.of());
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("version", version).set("requirements", content.entries());
        return new Catalogue(version, hash(whole), content.requirements());
    }

    /**
     * Adds an enterprise's own requirements to a catalogue. They can only add: an id that the catalogue has, in whatever case, is a
     * mistake, and so is the prefix {@code X-}, which marks the supplementary ones of ours.
     *
     * @param files the text of their files by name, in order
     * @return the base itself when the files hold no requirement
     * @throws InvalidCatalogueException as {@link #read} does
     */
    public Catalogue extend(Catalogue base, Map<String, String> files) throws InvalidCatalogueException {
        Content content = content(files, base.requirements());
        if (content.requirements().isEmpty()) {
            return base;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("base", base.hash()).set("own", content.entries());
        String hash = hash(whole);
        List<Requirement> all = new ArrayList<>(base.requirements());
        all.addAll(content.requirements());
        return new Catalogue(
                "%s+own.%s".formatted(base.version().replaceFirst("\\+.*", ""), hash.substring(0, 8)), hash, all);
    }

    private static Content content(Map<String, String> files, List<Requirement> base) throws InvalidCatalogueException {
        boolean own = !base.isEmpty();
        List<CatalogueMistake> mistakes = new ArrayList<>();
        List<Requirement> requirements = new ArrayList<>();
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        Map<String, String> taken = new HashMap<>();
        base.forEach(requirement -> taken.put(key(requirement.id()), "the catalogue has this requirement already"));
        files.forEach((file, text) -> {
            ParsedText parsed = parse(file, text, mistakes);
            int index = 0;
            for (JsonNode entry : parsed.root().path("requirements")) {
                String pointer = "/requirements/" + index++;
                entries.add(entry);
                refuseTaken(file, parsed, pointer, own, taken, mistakes);
                new EntryReader(file, parsed, pointer, entry, mistakes)
                        .read(EXPRESSIONS, own)
                        .ifPresent(requirements::add);
            }
        });
        if (own && requirements.size() > MOST_OWN) {
            mistakes.add(new CatalogueMistake(
                    files.keySet().iterator().next(), null, null, "more than %,d requirements".formatted(MOST_OWN)));
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidCatalogueException(mistakes);
        }
        return new Content(requirements, entries);
    }

    private static ParsedText parse(String file, String text, List<CatalogueMistake> mistakes) {
        List<DocumentMistake> unreadable = new ArrayList<>();
        ParsedText parsed = TextParser.parse(text, unreadable);
        unreadable.forEach(mistake -> mistakes.add(new CatalogueMistake(
                file,
                mistake.line(),
                null,
                mistake.place().isEmpty() ? mistake.what() : "%s: %s".formatted(mistake.place(), mistake.what()))));
        JsonNode root = parsed.root();
        if (unreadable.isEmpty() && !root.path("requirements").isArray()) {
            mistakes.add(new CatalogueMistake(file, 1, null, "there is no list 'requirements'"));
        } else if (unreadable.isEmpty()) {
            root.fieldNames().forEachRemaining(member -> {
                if (!member.equals("requirements")) {
                    mistakes.add(new CatalogueMistake(
                            file, parsed.line("/" + member), null, "there is no member '%s'".formatted(member)));
                }
            });
        }
        return unreadable.isEmpty() ? parsed : new ParsedText(JsonNodeFactory.instance.objectNode(), Map.of());
    }

    private static void refuseTaken(
            String file,
            ParsedText parsed,
            String pointer,
            boolean own,
            Map<String, String> taken,
            List<CatalogueMistake> mistakes) {
        String place = pointer + "/id";
        String id = parsed.root().at(place).asText("");
        if (id.isEmpty()) {
            return;
        }
        String where = "%s:%s".formatted(file, parsed.line(place));
        String before = taken.putIfAbsent(key(id), "it stands twice, here and at " + where);
        if (before != null) {
            mistakes.add(new CatalogueMistake(file, parsed.line(place), id, before));
        } else if (own && key(id).startsWith("X-")) {
            mistakes.add(new CatalogueMistake(
                    file,
                    parsed.line(place),
                    id,
                    "ids that begin with X- are those of our own supplementary requirements"));
        }
    }

    private static String key(String id) {
        return id.toUpperCase(Locale.ROOT);
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
            JsonNode index = TextParser.parse(resource("catalogue.yaml"), new ArrayList<>())
                    .root();
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

    /** What the files hold. */
    private record Content(List<Requirement> requirements, ArrayNode entries) {}
}
