package dev.lockstep.inventory.clusters;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.inventory.facts.FactEdit;
import dev.lockstep.inventory.facts.StatedBy;
import java.util.List;

/** What is wanted of one cluster's record. */
public sealed interface ClusterCommand {

    ClusterId cluster();

    /**
     * Record what a document says.
     *
     * @param name the cluster's display name
     * @param site the site whose runner reaches it
     * @param document all its facts
     * @param provenance the document
     * @param reason why something changes, in words
     */
    record Import(ClusterId cluster, String name, String site, FactTree document, Provenance provenance, String reason)
            implements ClusterCommand {}

    /**
     * Record single facts that a person states.
     *
     * @param by as whom the person states them
     */
    record Edit(ClusterId cluster, List<FactEdit> edits, StatedBy by, Provenance provenance, String reason)
            implements ClusterCommand {
        public Edit {
            edits = List.copyOf(edits);
        }
    }

    /**
     * Record a person's word that facts are still so.
     *
     * @param below facts at or below these paths; all facts when there is none
     */
    record Attest(ClusterId cluster, List<FactPath> below, Provenance provenance, String reason)
            implements ClusterCommand {
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
    record Observe(ClusterId cluster, List<Fact> seen, List<FactPath> listed, Provenance provenance, String reason)
            implements ClusterCommand {
        public Observe {
            seen = List.copyOf(seen);
            listed = List.copyOf(listed);
        }
    }
}
