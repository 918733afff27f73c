package dev.lockstep.audit.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;

/**
 * Turns text into lines of glyphs that a font has. It draws each character as what it is and in the order of the text: what the font does not
 * have, what would change the order or the look of its neighbours, and what cannot be seen is told by its number, as {@code ‹U+202E›}.
 */
final class Lettering {

    /** Characters that are drawn of one text at most. */
    static final int MOST = 2_000;

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final int unitsPerEm;
    private final Map<Integer, Integer> advances = new HashMap<>();

    Lettering(TrueTypeFont font) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.unitsPerEm = font.getUnitsPerEm();
    }

    /** A text as it is drawn: every character has a glyph, line feeds stay. What is too long says how much is left out. */
    String drawn(String text) {
        String composed = Normalizer.normalize(text.replace("\r\n", "\n"), Normalizer.Form.NFC);
        int length = composed.codePointCount(0, composed.length());
        StringBuilder drawn = new StringBuilder();
        composed.codePoints().limit(MOST).forEach(character -> {
            if (character == '\n' || isPlain(character)) {
                drawn.appendCodePoint(character);
            } else if (character == '\t') {
                drawn.append(' ');
            } else {
                drawn.append("‹U+%04X›".formatted(character));
            }
        });
        return length <= MOST
                ? drawn.toString()
                : drawn + " … and %,d characters more, which the entry has".formatted(length - MOST);
    }

    private boolean isPlain(int character) {
        boolean seen = switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ' || character == '\u00a0';
            default -> true;
        };
        return seen && isLeftToRight(character) && glyphs.getGlyphId(character) != 0;
    }

    private static boolean isLeftToRight(int character) {
        byte direction = Character.getDirectionality(character);
        return direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT
                && direction != Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** The lines of a text of which none is wider than it may be, and at least one. */
    List<String> lines(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : drawn(text).split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                if (!line.isEmpty() && width(line + " " + word, size) > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                if (!line.isEmpty()) {
                    line.append(' ');
                }
                line.append(word);
                breakUp(line, size, width, lines);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** A word that is wider than a line goes on in the next. */
    private void breakUp(StringBuilder line, float size, float width, List<String> lines) {
        while (width(line, size) > width) {
            int end = line.offsetByCodePoints(0, 1);
            while (end < line.length() && width(line.substring(0, line.offsetByCodePoints(end, 1)), size) <= width) {
                end = line.offsetByCodePoints(end, 1);
            }
            if (end >= line.length()) {
                return;
            }
            lines.add(line.substring(0, end));
            line.delete(0, end);
        }
    }

    float width(CharSequence drawn, float size) {
        long units = drawn.codePoints().mapToLong(this::advance).sum();
        return units * size / unitsPerEm;
    }

    private int advance(int character) {
        return advances.computeIfAbsent(character, one -> {
            try {
                return font.getAdvanceWidth(glyphs.getGlyphId(one));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }
}
