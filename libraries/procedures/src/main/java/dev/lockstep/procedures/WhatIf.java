package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.procedures.Predicates.Truth;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a plan before anybody carries it out: every step's gate is evaluated for the state that the steps before it leave
 * behind, by their effects. It looks at no system, reads no clock and keeps no state; facts have no age here.
 */
public final class WhatIf {

    /** What is assumed has no age, and what is stated as done is done when its step comes. */
    private static final Instant WHEN_ALL_IS_PAST = Instant.parse("9999-12-31T00:00:00Z");

    private final RequirementEngine engine;
    private final Conditions conditions;

    public WhatIf(RequirementEngine engine, Conditions conditions) {
        this.engine = engine;
        this.conditions = conditions;
    }

    /**
     * What would come of a plan.
     *
     * @param plan the plan's hash
     * @param catalogueVersion the version of the requirements
     * @param catalogueHash their hash
     * @param steps every step in order
     */
    public record Forecast(String plan, String catalogueVersion, String catalogueHash, List<StepForecast> steps) {

        public Forecast {
            steps = List.copyOf(steps);
        }

        /** The first step that would not come about; empty when all would. */
        public Optional<StepForecast> firstObstacle() {
            return steps.stream()
                    .filter(step -> step.outcome() == Outcome.BLOCKED || step.outcome() == Outcome.WITHOUT_EFFECT)
                    .findFirst();
        }
    }

    /**
     * What would come of a step.
     *
     * @param step its id
     * @param title its title
     * @param stages the stages of its gate
     * @param subject what the gate is about, or null
     * @param outcome whether it could be taken
     * @param explanation why it is skipped or would have no effect; empty otherwise
     * @param blocking the requirements that keep it from being taken, worst first
     * @param warnings recommendations that are not met
     */
    public record StepForecast(
            String step,
            String title,
            List<Stage> stages,
            @Nullable String subject,
            Outcome outcome,
            String explanation,
            List<RequirementResult> blocking,
            List<RequirementResult> warnings) {

        public StepForecast {
            stages = List.copyOf(stages);
            blocking = List.copyOf(blocking);
            warnings = List.copyOf(warnings);
        }
    }

    /** What would come of a step. */
    public enum Outcome {
        /** It would be taken, and its verification would hold. */
        TAKEN,
        /** It is not needed. */
        SKIPPED,
        /** A requirement of its gate is not met, or cannot be told. */
        BLOCKED,
        /** Its verification would not hold although it had its effect: the procedure or the recorded facts are wrong. */
        WITHOUT_EFFECT
    }

    /** Goes through a plan. What follows a step that would be blocked is told as though it had been taken. */
    public Forecast of(Plan plan, JsonNode organization, JsonNode cluster) {
        Picture picture = new Picture(organization, cluster);
        Set<String> skipped = new HashSet<>();
        List<StepForecast> steps = new ArrayList<>();
        for (PlanStep step : plan.steps()) {
            StepForecast forecast = forecast(plan, step, picture, skipped);
            if (forecast.outcome() == Outcome.SKIPPED) {
                skipped.add(step.id());
            }
            steps.add(forecast);
        }
        return new Forecast(
                plan.hash(), engine.catalogue().version(), engine.catalogue().hash(), steps);
    }

    private StepForecast forecast(Plan plan, PlanStep step, Picture picture, Set<String> skipped) {
        String with = step.skip().with();
        if (with != null && skipped.contains(with)) {
            return told(step, Outcome.SKIPPED, "the step %s is skipped, and this one with it".formatted(with));
        }
        InventoryFacts before = facts(picture);
        String when = step.skip().when();
        if (when != null && conditions.evaluate(when, before, Instant.EPOCH).truth() == Truth.TRUE) {
            return told(step, Outcome.SKIPPED, "it is so already");
        }
        Operation operation =
                Operation.of(plan.scenario(), step.requires(), step.subject(), plan.operator(), plan.targetBuild());
        Report report = engine.evaluate(before, operation, WHEN_ALL_IS_PAST, Waivers.none());
        step.effects().forEach(picture::apply);
        Conditions.Answer answer =
                conditions.evaluate(step.verify(), step.effects().isEmpty() ? before : facts(picture), Instant.EPOCH);
        Outcome outcome = report.blocking()
                ? Outcome.BLOCKED
                : answer.truth() == Truth.FALSE ? Outcome.WITHOUT_EFFECT : Outcome.TAKEN;
        return new StepForecast(
                step.id(),
                step.title(),
                step.requires(),
                step.subject(),
                outcome,
                outcome == Outcome.WITHOUT_EFFECT ? answer.explanation() : "",
                report.results().stream().filter(RequirementResult::blocks).toList(),
                report.results().stream().filter(WhatIf::warns).toList());
    }

    private static boolean warns(RequirementResult result) {
        return result.severity() == Severity.RECOMMENDED
                && (result.verdict() == Verdict.FAIL || result.verdict() == Verdict.UNKNOWN);
    }

    private static StepForecast told(PlanStep step, Outcome outcome, String explanation) {
        return new StepForecast(
                step.id(), step.title(), step.requires(), step.subject(), outcome, explanation, List.of(), List.of());
    }

    private static InventoryFacts facts(Picture picture) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("organization", picture.organization());
        document.set("cluster", picture.cluster());
        document.putObject("operation");
        return InventoryFacts.of(document);
    }
}
