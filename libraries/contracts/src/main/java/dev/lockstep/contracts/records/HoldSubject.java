package dev.lockstep.contracts.records;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import java.util.Locale;
import java.util.UUID;

/**
 * What a legal hold is on.
 *
 * @param kind what sort of thing
 * @param id which one, in the one spelling of its kind
 */
public record HoldSubject(Kind kind, String id) {

    /** The sorts of things that can be held. */
    public enum Kind {
        /** An organization with all its clusters. */
        ORGANIZATION,
        /** One cluster. */
        CLUSTER,
        /** One rollout. */
        ROLLOUT
    }

    /**
     * Reads the id as its kind demands.
     *
     * @throws IllegalArgumentException when it is no id of that kind
     */
    public HoldSubject {
        id = switch (kind) {
            case ORGANIZATION -> new OrganizationId(id).value();
            case CLUSTER -> new ClusterId(id).value();
            case ROLLOUT -> UUID.fromString(id).toString();
        };
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + id;
    }
}
