package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import java.util.List;

/** What one observation showed. */
public record Observed(List<ObservedFact> facts, List<ListedCollection> listed) {
    public Observed {
        facts = List.copyOf(facts);
        listed = List.copyOf(listed);
    }
}
