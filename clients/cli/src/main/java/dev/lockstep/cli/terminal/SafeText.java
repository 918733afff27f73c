package dev.lockstep.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text from elsewhere as it may reach a terminal. What accounts write into evidence, reasons and names is shown to other accounts:
 * control characters in it could move the cursor, hide lines or forge them. They are replaced by U+FFFD; line breaks and tabs stay, and
 * so do the colours that {@link Palette} sets itself.
 */
final class SafeText {

    /** C0 and C1 controls but tab and line feed, and the marks that turn the direction of writing; an escape that begins a colour stays. */
    private static final Pattern UNSAFE = Pattern.compile(
            "(?!\\u001B\\[(?:0|1|2|3[0-7]|9[0-7])m)[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]");

    private SafeText() {}

    /** The text without what could command the terminal. */
    static String of(String text) {
        return UNSAFE.matcher(text.replace("\r\n", "\n")).replaceAll("\uFFFD");
    }
}
