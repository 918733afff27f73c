package dev.lockstep.procedures;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An argument list as a line for people, as they would type it. Nothing is ever run from such a line. */
public final class CommandText {

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\\s&|<>^]|^$");

    private CommandText() {}

    /** The arguments with blanks between them; one that a command prompt would take apart stands in quotation marks. */
    public static String line(List<String> arguments) {
        return arguments.stream()
                .map(argument -> NEEDS_QUOTES.matcher(argument).find() ? '"' + argument + '"' : argument)
                .collect(Collectors.joining(" "));
    }
}
