package dev.lockstep.requirements.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a catalogue file.
 *
 * @param file the file's name
 * @param line the 1-based line, or null when it concerns the file as a whole
 * @param requirement the id of the requirement, or null when it concerns none
 * @param what what is wrong, in one sentence without a full stop
 */
public record CatalogueMistake(
        String file, @Nullable Integer line, @Nullable String requirement, String what) {

    /** The place, {@code file:line}, or the file alone. */
    public String place() {
        return line == null ? file : file + ":" + line;
    }

    /** Place, requirement and mistake in one line. */
    public String sentence() {
        return requirement == null
                ? "%s: %s".formatted(place(), what)
                : "%s: %s: %s".formatted(place(), requirement, what);
    }
}
