package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.dictionary.FactDefinition;

/**
 * A fact that an expression needed and could not use.
 *
 * @param path the fact, for example {@code cluster/nodes/E2K3-N1/domainRole}
 * @param reason why it could not be used
 * @param definition its entry in the facts dictionary
 */
public record MissingFact(String path, Reason reason, FactDefinition definition) {

    /** Why a fact cannot be used. */
    public enum Reason {
        /** Nobody recorded it. */
        MISSING("is missing"),
        /** It is older than its maximum age. */
        STALE("is too old"),
        /** It is only planned, and the stage needs what is. */
        PLANNED("is only planned");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** The fact and why it cannot be used, for example {@code cluster/quorum/model is missing}. */
    public String sentence() {
        return path + " " + reason.words;
    }

    /** The tool or person that provides it. */
    public String howToCollect() {
        return definition.source().orElse("state it in the document");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MissingFact missing && missing.path.equals(path) && missing.reason == reason;
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }
}
