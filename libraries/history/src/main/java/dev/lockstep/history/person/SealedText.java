package dev.lockstep.history.person;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text under the keys of persons, as it stands in an entry: {@code ~1}, the ids of the keys with {@code +} between them, a dot, the
 * ciphertext, a dot, the place.
 *
 * @param keys ids of the keys, all of which it takes to open it; 1 or more. An id is a commitment to its key, so that no other key can be
 *     shown for the same text
 * @param box nonce, ciphertext and tag of AES-256-GCM, in base64url
 * @param place where the text stands: the event's id, {@code #} and the JSON pointer in the event; empty for the name of a person, which
 *     is the same everywhere
 */
public record SealedText(List<String> keys, String box, String place) {

    private static final char MARK = '~';
    private static final String ID = "[0-9a-f]{%d}".formatted(PersonKey.ID_LENGTH);
    private static final Pattern FORM =
            Pattern.compile("~1(%1$s(?:\\+%1$s)*)\\.([A-Za-z0-9_-]+)\\.(.*)".formatted(ID), Pattern.DOTALL);

    /** Keeps its own copy. */
    public SealedText {
        keys = List.copyOf(keys);
    }

    /** The sealed text that a string is; empty when it is none. */
    public static Optional<SealedText> parse(String text) {
        if (!isMarked(text)) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new SealedText(List.of(matcher.group(1).split("\\+", -1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** Whether it was sealed for this place of an event, or is a name, which may stand anywhere. */
    public boolean isAt(String event, String pointer) {
        return place.isEmpty() || place.equals(placeOf(event, pointer));
    }

    static String placeOf(String event, String pointer) {
        return event + "#" + pointer;
    }

    /** Whether a string of a sealed event is not what it says: sealed, or escaped. */
    static boolean isMarked(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK;
    }

    /** A plain string that could be taken for a sealed one, so that it cannot. */
    static String escaped(String plain) {
        return isMarked(plain) ? MARK + plain : plain;
    }

    /** The plain string that an escaped one stands for. */
    static String plain(String escaped) {
        return escaped.length() > 1 && isMarked(escaped) && escaped.charAt(1) == MARK ? escaped.substring(1) : escaped;
    }

    /** What two names of accounts tell of whether they are of one person. */
    public enum Compared {
        /** They are of one person. */
        SAME,
        /** They are of two. */
        OTHERS,
        /** One is a person's name from before names were sealed, the other is sealed. */
        NOT_COMPARABLE
    }

    /** Compares two names of accounts without any key. What is no person's name is never sealed, so it is another than any sealed one. */
    public static Compared compare(String name, String other) {
        if (name.equals(other)) {
            return Compared.SAME;
        }
        boolean isSealed = parse(name).isPresent();
        if (isSealed == parse(other).isPresent()) {
            return Compared.OTHERS;
        }
        return Person.isNamed(isSealed ? other : name) ? Compared.NOT_COMPARABLE : Compared.OTHERS;
    }

    static SealedText of(List<PersonKey> keys, byte[] box, String place) {
        List<String> ids = new ArrayList<>();
        keys.forEach(key -> ids.add(key.id()));
        return new SealedText(ids, Base64.getUrlEncoder().withoutPadding().encodeToString(box), place);
    }

    byte[] boxBytes() {
        return Base64.getUrlDecoder().decode(box);
    }

    @Override
    public String toString() {
        return MARK + "1" + String.join("+", keys) + "." + box + "." + place;
    }
}
