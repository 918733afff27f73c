package dev.lockstep.siterunner.parsing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A listing of cluster.exe: a first line, a header, dashes, rows, and an empty line at the end (catalogue §3.6). The widths
 * of its columns are minimum widths and names contain blanks, so a row is read from the right.
 */
record ListingTable(List<String> rows) {
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("Online Pending", "ONLINE_PENDING"),
            Map.entry("Offline Pending", "OFFLINE_PENDING"),
            Map.entry("Partially Online", "PARTIALLY_ONLINE"),
            Map.entry("Online", "ONLINE"),
            Map.entry("Offline", "OFFLINE"),
            Map.entry("Failed", "FAILED"),
            Map.entry("Pending", "PENDING"),
            Map.entry("Unknown", "UNKNOWN"),
            Map.entry("Up", "UP"),
            Map.entry("Down", "DOWN"),
            Map.entry("Paused", "PAUSED"),
            Map.entry("Joining", "JOINING"),
            Map.entry("Partitioned", "PARTITIONED"),
            Map.entry("Unavailable", "UNAVAILABLE"));

    private static final List<String> WORDS = STATES.keySet().stream()
            .sorted((one, other) -> other.length() - one.length())
            .toList();

    /** A row split at its right end. */
    record Row(String rest, String state) {}

    /** Finds the table under this header. */
    static ListingTable under(ToolOutput output, String title, String... columns) throws ParseException {
        List<String> lines = output.lines();
        int header = -1;
        boolean titled = false;
        for (int i = 0; i < lines.size() && header < 0; i++) {
            titled |= lines.get(i).startsWith(title);
            header = titled && isHeader(lines.get(i), columns) ? i : -1;
        }
        if (header < 0) {
            output.requireAnswer();
            throw new ParseException("the output is not the listing that was expected (\"" + title + "\")"
                    + output.systemError().map(each -> "; system error " + each).orElse("")
                    + EnglishTools.insteadOfListing(output));
        }
        if (header + 1 >= lines.size() || !lines.get(header + 1).matches("-[- ]*")) {
            throw new ParseException("the listing has no line of dashes under its header");
        }
        List<String> rows = new ArrayList<>();
        int next = header + 2;
        while (next < lines.size() && !lines.get(next).isBlank()) {
            rows.add(lines.get(next++));
        }
        if (next >= lines.size()) {
            throw new ParseException("the listing has no end: it was cut off");
        }
        output.requireSuccess();
        return new ListingTable(List.copyOf(rows));
    }

    private static boolean isHeader(String line, String... columns) {
        return line.strip().replaceAll("\\s+", " ").equals(String.join(" ", columns));
    }

    /** Splits off the state, the words with two parts first. */
    static Row state(String line) throws ParseException {
        String text = line.stripTrailing();
        for (String words : WORDS) {
            if (text.endsWith(" " + words)) {
                String state = STATES.getOrDefault(words, "");
                return new Row(text.substring(0, text.length() - words.length() - 1), state);
            }
        }
        throw new ParseException(
                "the row ends in no state that is known (English tools are needed): " + ToolOutput.shown(line));
    }

    /** The last word of what is left, which is a computer's name and has no blanks, and the rest before it. */
    static List<String> lastWord(String text) throws ParseException {
        String trimmed = text.stripTrailing();
        int blank = trimmed.lastIndexOf(' ');
        if (blank <= 0) {
            throw new ParseException("the row has too few columns: " + ToolOutput.shown(text));
        }
        return List.of(trimmed.substring(0, blank), trimmed.substring(blank + 1));
    }
}
