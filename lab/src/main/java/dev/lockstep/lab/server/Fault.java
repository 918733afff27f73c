package dev.lockstep.lab.server;

import java.util.List;

/**
 * Something that goes wrong with a program on purpose.
 *
 * @param kind what goes wrong
 * @param program the program it happens to; empty for any
 * @param argument text that one of its arguments contains, upper and lower case being the same; empty for any
 * @param times how often it happens; 1 or more
 */
public record Fault(Kind kind, String program, String argument, int times) {
    /** The ways in which programs fail. */
    public enum Kind {
        /** Never answers and does nothing. */
        HANG,
        /** Does its work, then ends with a failure. */
        FAIL_AFTER_WORK,
        /** Says that all went well and does nothing. */
        SUCCEED_WITHOUT_WORK,
        /** Answers with noise. */
        GARBLED_OUTPUT,
        /** The answer stops in the middle. */
        TRUNCATED_OUTPUT,
        /** Answers in another language. */
        FOREIGN_LANGUAGE
    }

    public Fault {
        if (times < 1) {
            throw new IllegalArgumentException("a fault happens at least once: " + times);
        }
    }

    boolean concerns(String name, List<String> arguments) {
        return (program.isEmpty() || program.equalsIgnoreCase(name))
                && (argument.isEmpty() || arguments.stream().anyMatch(each -> holds(each, argument)));
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(java.util.Locale.ROOT).contains(part.toLowerCase(java.util.Locale.ROOT));
    }
}
