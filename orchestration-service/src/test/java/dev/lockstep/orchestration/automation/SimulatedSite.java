package dev.lockstep.orchestration.automation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The real systems: what is carried out there has the effects that the plan expects, whoever is killed meanwhile. */
final class SimulatedSite {

    private static final int SHOWN = 5;

    private final Plan plan;
    private final Map<String, Integer> executions = new HashMap<>();
    private final Set<String> effective = new HashSet<>();
    private FactTree organization;
    private FactTree cluster;

    SimulatedSite(Plan plan, ObjectNode document) {
        this.plan = plan;
        Provenance imported = provenance(Instant.EPOCH);
        this.organization =
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), imported);
        this.cluster = FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), imported);
    }

    /** What somebody sees who looks at everything. */
    record Sight(FactTree organization, FactTree cluster) {

        /** As it was recorded of a look at a moment. */
        Sight seenAt(Instant at) {
            return new Sight(stamped(organization, at), stamped(cluster, at));
        }

        private static FactTree stamped(FactTree tree, Instant at) {
            return FactTree.empty(tree.kind())
                    .with(tree.facts().stream()
                            .map(fact -> new Fact(fact.path(), fact.value(), provenance(at)))
                            .toList());
        }

        /** A few of the facts that a step is about, as a runner reports them. */
        List<ObservedFact> about(PlanStep step) {
            List<ObservedFact> facts = new ArrayList<>();
            for (Effect effect : step.effects()) {
                FactTree tree = effect.document() == DocumentKind.ORGANIZATION ? organization : cluster;
                tree.fact(effect.path())
                        .ifPresent(fact ->
                                facts.add(new ObservedFact(effect.document(), fact.path(), fact.value(), "look")));
            }
            return facts.stream().limit(SHOWN).toList();
        }
    }

    Sight look() {
        return new Sight(organization, cluster);
    }

    /** A command runs, or a person works. */
    void execute(String id) {
        executions.merge(id, 1, Integer::sum);
        effective.add(id);
        for (Effect effect : plan.step(id).orElseThrow().effects()) {
            if (effect.document() == DocumentKind.ORGANIZATION) {
                organization = changed(organization, effect);
            } else {
                cluster = changed(cluster, effect);
            }
        }
    }

    /** A command began, and came to nothing with the one who ran it. */
    void executeInVain(String id) {
        executions.merge(id, 1, Integer::sum);
    }

    /** Whether a step has had its effect, as a person on the spot can tell. */
    boolean isDone(String id) {
        return effective.contains(id);
    }

    int executions(String id) {
        return executions.getOrDefault(id, 0);
    }

    private static FactTree changed(FactTree tree, Effect effect) {
        FactTree without = tree.without(effect.path());
        List<Fact> facts = new ArrayList<>();
        collect(effect.path(), effect.value(), facts);
        return without.with(facts);
    }

    private static void collect(FactPath path, JsonNode value, List<Fact> into) {
        if (value.isNull()) {
            return;
        }
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(member -> collect(path.child(member.getKey()), member.getValue(), into));
        } else {
            into.add(new Fact(path, value, provenance(Instant.EPOCH)));
        }
    }

    private static Provenance provenance(Instant at) {
        return new Provenance("look", at, "runner", Confidence.OBSERVED);
    }
}
