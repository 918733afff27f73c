package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.document.DocumentMistake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is about to be done, as far as requirements ask.
 *
 * @param scenario the scenario
 * @param stages the stages to evaluate, 1 or more
 * @param subject the node, virtual server or domain that the step is about, or null
 * @param operator the account that performs the step, as {@code DOMAIN\name}, or null
 * @param facts the operation's facts as in the inventory document, for expressions; never mutated
 * @param everySubject whether there is no step yet: what is asked of the one thing that a step is about is asked of all of its kind
 */
public record Operation(
        Scenario scenario,
        List<Stage> stages,
        @Nullable String subject,
        @Nullable String operator,
        ObjectNode facts,
        boolean everySubject) {

    public Operation {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("an operation has at least one stage");
        }
    }

    /**
     * An operation of a rollout; what it does not say is not known. A rollout takes one step of its cluster at a time, so nothing else
     * is in progress there; its Setup is attended, and a virtual server is upgraded on the upgraded node that owns it.
     */
    public static Operation of(
            Scenario scenario,
            List<Stage> stages,
            @Nullable String subject,
            @Nullable String operator,
            @Nullable String targetBuild) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("scenario", scenario.name());
        stages.forEach(stage -> facts.withArray("stages").add(stage.code()));
        if (subject != null) {
            facts.put("subject", subject);
        }
        if (operator != null) {
            facts.put("operator", operator);
        }
        if (targetBuild != null) {
            facts.put("targetBuild", targetBuild);
        }
        facts.putArray("setupInProgressOn");
        facts.putArray("evsUpgradesInProgress");
        facts.put("unattended", false);
        if (targetBuild != null && stages.contains(Stage.UE)) {
            facts.put("adminHostExchangeBuild", targetBuild);
        }
        return new Operation(scenario, stages, subject, operator, facts, false);
    }

    /** Nothing in particular: everything that a scenario may ask, at all its stages, of everything there is. */
    public static Operation standing(Scenario scenario) {
        Operation none = of(scenario, List.of(Stage.values()), null, null, null);
        return new Operation(scenario, none.stages, null, null, none.facts, true);
    }

    /** The operation of an accepted document; empty when it has none. */
    public static Optional<Operation> of(ObjectNode document) {
        if (!(document.get("operation") instanceof ObjectNode facts)) {
            return Optional.empty();
        }
        List<Stage> stages = new ArrayList<>();
        facts.path("stages").forEach(stage -> stages.add(Stage.of(stage.asText())));
        return Optional.of(new Operation(
                Scenario.valueOf(facts.path("scenario").asText()),
                stages,
                text(facts, "subject"),
                text(facts, "operator"),
                facts,
                false));
    }

    /**
     * What is wrong when the scenario has not all of the stages: at the others next to nothing is asked, and that nothing blocks there says
     * nothing.
     */
    public Optional<DocumentMistake> mistakenStages(Catalogue catalogue) {
        List<Stage> known = catalogue.stages(scenario);
        List<Stage> others =
                stages.stream().filter(stage -> !known.contains(stage)).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new DocumentMistake(
                        "/operation/stages",
                        null,
                        "the scenario %s has no stage %s".formatted(scenario, codes(others)),
                        "its stages are %s; %s is of %s"
                                .formatted(
                                        codes(known),
                                        others.getFirst().code(),
                                        scenarios(catalogue, others.getFirst()))));
    }

    private static String scenarios(Catalogue catalogue, Stage stage) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> catalogue.stages(scenario).contains(stage))
                .map(Scenario::name)
                .collect(Collectors.joining(", "));
    }

    private static String codes(List<Stage> stages) {
        return stages.stream().map(Stage::code).collect(Collectors.joining(", "));
    }

    /** This operation at other stages, on another subject. */
    public Operation at(List<Stage> otherStages, @Nullable String otherSubject) {
        ObjectNode changed = facts.deepCopy();
        changed.remove("stages");
        otherStages.forEach(stage -> changed.withArray("stages").add(stage.code()));
        changed.remove("subject");
        if (otherSubject != null) {
            changed.put("subject", otherSubject);
        }
        return new Operation(scenario, otherStages, otherSubject, operator, changed, everySubject);
    }

    private static @Nullable String text(JsonNode facts, String member) {
        return facts.has(member) ? facts.path(member).asText() : null;
    }
}
