package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.List;
import java.util.Optional;

/** One event's worth of the way from one tree to another, before it is told as an event of a cluster or an organization. */
public sealed interface Step {

    /** A member is there now, with these facts. */
    record Added(FactPath member, List<Fact> facts) implements Step {
        public Added {
            facts = List.copyOf(facts);
        }
    }

    /** A member is gone. */
    record Removed(FactPath member) implements Step {}

    /** Facts have other values. */
    record Changed(List<FactChange> changes) implements Step {
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    /** Facts were seen again with the values that are recorded. */
    record Confirmed(List<Fact> facts) implements Step {
        public Confirmed {
            facts = List.copyOf(facts);
        }
    }

    /**
     * Takes the first changes that are about no member out of the steps towards something new: the facts that it begins with.
     *
     * @param steps mutable; none of the changes has a value before
     */
    static List<Fact> takeOwnFacts(DocumentKind kind, List<Step> steps) {
        for (Step step : steps) {
            if (step instanceof Changed changed
                    && Members.of(kind, changed.changes().getFirst().path()).isEmpty()) {
                steps.remove(step);
                return changed.changes().stream()
                        .flatMap(change -> Optional.ofNullable(change.after())
                                .map(value -> new Fact(change.path(), value, change.provenance()))
                                .stream())
                        .toList();
            }
        }
        return List.of();
    }
}
