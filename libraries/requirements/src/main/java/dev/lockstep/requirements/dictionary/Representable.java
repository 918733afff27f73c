package dev.lockstep.requirements.dictionary;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Values that can be kept, sent and shown as they are: text of whole characters without U+0000, and numbers of at most {@value
 * #MOST_DIGITS} digits on either side of the point.
 */
final class Representable {

    private static final int MOST_DIGITS = 18;

    private Representable() {}

    /** Every value within a value, and every member's name, that cannot be. */
    static List<SchemaViolation> violations(JsonNode value) {
        List<SchemaViolation> found = new ArrayList<>();
        look(value, "", found);
        return found;
    }

    private static void look(JsonNode value, String pointer, List<SchemaViolation> found) {
        if (value.isTextual()) {
            text(value.textValue(), pointer, found);
        } else if (value.isNumber()) {
            number(value, pointer, found);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                look(value.path(i), pointer + "/" + i, found);
            }
        } else {
            value.properties().forEach(member -> {
                text(member.getKey(), pointer, found);
                look(member.getValue(), pointer + "/" + escaped(member.getKey()), found);
            });
        }
    }

    private static void text(String text, String pointer, List<SchemaViolation> found) {
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            found.add(new SchemaViolation(
                    pointer, "the text has half a character or U+0000 in it", "write whole characters"));
        }
    }

    private static void number(JsonNode value, String pointer, List<SchemaViolation> found) {
        boolean finite = !value.isDouble() || Double.isFinite(value.doubleValue());
        BigDecimal exact = finite ? value.decimalValue() : BigDecimal.ZERO;
        if (!finite || exact.scale() > MOST_DIGITS || (long) exact.precision() - exact.scale() > MOST_DIGITS) {
            found.add(new SchemaViolation(
                    pointer,
                    "the number has more than %d digits before or after the point".formatted(MOST_DIGITS),
                    "write a number of fewer digits"));
        }
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
