package dev.lockstep.history.entry;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.erdtman.jcs.NumberToJSON;

/** JSON in the one spelling of RFC 8785, as long as that spelling loses nothing. */
public final class CanonicalJson {

    private static final long EXACT_INTEGERS = 1L << 53;
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalJson() {}

    /**
     * The value that the text stands for, or empty when it is not JSON or RFC 8785 could not write it without loss: numbers that are
     * no double, unpaired surrogates, members of the same name.
     */
    static Optional<JsonNode> readLossless(String text) {
        try {
            return Optional.of(read(text)).filter(CanonicalJson::isLossless);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    static JsonNode read(String text) throws JsonProcessingException {
        JsonNode value = STRICT.readTree(text);
        if (value.isMissingNode()) {
            throw new JsonParseException(null, "there is nothing");
        }
        return value;
    }

    /** The canonical spelling: members by the code units of their names, no blanks, numbers as ECMAScript writes doubles. */
    public static String write(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(JsonNode value, StringBuilder text) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, text);
            case ARRAY -> {
                char before = '[';
                for (JsonNode element : value) {
                    text.append(before);
                    write(element, text);
                    before = ',';
                }
                text.append(value.isEmpty() ? "[]" : "]");
            }
            case STRING, BINARY -> quoted(value.asText(), text);
            case NUMBER -> text.append(number(value));
            case BOOLEAN, NULL -> text.append(value.asText());
            case POJO -> throw new IllegalArgumentException("not a JSON value: " + value);
            case MISSING -> {
                // There is nothing to write.
            }
        }
    }

    private static void object(JsonNode object, StringBuilder text) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        members.sort(Map.Entry.comparingByKey());
        char before = '{';
        for (Map.Entry<String, JsonNode> member : members) {
            quoted(member.getKey(), text.append(before));
            write(member.getValue(), text.append(':'));
            before = ',';
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private static String number(JsonNode number) {
        if (isExact(number)) {
            return Long.toString(number.longValue());
        }
        try {
            return NumberToJSON.serializeNumber(number.doubleValue());
        } catch (IOException noNumber) {
            throw new IllegalArgumentException("not a JSON number: " + number, noNumber);
        }
    }

    private static boolean isExact(JsonNode number) {
        return number.isIntegralNumber()
                && number.canConvertToLong()
                && number.longValue() >= -EXACT_INTEGERS
                && number.longValue() <= EXACT_INTEGERS;
    }

    private static void quoted(String plain, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < plain.length(); i++) {
            char character = plain.charAt(i);
            switch (character) {
                case '"', '\\' -> text.append('\\').append(character);
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (character < ' ') {
                        text.append("\\u").append(HexFormat.of().toHexDigits(character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isLossless(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> isDouble(value);
            case STRING -> isUnicode(value.textValue());
            case OBJECT ->
                value.properties().stream()
                        .allMatch(member -> isUnicode(member.getKey()) && isLossless(member.getValue()));
            case ARRAY -> value.valueStream().allMatch(CanonicalJson::isLossless);
            case BOOLEAN, NULL, BINARY, POJO, MISSING -> true;
        };
    }

    private static boolean isDouble(JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            return isExact(number);
        }
        double nearest = number.doubleValue();
        return Double.isFinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(number.decimalValue()) == 0;
    }

    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }
}
