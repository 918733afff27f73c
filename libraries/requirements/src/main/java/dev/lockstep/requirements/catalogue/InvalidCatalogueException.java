package dev.lockstep.requirements.catalogue;

import java.util.List;
import java.util.stream.Collectors;

/** A catalogue has mistakes; each names its file, line and requirement. */
public final class InvalidCatalogueException extends Exception {

    private final transient List<CatalogueMistake> mistakes;

    InvalidCatalogueException(List<CatalogueMistake> mistakes) {
        super(mistakes.stream().map(CatalogueMistake::sentence).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** What is wrong, 1 or more. */
    public List<CatalogueMistake> mistakes() {
        return mistakes;
    }
}
