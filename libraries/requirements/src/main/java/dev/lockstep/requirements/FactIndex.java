package dev.lockstep.requirements;

import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.expression.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which requirements read which facts, from their compiled expressions. Immutable. */
public final class FactIndex {

    private final Map<String, List<Reader>> readers = new HashMap<>();

    /** The index of a catalogue. */
    public FactIndex(Catalogue catalogue) {
        for (Requirement requirement : catalogue.requirements()) {
            Set<String> facts = new HashSet<>(requirement.facts());
            Set<String> collections = new HashSet<>(requirement.collections());
            subjects(requirement, facts, collections);
            facts.forEach(pattern -> add(pattern, requirement.id(), false));
            collections.forEach(pattern -> add(pattern, requirement.id(), true));
        }
    }

    /** What decides on which subjects a requirement is evaluated. */
    private static void subjects(Requirement requirement, Set<String> facts, Set<String> collections) {
        if (requirement.account() != null) {
            facts.add("cluster/serviceAccount");
        }
        Subject.Kind scope = requirement.scope();
        scope.collectionPath().ifPresentOrElse(collections::add, () -> facts.add(scope.document() + "/name"));
    }

    private void add(String pattern, String requirement, boolean collection) {
        int slash = pattern.indexOf('/');
        if (slash < 0) {
            return;
        }
        FactPath path = FactPath.parse(pattern.substring(slash));
        readers.computeIfAbsent(key(pattern.substring(0, slash), path), key -> new ArrayList<>())
                .add(new Reader(path, requirement, collection));
    }

    /** The ids of the requirements whose verdict may have become another when these facts changed. */
    public Set<String> affectedBy(Collection<ChangedFact> changes) {
        Set<String> affected = new TreeSet<>();
        for (ChangedFact change : changes) {
            String key = key(FactsDictionary.documentName(change.document()), change.path());
            for (Reader reader : readers.getOrDefault(key, List.of())) {
                if (!affected.contains(reader.requirement()) && reader.concernedBy(change)) {
                    affected.add(reader.requirement());
                }
            }
        }
        return affected;
    }

    private static String key(String document, FactPath path) {
        return document + "/" + path.segments().getFirst();
    }

    private record Reader(FactPath pattern, String requirement, boolean collection) {

        boolean concernedBy(ChangedFact change) {
            return overlaps(change.path().segments()) && (!collection || change.appeared());
        }

        /** Whether one of the two stands at or below the other. */
        private boolean overlaps(List<String> path) {
            List<String> wanted = pattern.segments();
            int common = Math.min(wanted.size(), path.size());
            for (int i = 0; i < common; i++) {
                if (!wanted.get(i).equals("*") && !wanted.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
