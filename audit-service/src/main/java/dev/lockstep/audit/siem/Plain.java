package dev.lockstep.audit.siem;

/** Text that stays what it is on one line of somebody else's log. */
final class Plain {

    private Plain() {}

    /** The first characters of a text; none of them is cut in two. */
    static String first(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** A text without anything that ends a line, controls a terminal or changes the order of what is shown: a space stands for each. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> line.appendCodePoint(isPlain(character) ? character : ' '));
        return line.toString();
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A field of syslog's head: characters that are seen, without spaces; a hyphen when there are none. */
    static String word(String text, int most) {
        String word = text.replaceAll("[^!-~]", "_");
        return word.isEmpty() ? "-" : word.substring(0, Math.min(word.length(), most));
    }
}
