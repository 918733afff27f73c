package dev.lockstep.history.bundle;

import java.time.Instant;
import java.util.List;

/**
 * What witnesses say about a log: that at a moment this was the greatest state that they had seen, and that it continued all earlier ones.
 *
 * @param entries of that state; what came later they have not cosigned here
 * @param by the witnesses whose cosignatures were verified
 * @param at when the first of them cosigned, by its clock
 */
public record Witnessed(long entries, List<String> by, Instant at) {

    /** Keeps its own copy. */
    public Witnessed {
        by = List.copyOf(by);
    }
}
