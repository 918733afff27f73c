package dev.lockstep.inventory.facts;

import java.util.List;

/**
 * What became of a change of single facts.
 *
 * @param id the organization or the cluster
 * @param version of its record afterwards
 * @param events what was recorded; empty when everything was recorded so already, also by an earlier try of the same request
 */
public record EditAnswer(String id, long version, List<ChangeView> events) {
    public EditAnswer {
        events = List.copyOf(events);
    }
}
