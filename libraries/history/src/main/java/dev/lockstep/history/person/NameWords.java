package dev.lockstep.history.person;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text that may be names of accounts: those of a sentence, and what the parameters of a query string ask for. */
final class NameWords {

    /** Names of accounts have no blanks; punctuation at their ends is that of the sentence. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}_](?:[^\\s,;:()'\"]*[\\p{L}\\p{Nd}_])?");

    private static final Pattern DELIMITER = Pattern.compile("[=&?+%/<>]+");
    private static final Pattern PARAMETER = Pattern.compile("(?:^|[?&])[^=&?\\s]*=([^&\\s]*)");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private NameWords() {}

    /** Each once. The name of a role means the role, also where an account is called like it. */
    static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        addWords(text, words);
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = decoded(parameter.group(1));
            addName(value, words);
            addName(value.toLowerCase(Locale.ROOT), words);
            addWords(value, words);
            addWords(value.toLowerCase(Locale.ROOT), words);
        }
        words.removeAll(Person.ROLES);
        return words;
    }

    private static void addWords(String text, Set<String> words) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
            for (String part : DELIMITER.split(matcher.group(), -1)) {
                addName(part, words);
            }
        }
    }

    private static void addName(String name, Set<String> words) {
        if (!name.isBlank()) {
            words.add(name);
        }
    }

    /** A query that was cut off may end in half an escape. */
    private static String decoded(String value) {
        return URLDecoder.decode(BROKEN_ESCAPE.matcher(value).replaceAll("%25"), StandardCharsets.UTF_8);
    }
}
