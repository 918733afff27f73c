package dev.lockstep.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.terminal.Table.Cell;
import dev.lockstep.cli.terminal.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Members of answers as text for people. */
public final class Json {

    private Json() {}

    /** The member at a path such as {@code provenance.source}, as text; empty when it is absent or null. */
    public static String text(JsonNode node, String path) {
        JsonNode found = node;
        for (String name : path.split("\\.", -1)) {
            found = found.path(name);
        }
        return text(found);
    }

    /** A value as text; lists are joined with commas. */
    public static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Json::text)
                    .collect(Collectors.joining(", "));
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** A moment as {@link Moments} writes it. */
    public static String moment(JsonNode node, String path) {
        String text = text(node, path);
        try {
            return text.isEmpty() ? "" : Moments.text(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** A state or a verdict, coloured by what it means. */
    public static Cell state(String name) {
        return new Cell(name, Tone.of(name));
    }

    /** A duration as {@code 4 s}, {@code 2 min 5 s} or {@code 1 h 3 min}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }
}
