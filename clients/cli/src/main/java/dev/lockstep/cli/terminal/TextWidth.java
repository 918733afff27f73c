package dev.lockstep.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal text takes, and where it may be broken. */
final class TextWidth {

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::ofCodePoint).sum();
    }

    private static int ofCodePoint(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int codePoint) {
        return (codePoint >= 0x1100 && codePoint <= 0x115F)
                || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
                || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
                || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
                || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
                || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
                || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF)
                || (codePoint >= 0x20000 && codePoint <= 0x3FFFD);
    }

    /** Text in lines of at most so many columns, broken at blanks where there are any. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                String rest = word;
                if (!line.isEmpty() && of(line.toString()) + 1 + of(rest) > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                while (of(rest) > columns) {
                    String head = head(rest, columns);
                    lines.add(head);
                    rest = rest.substring(head.length());
                }
                if (!line.isEmpty()) {
                    line.append(' ');
                }
                line.append(rest);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** The longest beginning that takes at most so many columns, and at least one character. */
    static String head(String text, int columns) {
        int taken = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            int width = ofCodePoint(codePoint);
            if (end > 0 && taken + width > columns) {
                break;
            }
            taken += width;
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    /** The text, or as much of it as fits with the sign that there is more. */
    static String cut(String text, int columns) {
        return of(text) <= columns ? text : head(text, columns - 1).stripTrailing() + "…";
    }

    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }
}
