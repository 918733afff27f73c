package dev.lockstep.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.Provenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was found out about an organization or a cluster.
 *
 * @param observedAt when the first question was asked: nothing of it is newer than it says
 * @param facts with the controller and object, the name server and record, or the command that showed each
 * @param listed collections of which nothing is there but what was found
 * @param gaps what could not be read
 */
public record Discovered(Instant observedAt, List<ObservedFact> facts, List<FactPath> listed, List<Gap> gaps) {

    public Discovered {
        facts = List.copyOf(facts);
        listed = List.copyOf(listed);
        gaps = List.copyOf(gaps);
    }

    /** Lists whose order says something, by their last member: the first of them comes first. */
    private static final Set<String> ORDERED = Set.of("bindingOrder", "preferredOwners", "dns", "wins");

    /** This, and of the other what this does not tell. */
    public Discovered and(Discovered other) {
        Map<FactPath, ObservedFact> all = new LinkedHashMap<>();
        Stream.concat(facts.stream(), other.facts.stream()).forEach(fact -> all.putIfAbsent(fact.path(), fact));
        return new Discovered(
                observedAt.isBefore(other.observedAt) ? observedAt : other.observedAt,
                List.copyOf(all.values()),
                Stream.concat(listed.stream(), other.listed.stream()).distinct().toList(),
                Stream.concat(gaps.stream(), other.gaps.stream()).toList());
    }

    /** The facts written as the record writes them: names by the recorded case, lists that hold the same in the recorded order. */
    public Discovered spelledAs(FactTree recorded) {
        return new Discovered(
                observedAt,
                facts.stream()
                        .map(fact -> {
                            FactPath path = spelled(fact.path(), recorded);
                            JsonNode value = recorded.fact(path)
                                    .map(Fact::value)
                                    .filter(before ->
                                            !ORDERED.contains(path.segments().getLast()))
                                    .filter(before -> sameList(before, fact.value()))
                                    .orElse(fact.value());
                            return new ObservedFact(fact.document(), path, value, fact.source());
                        })
                        .toList(),
                listed.stream().map(path -> spelled(path, recorded)).toList(),
                gaps);
    }

    private static FactPath spelled(FactPath found, FactTree recorded) {
        FactPath path = FactPath.of(found.segments().getFirst());
        for (String segment : found.segments().subList(1, found.segments().size())) {
            path = path.child(recorded.names(path).stream()
                    .filter(segment::equalsIgnoreCase)
                    .findFirst()
                    .orElse(segment));
        }
        return path;
    }

    private static boolean sameList(JsonNode before, JsonNode found) {
        if (!before.isArray() || !found.isArray() || before.size() != found.size()) {
            return false;
        }
        List<JsonNode> left = new ArrayList<>();
        before.forEach(left::add);
        found.forEach(left::remove);
        return left.isEmpty();
    }

    /** What is recorded once all of this is taken: facts that were not looked at stay. */
    public FactTree takenInto(FactTree recorded, String account) {
        FactTree taken = recorded;
        for (FactPath gone : gone(recorded)) {
            taken = taken.without(gone);
        }
        taken = taken.with(facts.stream()
                .map(fact -> new Fact(fact.path(), fact.value(), provenance(fact.source(), account)))
                .toList());
        for (FactPath collection : listed) {
            if (taken.below(collection).isEmpty()) {
                taken = taken.with(List.of(
                        new Fact(collection, emptyOf(collection, recorded.kind()), provenance("listing", account))));
            }
        }
        return taken;
    }

    private static JsonNode emptyOf(FactPath collection, DocumentKind kind) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        return kind.identityMember(collection).isPresent() ? array : JsonNodeFactory.instance.objectNode();
    }

    private Provenance provenance(String source, String account) {
        return new Provenance(source, observedAt, account, Confidence.OBSERVED);
    }

    /** Members of listed collections that are recorded and were not found. */
    private List<FactPath> gone(FactTree recorded) {
        List<FactPath> gone = new ArrayList<>();
        for (FactPath collection : listed) {
            int depth = collection.segments().size();
            for (String name : recorded.names(collection)) {
                FactPath member = collection.child(name);
                if (facts.stream()
                        .noneMatch(fact -> fact.path().segments().size() > depth
                                && fact.path().startsWith(member))) {
                    gone.add(member);
                }
            }
        }
        return gone;
    }

    /** How the record would change: what is new or different in the order of the facts, then what is gone. */
    public List<FactChange> changesTo(FactTree recorded, String account) {
        FactTree taken = takenInto(recorded, account);
        List<FactChange> changes = new ArrayList<>(recorded.changesTo(taken));
        for (Fact before : recorded.facts()) {
            boolean replaced =
                    !before.value().isContainerNode() || !before.value().isEmpty();
            if (replaced && taken.fact(before.path()).isEmpty()) {
                changes.add(new FactChange(before.path(), before.value(), null, provenance("listing", account)));
            }
        }
        return changes;
    }
}
