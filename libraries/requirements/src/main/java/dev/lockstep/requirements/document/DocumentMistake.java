package dev.lockstep.requirements.document;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a document.
 *
 * @param place where, as a JSON Pointer; empty for the document as a whole
 * @param line the 1-based line in the text, or null when the place has none
 * @param what what is wrong, in one sentence
 * @param remedy what to do about it
 */
public record DocumentMistake(String place, @Nullable Integer line, String what, String remedy) {

    /** Place, line, mistake and remedy in one line. */
    public String sentence() {
        String where = place.isEmpty() ? "document" : place;
        return line == null
                ? "%s: %s; %s".formatted(where, what, remedy)
                : "%s (line %d): %s; %s".formatted(where, line, what, remedy);
    }
}
