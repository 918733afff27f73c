package dev.lockstep.inventory.importing;

import dev.lockstep.inventory.facts.ChangeView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an import led to, or would lead to.
 *
 * @param dryRun whether nothing was recorded
 * @param organization what became of the organization's record
 * @param cluster what became of the cluster's record
 */
public record ImportReport(boolean dryRun, Part organization, Part cluster) {

    /**
     * One of the two records.
     *
     * @param id the organization or the cluster
     * @param name its display name
     * @param site the cluster's site, or null for an organization
     * @param version of its stream afterwards; in a dry run what it would be
     * @param events what was recorded, in order
     */
    public record Part(String id, String name, @Nullable String site, long version, List<ChangeView> events) {
        public Part {
            events = List.copyOf(events);
        }
    }
}
