package dev.lockstep.audit.entries;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** Moments and days as requests write them. */
public final class Moments {

    /** RFC 3339 writes years with four digits. */
    private static final int LAST_YEAR = 9999;

    private Moments() {}

    /**
     * A moment of RFC 3339.
     *
     * @param name of the parameter
     * @throws InvalidRequestException when it is none
     */
    public static OffsetDateTime parse(String name, String text) {
        return parsed(
                OffsetDateTime::parse,
                text,
                new Mistake(name, "'%s' is no time".formatted(text), "write it as 2026-01-31T08:00:00Z"));
    }

    /**
     * The beginning of a day in UTC.
     *
     * @param name of the parameter
     * @throws InvalidRequestException when it is no date of ISO 8601
     */
    static OffsetDateTime day(String name, String text) {
        return parsed(
                day -> LocalDate.parse(day).atStartOfDay().atOffset(ZoneOffset.UTC),
                text,
                new Mistake(name, "'%s' is no day".formatted(text), "write it as 2026-01-31"));
    }

    private static OffsetDateTime parsed(Function<String, OffsetDateTime> reading, String text, Mistake mistake) {
        try {
            OffsetDateTime time = reading.apply(text);
            if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeParseException notOne) {
            throw new InvalidRequestException(mistake, notOne);
        }
        throw new InvalidRequestException(mistake);
    }
}
