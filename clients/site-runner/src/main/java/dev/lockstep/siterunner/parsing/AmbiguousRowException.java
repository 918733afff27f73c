package dev.lockstep.siterunner.parsing;

import java.util.List;

/** A row of a listing that can be read in more than one way; which of its readings is right shows when each resource is asked for itself. */
public final class AmbiguousRowException extends ParseException {
    private final List<String> resources;

    AmbiguousRowException(String message, List<String> resources) {
        super(message);
        this.resources = List.copyOf(resources);
    }

    /** The resources that the row may be about; at least one. */
    public List<String> resources() {
        return resources;
    }
}
