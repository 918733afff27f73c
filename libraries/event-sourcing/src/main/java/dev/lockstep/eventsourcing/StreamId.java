package dev.lockstep.eventsourcing;

import java.util.regex.Pattern;

/**
 * Names the stream of one aggregate, written {@code category-key}, for example {@code cluster-contoso:clu01}.
 *
 * @param category kind of aggregate: lower-case letters and digits, at most 40
 * @param key identity within the category: 1 to 400 characters, none of them a control character
 */
public record StreamId(String category, String key) implements Comparable<StreamId> {

    private static final Pattern CATEGORY = Pattern.compile("[a-z][a-z0-9]{0,39}");
    private static final int LONGEST_KEY = 400;

    public StreamId {
        if (!CATEGORY.matcher(category).matches()) {
            throw new IllegalArgumentException(
                    "A stream's category is made of lower-case letters and digits, not '" + category + "'");
        }
        if (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A stream's key has 1 to 400 characters and no control characters: '" + key + "'");
        }
    }

    /** Reads what {@link #toString()} wrote. */
    public static StreamId parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("Not a stream name (category-key): '" + text + "'");
        }
        return new StreamId(text.substring(0, dash), text.substring(dash + 1));
    }

    @Override
    public int compareTo(StreamId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return category + "-" + key;
    }
}
