package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.procedures.WhatIf.Outcome;
import dev.lockstep.procedures.WhatIf.StepForecast;
import java.util.List;

/** What would come of a plan, for people and for programs. */
final class ForecastText {

    private ForecastText() {}

    /** As JSON: the catalogue, the first step that would not come about or null, and every step. */
    static ObjectNode json(Forecast forecast) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("catalogue").put("version", forecast.catalogueVersion()).put("hash", forecast.catalogueHash());
        json.put(
                "firstObstacle",
                forecast.firstObstacle().map(StepForecast::step).orElse(null));
        json.set("steps", ContractJson.mapper().valueToTree(forecast.steps()));
        return json;
    }

    /** The first step that would not come about with everything that stands in its way; otherwise only the counts. */
    static void print(Forecast forecast, Terminal terminal) {
        terminal.print("");
        terminal.print("What if: %d steps taken, %d skipped, %d blocked, %d recommendations not met. Catalogue %s."
                .formatted(
                        count(forecast, Outcome.TAKEN),
                        count(forecast, Outcome.SKIPPED),
                        count(forecast, Outcome.BLOCKED),
                        warnings(forecast).size(),
                        forecast.catalogueVersion()));
        warnings(forecast).forEach(warning -> terminal.printIndented(warning));
        forecast.firstObstacle()
                .ifPresentOrElse(
                        step -> print(step, forecast, terminal),
                        () -> terminal.print(Tone.GOOD, "Every step could be taken."));
    }

    private static void print(StepForecast step, Forecast forecast, Terminal terminal) {
        terminal.print(
                Tone.BAD,
                "Step %d, %s, could not be taken: %s"
                        .formatted(forecast.steps().indexOf(step) + 1, step.step(), step.title()));
        if (step.outcome() == Outcome.WITHOUT_EFFECT) {
            terminal.printIndented("Its verification would not hold: " + step.explanation());
        }
        for (RequirementResult result : step.blocking()) {
            terminal.print("%s  %s  %s  %s  at %s"
                    .formatted(
                            terminal.painted(
                                    Tone.of(result.verdict().name()),
                                    result.verdict().name()),
                            terminal.painted(Tone.STRONG, result.requirement()),
                            result.severity(),
                            result.subject(),
                            result.stage()));
            terminal.printIndented(result.title());
            terminal.printIndented(result.message());
            terminal.printIndented("Remedy: " + result.remedy());
        }
    }

    private static long count(Forecast forecast, Outcome outcome) {
        return forecast.steps().stream()
                .filter(step -> step.outcome() == outcome)
                .count();
    }

    private static List<String> warnings(Forecast forecast) {
        return forecast.steps().stream()
                .flatMap(step -> step.warnings().stream())
                .map(result -> "%s  %s: %s".formatted(result.requirement(), result.subject(), result.title()))
                .distinct()
                .toList();
    }
}
