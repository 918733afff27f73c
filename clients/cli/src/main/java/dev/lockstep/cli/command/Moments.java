package dev.lockstep.cli.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments as people read and write them: printed in the zone of this machine with its offset, to the second. */
public final class Moments {

    private static final DateTimeFormatter WITH_DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssXXX");
    private static final DateTimeFormatter WITHIN_DAY = DateTimeFormatter.ofPattern("HH:mm:ssXXX");

    private Moments() {}

    /** Day and time. */
    public static String text(Instant moment) {
        return WITH_DAY.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** The time alone when it is of the same day as now, otherwise with its day. */
    public static String near(Instant moment, Instant now) {
        ZoneId zone = ZoneId.systemDefault();
        boolean today = LocalDate.ofInstant(moment, zone).equals(LocalDate.ofInstant(now, zone));
        return (today ? WITHIN_DAY : WITH_DAY).format(moment.atZone(zone));
    }

    /** Reads a moment of the command line. */
    public static final class Reader implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'%s' is no moment. Write it as 2027-01-31T00:00:00Z.".formatted(text));
            }
        }
    }
}
