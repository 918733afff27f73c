package dev.lockstep.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under headings, fitted to the terminal: columns take what they need, and where that is too much the widest give way and their
 * text goes on in the next line. What no column has room for stands under its row.
 */
public final class Table {

    private static final int NARROWEST_COLUMN = 8;
    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final Map<Integer, List<Cell>> notes = new HashMap<>();
    private final Set<String> whole = new HashSet<>();

    private Table(List<String> headings) {
        this.headings = headings;
    }

    /** An empty table. */
    public static Table of(String... headings) {
        return new Table(List.of(headings));
    }

    /** The columns under these headings never give way: ids are copied, and one over two lines cannot be. */
    public Table whole(String... names) {
        whole.addAll(List.of(names));
        return this;
    }

    /** Adds a row of plain text; one text per heading. */
    public Table row(String... texts) {
        return row(Arrays.stream(texts).map(Cell::plain).toList());
    }

    /** Adds a row; one cell per heading. */
    public Table row(List<Cell> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException("%d cells under %d headings".formatted(cells.size(), headings.size()));
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Adds text under the last row, over the whole width; nothing when it is empty. */
    public Table under(Tone tone, String text) {
        if (!text.isEmpty()) {
            notes.computeIfAbsent(rows.size() - 1, row -> new ArrayList<>()).add(new Cell(text, tone));
        }
        return this;
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    /** The lines of the table. */
    List<String> lines(int columns, Palette palette) {
        int[] widths = widths(columns);
        List<String> lines = new ArrayList<>();
        lines.addAll(lines(
                headings.stream().map(text -> new Cell(text, Tone.DIM)).toList(), widths, palette));
        for (int i = 0; i < rows.size(); i++) {
            lines.addAll(lines(rows.get(i), widths, palette));
            for (Cell note : notes.getOrDefault(i, List.of())) {
                TextWidth.wrap(note.text(), Math.max(NARROWEST_COLUMN, columns - INDENT.length()))
                        .forEach(line -> lines.add(INDENT + palette.paint(note.tone(), line)));
            }
        }
        return lines;
    }

    private int[] widths(int columns) {
        int[] widths = headings.stream().mapToInt(TextWidth::of).toArray();
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i],
                        row.get(i).text().lines().mapToInt(TextWidth::of).max().orElse(0));
            }
        }
        int[] longestWords = IntStream.range(0, widths.length)
                .map(i -> Math.max(NARROWEST_COLUMN, longestWord(i)))
                .toArray();
        narrow(widths, columns, longestWords);
        narrow(
                widths,
                columns,
                IntStream.of(longestWords).map(word -> NARROWEST_COLUMN).toArray());
        return widths;
    }

    /** Takes from the widest columns what is too much, as long as they stay as wide as they have to be at least. */
    private void narrow(int[] widths, int columns, int[] least) {
        int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - columns;
        while (excess > 0) {
            OptionalInt widest = IntStream.range(0, widths.length)
                    .filter(i -> widths[i] > least[i] && !whole.contains(headings.get(i)))
                    .reduce((a, b) -> widths[a] >= widths[b] ? a : b);
            if (widest.isEmpty()) {
                return;
            }
            widths[widest.getAsInt()]--;
            excess--;
        }
    }

    private int longestWord(int column) {
        return Stream.concat(
                        Stream.of(headings.get(column)),
                        rows.stream().map(row -> row.get(column).text()))
                .flatMap(text -> Arrays.stream(text.split("\\s+")))
                .mapToInt(TextWidth::of)
                .max()
                .orElse(0);
    }

    private static List<String> lines(List<Cell> row, int[] widths, Palette palette) {
        List<List<String>> wrapped = IntStream.range(0, widths.length)
                .mapToObj(i -> TextWidth.wrap(row.get(i).text(), widths[i]))
                .toList();
        int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String text = y < wrapped.get(i).size() ? wrapped.get(i).get(y) : "";
                boolean last = i == widths.length - 1;
                line.append(palette.paint(row.get(i).tone(), last ? text : TextWidth.pad(text, widths[i])));
                if (!last) {
                    line.append(GAP);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /**
     * One text of a table.
     *
     * @param text what it says
     * @param tone what it means
     */
    public record Cell(String text, Tone tone) {

        /** Text without a meaning of its own. */
        public static Cell plain(String text) {
            return new Cell(text, Tone.PLAIN);
        }
    }
}
