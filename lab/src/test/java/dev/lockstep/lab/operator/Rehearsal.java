package dev.lockstep.lab.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import dev.lockstep.lab.programs.Call;
import dev.lockstep.lab.programs.Programs;
import dev.lockstep.lab.programs.Terminal;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.Look;
import dev.lockstep.procedures.PlanStep.Reversibility.Undo;
import dev.lockstep.procedures.Predicates.Truth;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.siterunner.parsing.Arguments;
import dev.lockstep.siterunner.parsing.Observed;
import dev.lockstep.siterunner.parsing.ParseException;
import dev.lockstep.siterunner.parsing.Parsers;
import dev.lockstep.siterunner.parsing.Seen;
import dev.lockstep.siterunner.parsing.ToolOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out in the lab without a platform, as a rollout does: looks with the real command lines and parsers, gates on the
 * recorded facts, the command or the operator's act, looks again until the verification holds. All of it happens at one moment: whatever
 * was seen is fresh.
 */
final class Rehearsal {

    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 600;
    private static final int OF_A_KIND = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Lab lab;
    private final Instant at;
    private final Acts acts;
    private final Conditions conditions = new Conditions();
    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());
    private final Map<DocumentKind, FactTree> recorded = new EnumMap<>(DocumentKind.class);
    private final Set<String> skipped = new HashSet<>();
    private final Map<String, String> undone = new HashMap<>();
    private final List<String> executed = new ArrayList<>();

    /** @param at when everything happens, as far as the recorded facts are concerned */
    Rehearsal(Lab lab, ObjectNode document, Instant at) {
        this.lab = lab;
        this.at = at;
        this.acts = new Acts(
                act -> {
                    ToolOutput output = run(act.node(), act.program(), act.arguments());
                    return new Console.Answer(
                            output.exitCode(), String.join("\n", output.lines()).strip());
                },
                Optional.of(new Records()),
                PATIENCE);
        Provenance imported = new Provenance("the document", at, "importer", Confidence.IMPORTED);
        recorded.put(
                DocumentKind.ORGANIZATION,
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), imported));
        recorded.put(
                DocumentKind.CLUSTER,
                FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), imported));
    }

    /** The ids of the steps that were carried out, in order. */
    List<String> carryOut(Plan plan) throws IOException, InterruptedException, ParseException {
        gate(plan, "the approval of the plan", List.of(Stage.PLAN), null);
        for (PlanStep step : plan.steps()) {
            carryOut(plan, step);
        }
        return executed;
    }

    /**
     * Carries out every step, takes back at once what a command takes back, the first few of each kind, and carries it out again.
     *
     * @return the ids of the steps that were taken back
     */
    Set<String> carryOutUndoing(Plan plan) throws IOException, InterruptedException, ParseException {
        for (PlanStep step : plan.steps()) {
            carryOut(plan, step);
            Undo undo = step.reversibility().byCommand();
            if (undo != null && undone(step.action()) < OF_A_KIND && executed.remove(step.id())) {
                run(
                        "",
                        undo.command().getFirst(),
                        undo.command().subList(1, undo.command().size()));
                awaitHolding(step, undo.verify(), "the effect of step %s is still there".formatted(step.id()));
                undone.put(step.id(), step.action());
                carryOut(plan, step);
                assertThat(executed).as("carried out again").contains(step.id());
            }
        }
        return undone.keySet();
    }

    private long undone(String action) {
        return undone.values().stream().filter(action::equals).count();
    }

    private void carryOut(Plan plan, PlanStep step) throws IOException, InterruptedException, ParseException {
        String with = step.skip().with();
        if (with != null && skipped.contains(with)) {
            skipped.add(step.id());
            return;
        }
        look(step.observe());
        String when = step.skip().when();
        if (when != null && conditions.evaluate(when, facts(), at).truth() == Truth.TRUE) {
            skipped.add(step.id());
            return;
        }
        gate(plan, "step " + step.id(), step.requires(), step.subject());
        switch (step.actor()) {
            case AUTOMATIC -> {
                List<String> command = step.command();
                run("", command.getFirst(), command.subList(1, command.size()));
            }
            case ATTENDED -> attend(step);
            case CHECK -> {
                // nobody acts
            }
        }
        awaitHolding(step, step.verify(), "step %s did not have its effect".formatted(step.id()));
        executed.add(step.id());
    }

    private void awaitHolding(PlanStep step, String condition, String otherwise)
            throws InterruptedException, ParseException {
        Conditions.Answer answer = conditions.evaluate(condition, facts(), at);
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            look(step.observeAfter());
            answer = conditions.evaluate(condition, facts(), at);
            if (answer.truth() == Truth.TRUE) {
                return;
            }
            lab.await(world -> false, GLANCE);
        }
        throw new AssertionError(otherwise + ": " + answer.explanation());
    }

    private void gate(Plan plan, String what, List<Stage> stages, @Nullable String subject) {
        Operation operation = Operation.of(plan.scenario(), stages, subject, plan.operator(), plan.targetBuild());
        assertThat(engine.evaluate(facts(), operation, at, Waivers.none()).results())
                .as("what blocks %s", what)
                .filteredOn(RequirementResult::blocks)
                .extracting(
                        result -> "%s of %s: %s".formatted(result.requirement(), result.subject(), result.message()))
                .isEmpty();
    }

    private void attend(PlanStep step) throws IOException, InterruptedException {
        ObjectNode work = JsonNodeFactory.instance
                .objectNode()
                .put("action", step.action())
                .put("cluster", "organization:" + step.cluster());
        ObjectNode parameters = work.putObject("parameters");
        step.parameters().forEach(parameters::put);
        Acts.Report report = acts.find(work)
                .orElseThrow(() -> new AssertionError("the operator does not know " + step.action()))
                .perform();
        assertThat(report.done()).as("%s: %s", step.id(), report.evidence()).isTrue();
    }

    /** What the operator records stands among the recorded facts. */
    private final class Records implements Ledger {
        @Override
        public JsonNode read(String document, String path) {
            return tree(kind(document))
                    .fact(FactPath.parse(path))
                    .map(Fact::value)
                    .orElseGet(MissingNode::getInstance);
        }

        @Override
        public void write(String document, String path, JsonNode value) {
            Provenance stated = new Provenance("statement of the operator", at, "operator", Confidence.ATTESTED);
            recorded.computeIfPresent(
                    kind(document), (kind, tree) -> tree.with(List.of(new Fact(FactPath.parse(path), value, stated))));
        }

        private static DocumentKind kind(String document) {
            return document.contains(":") ? DocumentKind.CLUSTER : DocumentKind.ORGANIZATION;
        }
    }

    private InventoryFacts facts() {
        return InventoryFacts.of(tree(DocumentKind.ORGANIZATION), tree(DocumentKind.CLUSTER));
    }

    private FactTree tree(DocumentKind kind) {
        return Objects.requireNonNull(recorded.get(kind), () -> "nothing is recorded of " + kind);
    }

    private void look(List<Look> looks) throws InterruptedException, ParseException {
        Seen seen = new Seen();
        for (Look look : looks) {
            Integer at = look.resourceAt();
            String group = look.resourcesOf();
            if (at == null || group == null) {
                look(look.parser(), look.argv(), look.arguments(), seen);
                continue;
            }
            for (String resource : tree(DocumentKind.CLUSTER).names(FactPath.of("groups", group, "resources"))) {
                List<String> argv = new ArrayList<>(look.argv());
                argv.set(at, resource);
                Map<String, JsonNode> arguments = new HashMap<>(look.arguments());
                arguments.put("resource", TextNode.valueOf(resource));
                look(look.parser(), argv, arguments, seen);
            }
        }
    }

    private void look(String parser, List<String> argv, Map<String, JsonNode> arguments, Seen seen)
            throws InterruptedException, ParseException {
        ToolOutput output = run("", argv.getFirst(), argv.subList(1, argv.size()));
        Observed observed = Parsers.parse(parser, output, new Arguments(arguments), seen, String.join(" ", argv));
        Provenance provenance = new Provenance(String.join(" ", argv), at, "rehearsal", Confidence.OBSERVED);
        for (ListedCollection listed : observed.listed()) {
            forget(listed, observed.facts(), provenance);
        }
        for (ObservedFact fact : observed.facts()) {
            recorded.computeIfPresent(
                    fact.document(),
                    (kind, tree) -> tree.with(List.of(new Fact(fact.path(), fact.value(), provenance))));
        }
    }

    /** What a complete listing does not show is not there any more, as the inventory service records it. */
    private void forget(ListedCollection listed, List<ObservedFact> facts, Provenance provenance) {
        int length = listed.collection().segments().size() + 1;
        Set<FactPath> shown = new HashSet<>();
        facts.stream()
                .filter(fact -> fact.document() == listed.document()
                        && fact.path().segments().size() >= length)
                .forEach(fact -> shown.add(fact.path().prefix(length)));
        FactTree tree = tree(listed.document());
        Set<FactPath> gone = new HashSet<>();
        for (Fact fact : tree.facts()) {
            boolean member = fact.path().segments().size() >= length
                    && fact.path().prefix(length - 1).matches(listed.collection());
            if (member && !shown.contains(fact.path().prefix(length))) {
                gone.add(fact.path().prefix(length));
            }
        }
        for (FactPath path : gone) {
            tree = tree.without(path);
            FactPath collection = path.prefix(length - 1);
            if (tree.below(collection).isEmpty()) {
                tree = tree.with(List.of(new Fact(collection, JsonNodeFactory.instance.arrayNode(), provenance)));
            }
        }
        recorded.put(listed.document(), tree);
    }

    private ToolOutput run(String node, String program, List<String> arguments) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        Terminal terminal = new Terminal() {
            @Override
            public void out(String line) {
                text.append(line).append("\r\n");
            }

            @Override
            public void err(String line) {
                out(line);
            }

            @Override
            public void flush() {
                // everything is read at the end
            }
        };
        int exitCode = Programs.run(new Call(lab, program, arguments, node), terminal);
        return ToolOutput.of(exitCode, text.toString());
    }
}
