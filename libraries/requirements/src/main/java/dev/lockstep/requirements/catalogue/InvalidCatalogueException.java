package dev.lockstep.requirements.catalogue;

import java.util.List;

/** A catalogue has mistakes; each names its file and requirement. */
public final class InvalidCatalogueException extends Exception {

    private final List<String> mistakes;

    InvalidCatalogueException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** What is wrong, one sentence each. */
    public List<String> mistakes() {
        return mistakes;
    }
}
