package dev.lockstep.requirements.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** Turns JSON or YAML text into a tree, within bounds, and notes the line of every value. */
public final class TextParser {

    private static final int MAXIMUM_DEPTH = 32;
    private static final int MAXIMUM_TEXT = 100_000;
    private static final int MAXIMUM_MISTAKES = 100;

    /** What parsers say of their settings and of their source, which is nobody's business but their programmers'. */
    private static final Pattern PARSERS_OWN = Pattern.compile(",? ?from `?StreamReadConstraints[^)]*\\(\\)`?"
            + "|: enable `?JsonReadFeature.*"
            + "|\\s*\\([^()]*Feature.*"
            + "|\\s*\\([^()]*\\[Source:.*"
            + "|\\s*\\[Source:.*");

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(MAXIMUM_DEPTH + 2)
            .maxStringLength(MAXIMUM_TEXT)
            .maxNumberLength(40)
            .maxNameLength(1_000)
            .build();

    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(BOUNDS).build();

    private final List<DocumentMistake> mistakes;
    private final Map<String, Integer> lines = new HashMap<>();

    private TextParser(List<DocumentMistake> mistakes) {
        this.mistakes = mistakes;
    }

    /** The tree of a text; what is wrong with the text is added to the mistakes, and then the tree is of no use. */
    public static ParsedText parse(String text, List<DocumentMistake> mistakes) {
        TextParser parser = new TextParser(mistakes);
        JsonNode root = parser.read(text);
        return new ParsedText(root, parser.lines);
    }

    private JsonNode read(String text) {
        boolean json = text.stripLeading().startsWith("{");
        try (JsonParser parser =
                json ? JSON.createParser(text) : yaml(text.length()).createParser(text)) {
            if (parser.nextToken() == null) {
                mistakes.add(new DocumentMistake("", null, "the document is empty", "give a JSON or YAML document"));
                return JsonNodeFactory.instance.objectNode();
            }
            JsonNode root = value(parser, "", 0);
            if (mistakes.isEmpty() && parser.nextToken() != null) {
                mistakes.add(new DocumentMistake(
                        "", line(parser), "something follows the document", "keep one document in one text"));
            }
            return root;
        } catch (TooManyMistakes e) {
            return JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException e) {
            Integer line = line(e);
            mistakes.add(new DocumentMistake(
                    "",
                    line,
                    "the text is not well-formed %s: %s".formatted(json ? "JSON" : "YAML", words(e)),
                    line == null ? "correct the text" : "correct the text from that line on"));
            return JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            mistakes.add(new DocumentMistake(
                    "", null, "the text cannot be read: " + e.getMessage(), "give a JSON or YAML document"));
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static YAMLFactory yaml(int length) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true); // reported here with its place
        options.setNestingDepthLimit(MAXIMUM_DEPTH + 2);
        options.setCodePointLimit(length + 1);
        options.setMaxAliasesForCollections(0);
        return YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(BOUNDS)
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
    }

    private JsonNode value(JsonParser parser, String pointer, int depth) throws IOException {
        lines.put(pointer, line(parser));
        refuseSharing(parser, pointer);
        if (depth > MAXIMUM_DEPTH) {
            throw tooMany(
                    pointer,
                    parser,
                    "the document is nested deeper than %d levels".formatted(MAXIMUM_DEPTH),
                    "flatten it");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, pointer, depth);
            case START_ARRAY -> array(parser, pointer, depth);
            case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            default -> JsonNodeFactory.instance.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser, String pointer, int depth) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            int line = line(parser);
            parser.nextToken();
            JsonNode value = value(parser, place, depth + 1);
            if (object.has(name)) {
                note(new DocumentMistake(
                        place, line, "the member '%s' stands here twice".formatted(name), "keep one of the two"));
            }
            object.set(name, value);
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String pointer, int depth) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private static JsonNode number(JsonParser parser) throws IOException {
        BigDecimal exact = parser.getDecimalValue();
        if (exact.precision() - exact.scale() <= 18
                && exact.stripTrailingZeros().scale() <= 0) {
            return JsonNodeFactory.instance.numberNode(exact.longValueExact());
        }
        return JsonNodeFactory.instance.numberNode(exact);
    }

    private void refuseSharing(JsonParser parser, String pointer) throws IOException {
        boolean alias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
        if (alias || (parser.canReadObjectId() && parser.getObjectId() != null)) {
            note(new DocumentMistake(
                    pointer,
                    line(parser),
                    "anchors and aliases are not read here: a document must say everything where it belongs",
                    "write the value out"));
        }
    }

    private void note(DocumentMistake mistake) {
        mistakes.add(mistake);
        if (mistakes.size() >= MAXIMUM_MISTAKES) {
            throw new TooManyMistakes();
        }
    }

    private TooManyMistakes tooMany(String pointer, JsonParser parser, String what, String remedy) {
        mistakes.add(new DocumentMistake(pointer, line(parser), what, remedy));
        return new TooManyMistakes();
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** The line at which reading ended, or the last one before; null when no line was read. */
    private @Nullable Integer line(JsonProcessingException e) {
        return e.getLocation() != null && e.getLocation().getLineNr() > 0
                ? Integer.valueOf(e.getLocation().getLineNr())
                : lines.values().stream().max(Integer::compare).orElse(null);
    }

    /** What the parser says, without what only its programmers know: its settings, and the text it was given. */
    private static String words(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        String words = PARSERS_OWN.matcher(first).replaceAll("").strip();
        return words.isEmpty() ? "unreadable" : words;
    }

    /** Ends the reading; what was found so far is enough to refuse. */
    private static final class TooManyMistakes extends RuntimeException {
        TooManyMistakes() {
            super(null, null, false, false);
        }
    }
}
