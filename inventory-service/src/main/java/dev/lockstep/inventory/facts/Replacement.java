package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way from what is recorded to what a document says. What the document says about one of its top-level members replaces everything
 * that is recorded below it; top-level members that it does not have stay as they are, and so does what only an approver may state, as
 * long as the member is there that it is about.
 */
public final class Replacement {

    private final FactTree recorded;
    private final FactTree document;
    private final Provenance provenance;
    private final DocumentKind kind;

    private Replacement(FactTree recorded, FactTree document, Provenance provenance) {
        this.recorded = recorded;
        this.document = document;
        this.provenance = provenance;
        this.kind = document.kind();
    }

    /**
     * The steps; none when the document says what is recorded.
     *
     * @param document all its facts
     * @param provenance where the knowledge comes from that something is gone
     */
    public static List<Step> steps(FactTree recorded, FactTree document, Provenance provenance) {
        return new Replacement(recorded, document, provenance).steps();
    }

    private List<Step> steps() {
        Set<String> spokenOf = document.facts().stream()
                .map(fact -> fact.path().segments().getFirst())
                .collect(Collectors.toSet());
        FactTree replaced = FactTree.empty(kind)
                .with(recorded.facts().stream()
                        .filter(fact -> spokenOf.contains(fact.path().segments().getFirst()))
                        .toList());
        Set<FactPath> before = Members.all(replaced);
        Set<FactPath> after = Members.all(document);
        List<FactPath> gone = new ArrayList<>(before);
        gone.removeAll(after);

        Steps steps = new Steps();
        gone.reversed().forEach(steps::removed);
        Map<FactPath, List<Fact>> added = new LinkedHashMap<>();
        after.stream()
                .filter(member -> !before.contains(member))
                .forEach(member -> added.put(member, new ArrayList<>()));
        List<FactChange> changes = new ArrayList<>(vanished(replaced, gone));
        for (Fact fact : document.facts()) {
            List<Fact> ofNewMember =
                    Members.of(kind, fact.path()).map(added::get).orElse(null);
            if (ofNewMember != null) {
                ofNewMember.add(fact);
            } else {
                change(fact).ifPresent(changes::add);
            }
        }
        added.forEach(steps::added);
        steps.changed(changes);
        return steps.toList();
    }

    private Optional<FactChange> change(Fact fact) {
        var before = recorded.fact(fact.path()).map(Fact::value);
        return before.filter(fact.value()::equals).isPresent()
                ? Optional.empty()
                : Optional.of(new FactChange(fact.path(), before.orElse(null), fact.value(), fact.provenance()));
    }

    private List<FactChange> vanished(FactTree replaced, List<FactPath> gone) {
        return replaced.facts().stream()
                .filter(fact -> document.fact(fact.path()).isEmpty())
                .filter(fact -> gone.stream().noneMatch(fact.path()::startsWith))
                .filter(fact -> StatedBy.of(kind, fact.path()) == StatedBy.EDITORS)
                .map(fact -> new FactChange(fact.path(), fact.value(), null, provenance))
                .toList();
    }
}
