package dev.lockstep.history.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one spelling of RFC 8785, compared with its reference implementation. */
class CanonicalJsonTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static String reference(String json) throws IOException {
        String inArray = new JsonCanonicalizer("[" + json + "]").getEncodedString();
        return inArray.substring(1, inArray.length() - 1);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(' '));
                case 1 -> text.append("\"\\/\u007f\u2028".charAt(random.nextInt(5)));
                case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x1000));
                case 3 -> text.append((char) (0xe000 + random.nextInt(0x1fff)));
                default -> text.append((char) ('A' + random.nextInt(60)));
            }
        }
        return text.toString();
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextLong() >> random.nextInt(64));
            case 3 -> JSON.numberNode(BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(-25, 25)));
            case 4 -> JSON.numberNode(new BigDecimal(Double.toString(finite(random))));
            case 5, 6 -> JSON.textNode(text(random));
            case 7 -> {
                ArrayNode array = JSON.arrayNode();
                for (int size = random.nextInt(4); size > 0; size--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int size = random.nextInt(5); size > 0; size--) {
                    object.set(text(random), value(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static double finite(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : 0.1;
    }

    @Property(tries = 3_000)
    void anythingIsSpeltAsTheReferenceDoes(@ForAll long seed) throws IOException {
        JsonNode value = value(new Random(seed), 4);

        assertThat(CanonicalJson.write(value)).isEqualTo(reference(value.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "-0.0, 0",
        "1e2, 100",
        "1e21, 1e+21",
        "1E-7, 1e-7",
        "0.000001, 0.000001",
        "9007199254740993, 9007199254740992",
        "-9223372036854775808, -9223372036854776000",
        "333333333.33333329, 333333333.3333333",
        "4.50, 4.5",
        "2e-3, 0.002",
        "5e-324, 5e-324"
    })
    void numbersAreThoseOfEcmaScript(String written, String canonical) throws IOException {
        JsonNode number = CanonicalJson.read(written);

        assertThat(CanonicalJson.write(number)).isEqualTo(canonical).isEqualTo(reference(written));
    }

    @Test
    void membersAreInTheOrderOfTheirCodeUnits() throws IOException {
        String json =
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7,\"\":{}}";

        assertThat(CanonicalJson.write(CanonicalJson.read(json)))
                .isEqualTo(reference(json))
                .isEqualTo(
                        "{\"\":{},\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }
}
