package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;

/** Evaluates the expressions of plans over an inventory document. */
@FunctionalInterface
public interface Predicates {

    /** Whether the expression holds; {@link Truth#UNKNOWN} when a fact that it needs is missing. */
    Truth evaluate(String expression, JsonNode organization, JsonNode cluster);

    /** An answer that admits not to know. */
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }
}
