package dev.lockstep.contracts.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a fact stands in the inventory document of a cluster or an organization: a JSON Pointer (RFC 6901) in which an array of
 * named objects is addressed by the name instead of the index, for example {@code /disks/Disk 1/diskType}.
 *
 * @param segments 1 or more unescaped segments
 */
public record FactPath(List<String> segments) implements Comparable<FactPath> {

    public FactPath {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a fact path has at least one segment");
        }
    }

    /** The path of these segments. */
    public static FactPath of(String... segments) {
        return new FactPath(List.of(segments));
    }

    /**
     * Reads a path from its text.
     *
     * @throws IllegalArgumentException when the text does not begin with a slash or has a bad escape
     */
    @JsonCreator
    public static FactPath parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a fact path begins with a slash: '%s'".formatted(text));
        }
        List<String> segments = new ArrayList<>();
        for (String escaped : text.substring(1).split("/", -1)) {
            segments.add(unescape(escaped, text));
        }
        return new FactPath(segments);
    }

    private static String unescape(String escaped, String text) {
        StringBuilder plain = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '~') {
                plain.append(c);
                continue;
            }
            char next = i + 1 < escaped.length() ? escaped.charAt(++i) : ' ';
            switch (next) {
                case '0' -> plain.append('~');
                case '1' -> plain.append('/');
                default ->
                    throw new IllegalArgumentException(
                            "in a fact path '~' is written ~0 and '/' is written ~1: '%s'".formatted(text));
            }
        }
        return plain.toString();
    }

    /** This path with one more segment. */
    public FactPath child(String segment) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new FactPath(longer);
    }

    /** Whether this path is the other one or lies below it. */
    public boolean startsWith(FactPath prefix) {
        return segments.size() >= prefix.segments.size()
                && segments.subList(0, prefix.segments.size()).equals(prefix.segments);
    }

    /** Whether this path has the pattern's length and its segments, where {@code *} in the pattern stands for any one segment. */
    public boolean matches(FactPath pattern) {
        if (segments.size() != pattern.segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String wanted = pattern.segments.get(i);
            if (!wanted.equals("*") && !wanted.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The first {@code length} segments. */
    public FactPath prefix(int length) {
        return new FactPath(segments.subList(0, length));
    }

    @Override
    public int compareTo(FactPath other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return segments.stream()
                .map(s -> "/" + s.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
