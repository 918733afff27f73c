package dev.lockstep.requirements.expression;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What CEL's parser and checker say of a condition, in words for people who do not know its grammar. */
final class CompilerWords {

    private static final List<Saying> SAYINGS = List.of(
            saying("(?:mismatched|extraneous) input '<EOF>' expecting .*", "the condition ends too early"),
            saying("(?:mismatched|extraneous) input '(.*)' expecting .*", "'%s' is not expected here"),
            saying("missing '(.*)' at '<EOF>'", "'%s' is missing at the end"),
            saying("missing '(.*)' at '(.*)'", "'%s' is missing before '%s'"),
            saying("no viable alternative at input '(.*)'", "'%s' is not understood here"),
            saying("token recognition error at: '(.*)'", "'%s' is not understood here"),
            saying(
                    "found no matching overload for '_?(.*?)_?' applied to '\\((.*)\\)'.*",
                    "'%s' does not take values of the types %s"),
            saying("undeclared reference to '(.*)' \\(in container '.*'\\)", "'%s' is not known here"));

    private CompilerWords() {}

    /** A message in words; its first line when nothing better is known. */
    static String of(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        for (Saying saying : SAYINGS) {
            Matcher matcher = saying.message().matcher(line);
            if (matcher.matches()) {
                Object[] groups = new Object[matcher.groupCount()];
                for (int i = 0; i < groups.length; i++) {
                    groups[i] = matcher.group(i + 1);
                }
                return saying.words().formatted(groups);
            }
        }
        return line;
    }

    private static Saying saying(String message, String words) {
        return new Saying(Pattern.compile(message), words);
    }

    private record Saying(Pattern message, String words) {}
}
