package dev.lockstep.contracts.validation;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;
import java.util.List;

/**
 * The requirements that an organization adds to those of Lockstep are others.
 *
 * @param organization whose clusters they apply to
 * @param requirements the ids of all of them, in their order; empty when there are none any more
 * @param text all of them, in the form of a catalogue file
 * @param reason why
 */
@EventType("lockstep.validation.own-requirements-changed.v1")
public record OwnRequirementsChanged(
        OrganizationId organization,
        List<String> requirements,
        String text,
        @PersonText(by = "changedBy") String reason,
        Authority changedBy,
        Instant changedAt)
        implements ValidationEvent {

    public OwnRequirementsChanged {
        requirements = List.copyOf(requirements);
    }

    @Override
    public String partitionKey() {
        return organization.value();
    }
}
