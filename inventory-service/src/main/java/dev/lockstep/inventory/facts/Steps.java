package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayList;
import java.util.List;

/** Collects steps so that each fits an event; what does not fit beside a member follows as changes of its facts. */
final class Steps {

    private final List<Step> steps = new ArrayList<>();

    void added(FactPath member, List<Fact> facts) {
        List<List<Fact>> chunks = Chunks.ofFacts(facts);
        steps.add(new Step.Added(member, chunks.isEmpty() ? List.of() : chunks.getFirst()));
        chunks.stream().skip(1).forEach(this::asChanges);
    }

    void removed(FactPath member) {
        steps.add(new Step.Removed(member));
    }

    void changed(List<FactChange> changes) {
        Chunks.ofChanges(changes).forEach(chunk -> steps.add(new Step.Changed(chunk)));
    }

    void confirmed(List<Fact> facts) {
        Chunks.ofFacts(facts).forEach(chunk -> steps.add(new Step.Confirmed(chunk)));
    }

    private void asChanges(List<Fact> facts) {
        changed(facts.stream()
                .map(fact -> new FactChange(fact.path(), null, fact.value(), fact.provenance()))
                .toList());
    }

    List<Step> toList() {
        return List.copyOf(steps);
    }
}
