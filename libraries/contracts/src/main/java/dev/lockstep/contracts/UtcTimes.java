package dev.lockstep.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads times. Every fact has one, and almost all are in UTC to the second or finer: those are read digit by digit, at a tenth of the cost.
 * Everything else, mistakes included, is left to Jackson's own reader, so that what is accepted and what is said about the rest stays the
 * same.
 */
final class UtcTimes extends StdScalarDeserializer<Instant> {

    private static final long serialVersionUID = 1L;
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int SECONDS_IN_A_DAY = 86_400;
    private static final int MOST_DECIMALS = 9;

    UtcTimes() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        Instant quick = parser.hasToken(JsonToken.VALUE_STRING) ? utc(parser.getText()) : null;
        return quick != null ? quick : InstantDeserializer.INSTANT.deserialize(parser, context);
    }

    /** The time of a text of the usual form; null when it has another. */
    private static @Nullable Instant utc(String text) {
        int end = text.length() - 1;
        if (end < FORM.length() || end > FORM.length() + 1 + MOST_DECIMALS || text.charAt(end) != 'Z') {
            return null;
        }
        for (int i = 0; i < FORM.length(); i++) {
            boolean digit = FORM.charAt(i) == 'd';
            if (digit ? !isDigit(text.charAt(i)) : text.charAt(i) != FORM.charAt(i)) {
                return null;
            }
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nanos = nanos(text, FORM.length(), end);
        if (hour > 23 || minute > 59 || second > 59 || nanos < 0) {
            return null;
        }
        try {
            long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                    .toEpochDay();
            return Instant.ofEpochSecond(day * SECONDS_IN_A_DAY + 3_600L * hour + 60L * minute + second, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The fraction between two places, which begins with a point when it is there; -1 when it is none. */
    private static int nanos(String text, int from, int end) {
        if (from == end) {
            return 0;
        }
        if (text.charAt(from) != '.' || from + 1 == end) {
            return -1;
        }
        int nanos = 0;
        for (int i = from + 1; i <= from + MOST_DECIMALS; i++) {
            char c = i < end ? text.charAt(i) : '0';
            if (!isDigit(c)) {
                return -1;
            }
            nanos = 10 * nanos + c - '0';
        }
        return nanos;
    }

    private static int number(String text, int from, int end) {
        int number = 0;
        for (int i = from; i < end; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
