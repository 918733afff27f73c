package dev.lockstep.audit.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words by which an entry is found: those of its type, of who caused it and of every text and whole number in its data. A word is a
 * run of letters and digits without regard to case, so that each part of a path or of a hyphenated name is one; an id is one word as a
 * whole. Names of members and points in time are none. What is under the keys of persons is found by its own words as long as they open
 * it, and by the ids of the keys always.
 */
public final class SearchWords {

    /** The most words of one entry, the first ones in its data: bulky data are found by how they begin. */
    public static final int MOST = 400;

    private static final int LONGEST = 64;
    private static final Pattern ID_OR_WORD =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\\p{L}\\p{M}\\p{Nd}]+");
    private static final Pattern MOMENT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");

    private SearchWords() {}

    /**
     * The words of an entry, in their order as texts.
     *
     * @param opening opens what is under the keys of persons
     */
    public static SortedSet<String> of(LedgerEntry entry, Opening opening) {
        SortedSet<String> words = new TreeSet<>();
        addEach(kind(entry.type()), words);
        if (entry.isSealed()) {
            LedgerEntry opened = entry.opened(opening);
            addAll(opened, words);
            words.addAll(entry.personKeys());
        } else {
            addAll(entry, words);
        }
        return Collections.unmodifiableSortedSet(words);
    }

    private static void addAll(LedgerEntry entry, SortedSet<String> words) {
        addEach(entry.actor(), words);
        try (JsonParser data = ContractJson.mapper().createParser(entry.leaf().content())) {
            addValuesOf("data", data, words);
        } catch (IOException notJson) {
            throw new IllegalStateException("a leaf that is not JSON", notJson);
        }
        String detached = entry.leaf().detached();
        if (detached != null) {
            try (JsonParser data = ContractJson.mapper().createParser(detached)) {
                data.nextToken();
                addValue(data, words);
            } catch (IOException notJson) {
                throw new IllegalStateException("detached data that are not JSON", notJson);
            }
        }
    }

    /** What a type says: {@code step-held} of {@code lockstep.orchestration.step-held.v1}. */
    private static String kind(String type) {
        String[] segments = type.split("\\.", -1);
        return segments.length < 2 ? type : segments[segments.length - 2];
    }

    /** Adds those of one member of the object that follows. */
    private static void addValuesOf(String member, JsonParser event, SortedSet<String> words) throws IOException {
        event.nextToken();
        while (event.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = event.currentName().equals(member);
            event.nextToken();
            if (wanted) {
                addValue(event, words);
            } else {
                event.skipChildren();
            }
        }
    }

    /** Adds those of the value at which the parser stands. */
    private static void addValue(JsonParser parser, SortedSet<String> words) throws IOException {
        JsonToken token = parser.currentToken();
        int depth = 0;
        while (true) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                addEach(parser.getText(), words);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private static void addEach(@Nullable String text, SortedSet<String> words) {
        if (text == null || words.size() >= MOST || MOMENT.matcher(text).matches()) {
            return;
        }
        Matcher matcher = ID_OR_WORD.matcher(normal(text));
        while (matcher.find() && words.size() < MOST) {
            words.add(shortened(matcher.group()));
        }
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String shortened(String word) {
        if (word.length() <= LONGEST) {
            return word;
        }
        return word.substring(0, Character.isHighSurrogate(word.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }

    /** The words that a column holds, each between spaces. */
    static Set<String> stored(@Nullable String words) {
        return words == null || words.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(words.split(" ", -1)));
    }

    /** A word that is looked for, or with {@code beginning} all words that begin so. */
    public record Wanted(String word, boolean beginning) {}

    /** The words that a text asks for; a star behind a word stands for however it goes on. */
    public static List<Wanted> wanted(String text) {
        String normal = normal(text);
        List<Wanted> wanted = new ArrayList<>();
        Matcher matcher = ID_OR_WORD.matcher(normal);
        while (matcher.find()) {
            boolean beginning = matcher.end() < normal.length() && normal.charAt(matcher.end()) == '*';
            wanted.add(new Wanted(shortened(matcher.group()), beginning));
        }
        return wanted;
    }
}
