package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way from what is recorded to what was seen. Facts that nobody looked at stay; facts seen again are confirmed; a member seen for
 * the first time is added; what is missing from a collection that was listed completely is gone. Reports on one organization come from
 * the rollouts of many clusters, in any order: what was observed later stays as it is. No tool sees what only an approver may state.
 */
public final class Sighting {

    private final FactTree recorded;
    private final DocumentKind kind;
    private final Map<FactPath, Fact> seen = new LinkedHashMap<>();
    private final NamesBelow recordedNames;
    private final NamesBelow seenNames;
    private final List<FactPath> listed;
    private final Provenance provenance;

    private Sighting(FactTree recorded, Collection<Fact> seen, List<FactPath> listed, Provenance provenance) {
        this.recorded = recorded;
        this.kind = recorded.kind();
        seen.stream()
                .filter(fact -> StatedBy.of(kind, fact.path()) == StatedBy.EDITORS)
                .forEach(fact -> this.seen.put(fact.path(), fact));
        this.recordedNames =
                new NamesBelow(recorded.facts().stream().map(Fact::path).toList());
        this.seenNames = new NamesBelow(this.seen.keySet());
        this.listed = listed;
        this.provenance = provenance;
    }

    /**
     * The steps; at least one when anything was seen.
     *
     * @param seen the facts, the later of two about the same thing last
     * @param listed paths of collections, {@code *} for any name, of which nothing is there but what was seen
     * @param provenance where the knowledge comes from that something is gone or that a collection is empty
     */
    public static List<Step> steps(
            FactTree recorded, Collection<Fact> seen, List<FactPath> listed, Provenance provenance) {
        return new Sighting(recorded, seen, listed, provenance).steps();
    }

    private List<Step> steps() {
        Set<FactPath> gone = gone();
        Set<FactPath> before = Members.all(recorded);
        Map<FactPath, List<Fact>> added = newMembers(before);
        List<FactChange> changes = new ArrayList<>(vanished(before, gone));
        List<Fact> confirmed = new ArrayList<>();
        seen.values().forEach(fact -> {
            List<Fact> ofNewMember =
                    Members.of(kind, fact.path()).map(added::get).orElse(null);
            if (ofNewMember != null) {
                ofNewMember.add(fact);
            } else {
                judge(fact, changes, confirmed);
            }
        });
        emptied(gone).forEach(fact -> judge(fact, changes, confirmed));

        Steps steps = new Steps();
        List<FactPath> goneMembers = new ArrayList<>(before);
        goneMembers.removeIf(member -> gone.stream().noneMatch(member::startsWith));
        goneMembers.reversed().forEach(steps::removed);
        added.forEach(steps::added);
        steps.changed(changes);
        steps.confirmed(confirmed);
        return steps.toList();
    }

    private void judge(Fact fact, List<FactChange> changes, List<Fact> confirmed) {
        Optional<Fact> known = recorded.fact(fact.path());
        JsonNode before = known.map(Fact::value).orElse(null);
        if (known.isPresent() && isLater(known.get(), fact.provenance())) {
            confirmed.add(known.get());
        } else if (fact.value().equals(before)) {
            confirmed.add(fact);
        } else {
            changes.add(new FactChange(fact.path(), before, fact.value(), fact.provenance()));
        }
    }

    /** Whether a recorded fact was observed after something else was. */
    private static boolean isLater(Fact fact, Provenance other) {
        return fact.provenance().confidence() == Confidence.OBSERVED
                && other.confidence() == Confidence.OBSERVED
                && fact.provenance().observedAt().isAfter(other.observedAt());
    }

    private Map<FactPath, List<Fact>> newMembers(Set<FactPath> before) {
        Map<FactPath, List<Fact>> added = new LinkedHashMap<>();
        for (FactPath member : Members.all(kind, seen.keySet())) {
            if (!before.contains(member)) {
                FactPath identity = Members.identity(kind, member);
                List<Fact> facts = new ArrayList<>();
                if (!seen.containsKey(identity)) {
                    facts.add(new Fact(
                            identity,
                            JsonNodeFactory.instance.textNode(member.segments().getLast()),
                            provenance));
                }
                added.put(member, facts);
            }
        }
        return added;
    }

    /** The paths that are recorded in listed collections and were not seen there. */
    private Set<FactPath> gone() {
        Set<FactPath> gone = new LinkedHashSet<>();
        for (FactPath collection : collections(recordedNames.paths())) {
            Set<String> there = seenNames.in(collection);
            recordedNames.in(collection).stream()
                    .filter(name -> !there.contains(name))
                    .map(collection::child)
                    .filter(path -> recorded.below(path).stream().noneMatch(fact -> isLater(fact, provenance)))
                    .forEach(gone::add);
        }
        return gone;
    }

    /** Facts of listed collections that are not about a member and are gone. */
    private List<FactChange> vanished(Set<FactPath> members, Set<FactPath> gone) {
        return gone.stream()
                .filter(path -> !members.contains(path))
                .filter(path -> members.stream().noneMatch(member -> gone.contains(member) && path.startsWith(member)))
                .flatMap(path -> recorded.below(path).stream())
                .map(fact -> new FactChange(fact.path(), fact.value(), null, provenance))
                .toList();
    }

    /** An empty array or object for every listed collection in which nothing is left. */
    private List<Fact> emptied(Set<FactPath> gone) {
        List<FactPath> known = new ArrayList<>(recordedNames.paths());
        known.addAll(seenNames.paths());
        return collections(known).stream()
                .filter(collection -> gone.stream().noneMatch(collection::startsWith))
                .filter(collection -> seenNames.in(collection).isEmpty())
                .filter(collection -> recordedNames.in(collection).stream()
                        .map(collection::child)
                        .allMatch(gone::contains))
                .map(collection -> new Fact(
                        collection,
                        kind.identityMember(collection).isPresent()
                                ? JsonNodeFactory.instance.arrayNode()
                                : JsonNodeFactory.instance.objectNode(),
                        provenance))
                .toList();
    }

    /** The listed collections, with the names that stand for {@code *} among these facts. */
    private Set<FactPath> collections(List<FactPath> known) {
        Set<FactPath> collections = new LinkedHashSet<>();
        for (FactPath pattern : listed) {
            if (!pattern.segments().contains("*")) {
                collections.add(pattern);
                continue;
            }
            int length = pattern.segments().size();
            for (FactPath path : known) {
                expand(pattern, path, length).ifPresent(collections::add);
            }
        }
        return collections;
    }

    /** The collection of the pattern beside or above which a fact stands: every group has resources, listed or not. */
    private static Optional<FactPath> expand(FactPath pattern, FactPath path, int length) {
        int lastStar = pattern.segments().lastIndexOf("*");
        if (path.segments().size() <= lastStar || !path.prefix(lastStar + 1).matches(pattern.prefix(lastStar + 1))) {
            return Optional.empty();
        }
        FactPath collection = path.prefix(lastStar + 1);
        for (int i = lastStar + 1; i < length; i++) {
            collection = collection.child(pattern.segments().get(i));
        }
        return Optional.of(collection);
    }
}
