package dev.lockstep.validation.requirements;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import java.time.Instant;
import java.util.List;

/**
 * What an organization requires besides what Lockstep does.
 *
 * @param text all of it, in the form of a catalogue file; empty when there is nothing
 */
record OwnRequirements(String text) {

    static final OwnRequirements NONE = new OwnRequirements("");

    /**
     * From now on these apply. The text was checked against the catalogue that it extends.
     *
     * @param requirements the ids of all of them
     */
    record Replace(
            OrganizationId organization,
            List<String> requirements,
            String text,
            String reason,
            Authority by,
            Instant now) {}

    /** What may happen to an organization's own requirements. */
    static final class Rules implements Decider<OwnRequirements, Replace, OwnRequirementsChanged> {

        @Override
        public OwnRequirements initial() {
            return NONE;
        }

        @Override
        public Decision<OwnRequirementsChanged> decide(OwnRequirements state, Replace wanted) {
            return state.text().equals(wanted.text())
                    ? Decision.accept()
                    : Decision.accept(new OwnRequirementsChanged(
                            wanted.organization(),
                            wanted.requirements(),
                            wanted.text(),
                            wanted.reason(),
                            wanted.by(),
                            wanted.now()));
        }

        @Override
        public OwnRequirements evolve(OwnRequirements state, OwnRequirementsChanged event) {
            return new OwnRequirements(event.text());
        }
    }
}
