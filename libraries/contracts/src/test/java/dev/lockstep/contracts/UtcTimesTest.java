package dev.lockstep.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimesTest {

    private static final ObjectMapper PLAIN =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @Property
    void whatIsWrittenIsRead(@ForAll("times") Instant time) throws JsonProcessingException {
        String json = ContractJson.mapper().writeValueAsString(time);

        assertThat(ContractJson.mapper().readValue(json, Instant.class)).isEqualTo(time);
    }

    /** One character of a time is another, is missing or is there twice. */
    @Property
    void damagedTimesAreReadOrRefusedAsByJackson(
            @ForAll("times") Instant time, @ForAll("places") int place, @ForAll("pieces") String piece) {
        String text = time.toString();
        int at = place % text.length();

        assertReadAsByJackson(text.substring(0, at) + piece + text.substring(at + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-01-01T24:00:00Z",
                "2026-06-30T23:59:60Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567891Z",
                "2026-01-01T01:00:00+01:00",
                "2026-01-01t00:00:00z",
                "+12026-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "1700000000",
                " 2026-01-01T00:00:00Z",
                ""
            })
    void oddTimesAreReadOrRefusedAsByJackson(String text) {
        assertReadAsByJackson(text);
    }

    private static void assertReadAsByJackson(String text) {
        assertThat(read(ContractJson.mapper(), text)).isEqualTo(read(PLAIN, text));
    }

    /** The time, or what is said about the text. */
    private static String read(ObjectMapper mapper, String text) {
        try {
            return String.valueOf(mapper.readValue(mapper.writeValueAsString(text), Instant.class));
        } catch (JsonProcessingException e) {
            return e.getOriginalMessage();
        }
    }

    @Provide
    Arbitrary<Instant> times() {
        Arbitrary<Long> seconds = Arbitraries.longs()
                .between(
                        Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());
        Arbitrary<Integer> nanos = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(0, 999).map(millis -> millis * 1_000_000),
                Arbitraries.integers().between(0, 999_999_999));
        return seconds.flatMap(second -> nanos.map(nano -> Instant.ofEpochSecond(second, nano)));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 29);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.strings().withChars("0123456789-:.TZtz+ ٣\u0000").ofMaxLength(2);
    }
}
