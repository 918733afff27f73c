package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.CommandFailure.Mistake;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.InvalidProceduresException;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanTarget;
import dev.lockstep.procedures.Planner;
import dev.lockstep.procedures.Planning;
import dev.lockstep.procedures.ProcedureLibrary;
import dev.lockstep.procedures.WhatIf;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans a document on this machine. */
final class OfflinePlan {

    private static final String DEFAULT_BUILD = "6.5.6944";

    private OfflinePlan() {}

    /** What would come of a plan that is carried out, under these requirements, from the state that a document describes. */
    static Forecast whatIf(Plan plan, JsonNode document, Catalogue catalogue) {
        return new WhatIf(new RequirementEngine(catalogue), new Conditions())
                .of(plan, document.path("organization"), document.path("cluster"));
    }

    /**
     * The procedures to plan with.
     *
     * @param folder null for those that come with Lockstep
     * @throws CommandFailure when a file of the folder cannot be used
     */
    static ProcedureLibrary procedures(@Nullable Path folder) {
        try {
            return folder == null ? ProcedureLibrary.load() : ProcedureLibrary.read(folder);
        } catch (InvalidProceduresException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    String.valueOf(e.getMessage()),
                    "docs/procedures.md tells how such a folder is laid out.");
        }
    }

    /**
     * The plan. What is null comes from the document's operation.
     *
     * @throws CommandFailure when there is no plan; it says why
     */
    static Plan of(
            ObjectNode document,
            @Nullable Scenario scenario,
            @Nullable String targetBuild,
            @Nullable String operator,
            List<String> attend,
            ProcedureLibrary procedures) {
        JsonNode operation = document.path("operation");
        PlanTarget target = new PlanTarget(
                scenario == null ? Scenario.valueOf(operation.path("scenario").asText("NEW")) : scenario,
                targetBuild == null ? operation.path("targetBuild").asText(DEFAULT_BUILD) : targetBuild,
                operator == null ? operation.path("operator").textValue() : operator,
                attend);
        Planner planner = new Planner(procedures, new Conditions());
        return switch (planner.plan(document.path("organization"), document.path("cluster"), target)) {
            case Planning.Planned planned -> planned.plan();
            case Planning.NoPlan noPlan ->
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "There is no plan.",
                        "",
                        noPlan.reasons().stream()
                                .map(reason -> new Mistake("", reason))
                                .toList());
        };
    }
}
