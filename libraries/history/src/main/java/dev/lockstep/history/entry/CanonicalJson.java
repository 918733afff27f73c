package dev.lockstep.history.entry;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

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

    /** The canonical spelling. The canonicalizer reads objects and arrays only, so that a value of another kind is lent an array. */
    public static String write(JsonNode value) {
        try {
            String inArray = new JsonCanonicalizer("[" + STRICT.writeValueAsString(value) + "]").getEncodedString();
            return inArray.substring(1, inArray.length() - 1);
        } catch (IOException cannotBe) {
            throw new IllegalStateException("a JSON value that cannot be written", cannotBe);
        }
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
            return Math.abs(number.longValue()) <= EXACT_INTEGERS;
        }
        double nearest = number.doubleValue();
        return Double.isFinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(number.decimalValue()) == 0;
    }

    private static boolean isUnicode(String text) {
        return text.chars().noneMatch(character -> Character.isSurrogate((char) character))
                || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
