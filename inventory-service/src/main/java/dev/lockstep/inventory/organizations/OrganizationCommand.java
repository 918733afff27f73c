package dev.lockstep.inventory.organizations;

import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.inventory.facts.FactEdit;
import java.util.List;

/** What is wanted of one organization's record. */
public sealed interface OrganizationCommand {

    OrganizationId organization();

    /**
     * Record what a document says.
     *
     * @param name the organization's display name
     * @param document all its facts
     * @param provenance the document
     * @param reason why something changes, in words
     */
    record Import(OrganizationId organization, String name, FactTree document, Provenance provenance, String reason)
            implements OrganizationCommand {}

    /** Record single facts that a person states. */
    record Edit(OrganizationId organization, List<FactEdit> edits, Provenance provenance, String reason)
            implements OrganizationCommand {
        public Edit {
            edits = List.copyOf(edits);
        }
    }

    /**
     * Record a person's word that facts are still so.
     *
     * @param below facts at or below these paths; all facts when there is none
     */
    record Attest(OrganizationId organization, List<FactPath> below, Provenance provenance, String reason)
            implements OrganizationCommand {
        public Attest {
            below = List.copyOf(below);
        }
    }

    /**
     * Record what a tool saw.
     *
     * @param listed collections, {@code *} for any name, of which nothing is there but what was seen
     * @param provenance of the knowledge that something is not there
     */
    record Observe(
            OrganizationId organization, List<Fact> seen, List<FactPath> listed, Provenance provenance, String reason)
            implements OrganizationCommand {
        public Observe {
            seen = List.copyOf(seen);
            listed = List.copyOf(listed);
        }
    }
}
