package dev.lockstep.siterunner.parsing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What ldifde exported: its entries, folded lines joined and base 64 decoded (RFC 2849). */
record Ldif(List<Entry> entries) {
    private static final String SUCCESS = "The command has completed successfully";

    /** An entry; attribute names in lower case, each with its values in order. */
    record Entry(String name, Map<String, List<String>> attributes) {
        /** The first value. */
        String attribute(String attribute) throws ParseException {
            List<String> values = values(attribute);
            if (values.isEmpty()) {
                throw new ParseException("the entry does not show " + attribute + ": " + ToolOutput.shown(name));
            }
            return values.getFirst();
        }

        List<String> values(String attribute) {
            return attributes.getOrDefault(attribute.toLowerCase(Locale.ROOT), List.of());
        }
    }

    /** Reads an export; an object that does not exist and a search without hits give no entries. */
    static Ldif parse(ToolOutput output) throws ParseException {
        if (output.contains("No Such Object")) {
            return new Ldif(List.of());
        }
        boolean succeeded =
                output.lines().stream().anyMatch(each -> each.strip().equals(SUCCESS));
        if (output.contains("The connection cannot be established")) {
            throw new NoAnswerException("the domain controller does not answer");
        }
        if (!succeeded) {
            throw new ParseException(
                    "ldifde did not say that it completed" + EnglishTools.insteadOfExport(output.lines()));
        }
        output.requireSuccess();
        if (output.contains("No Entries found")) {
            return new Ldif(List.of());
        }
        List<Entry> entries = entries(output.lines());
        int announced = announced(output.lines());
        if (entries.size() != announced) {
            throw new ParseException("ldifde announced " + announced + " entries and showed " + entries.size());
        }
        return new Ldif(entries);
    }

    private static int announced(List<String> lines) throws ParseException {
        for (String line : lines) {
            if (line.strip().endsWith(" entries exported")) {
                String text = line.strip();
                return Numbers.parse(text.substring(0, text.indexOf(' ')), "number of entries");
            }
        }
        throw new ParseException("ldifde did not say how many entries it exported");
    }

    private static List<Entry> entries(List<String> lines) throws ParseException {
        List<Entry> entries = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            boolean begins = line.startsWith("dn:");
            if (line.isBlank() || begins) {
                close(block, entries);
            }
            if (begins || (!block.isEmpty() && !line.isBlank())) {
                if (line.startsWith(" ") && !block.isEmpty()) {
                    block.add(block.removeLast() + line.substring(1));
                } else {
                    block.add(line);
                }
            }
        }
        close(block, entries);
        return entries;
    }

    private static void close(List<String> block, List<Entry> entries) throws ParseException {
        if (block.isEmpty()) {
            return;
        }
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        for (String line : block) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ParseException("the line is no attribute: " + ToolOutput.shown(line));
            }
            attributes
                    .computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(value(line.substring(colon + 1), line));
        }
        entries.add(new Entry(attributes.getOrDefault("dn", List.of("")).getFirst(), attributes));
        block.clear();
    }

    private static String value(String text, String line) throws ParseException {
        if (!text.startsWith(":")) {
            return text.strip();
        }
        try {
            return new String(Base64.getDecoder().decode(text.substring(1).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ParseException("the value is not base 64: " + ToolOutput.shown(line));
        }
    }
}
