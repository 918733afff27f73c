package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.CheckedDocument;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.validation.RequirementsOption;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a plan. */
@Command(
        name = "plan",
        description = {
            "Plan a deployment and print every step in order with the plan's hash.",
            "A recorded cluster is planned by the platform, which keeps the plan for a rollout. A file is planned here, without a"
                    + " platform; the same facts give the same plan and the same hash."
        })
public final class PlanCommand extends PlatformCommand {

    @Parameters(
            paramLabel = "CLUSTER|FILE",
            description = "A recorded cluster, for example contoso:clu01, or an inventory document.")
    private String target;

    @Option(
            names = "--scenario",
            paramLabel = "SCENARIO",
            description = "${COMPLETION-CANDIDATES} (default: that of the file's operation, otherwise NEW).")
    @Nullable private Scenario scenario;

    @Option(names = "--target-build", paramLabel = "BUILD", description = "The Exchange build to install.")
    @Nullable private String targetBuild;

    @Option(
            names = "--operator",
            paramLabel = "ACCOUNT",
            description = "The account that will carry attended steps out.")
    @Nullable private String operator;

    @Option(
            names = "--attend",
            paramLabel = "ACTION|STEP",
            split = ",",
            description = {
                "Automatic steps that a person carries out instead: all of an action, for example TEST_FAILOVER, or one by its id."
                        + " May be repeated.",
                "They get their command line as instruction, ask for evidence and are verified as before. It is part of the plan."
            })
    private List<String> attend = List.of();

    @Option(
            names = "--procedures",
            paramLabel = "FOLDER",
            description = "Plan a file with the procedures of this folder instead of those that come with Lockstep.")
    @Nullable private Path procedures;

    public PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Option(
            names = "--what-if",
            description = {
                "Also go through the plan as though it were carried out: the state after each step is worked out, and every step's"
                        + " requirements are evaluated for the state that it would find.",
                "Exit code 1 when a step would be blocked; the first one is named with the requirement and what to do."
            })
    private boolean whatIf;

    @Mixin
    private RequirementsOption requirements;

    @Override
    public Integer call() {
        boolean file = !Documents.isCluster(target, surroundings());
        if (!file) {
            requirements.refuseForRecordedClusters();
            refuseProceduresOfOurOwn();
        }
        ObjectNode document = file ? CheckedDocument.read(target, surroundings()) : null;
        Plan plan = document == null
                ? Plan.read(platform()
                        .post(Service.ORCHESTRATION, Query.of("/plans"), request())
                        .toString())
                : OfflinePlan.of(document, scenario, targetBuild, operator, attend, OfflinePlan.procedures(folder()));
        ObjectNode json = plan.toJson();
        if (!whatIf) {
            print(json, null);
            return ExitCode.DONE;
        }
        Forecast forecast = document == null
                ? OfflinePlan.whatIf(plan, recorded(), applied())
                : OfflinePlan.whatIf(plan, document, requirements.catalogue(surroundings()));
        json.set("whatIf", ForecastText.json(forecast));
        print(json, forecast);
        return forecast.firstObstacle().isPresent() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private void refuseProceduresOfOurOwn() {
        if (procedures != null) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "--procedures is for documents; a recorded cluster is planned with the procedures of its platform.",
                    "Start the orchestration service with LOCKSTEP_ORCHESTRATION_PROCEDURES to change those.");
        }
    }

    private @Nullable Path folder() {
        return procedures == null ? null : surroundings().workingFolder().resolve(procedures);
    }

    private void print(JsonNode plan, @Nullable Forecast forecast) {
        if (json()) {
            terminal().print(plan);
            return;
        }
        PlanText.print(plan, terminal());
        if (forecast != null) {
            ForecastText.print(forecast, terminal());
        }
    }

    private JsonNode recorded() {
        String cluster = target.toLowerCase(Locale.ROOT);
        return platform().get(Service.INVENTORY, Query.of("/clusters/{}/document", cluster));
    }

    /** What the platform applies to the cluster: the requirements of Lockstep and those of its organization. */
    private Catalogue applied() {
        String organization = target.toLowerCase(Locale.ROOT).replaceFirst(":.*", "");
        String own = Json.text(
                platform().get(Service.VALIDATION, Query.of("/organizations/{}/requirements", organization)), "text");
        try {
            return own.isBlank()
                    ? Catalogue.standard()
                    : new CatalogueReader().extend(Catalogue.standard(), Map.of(organization, own));
        } catch (InvalidCatalogueException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "This program does not understand the requirements that the organization added: %s"
                            .formatted(e.getMessage()),
                    "Use the version of lockstep that belongs to the platform.");
        }
    }

    private ObjectNode request() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("cluster", target.toLowerCase(Locale.ROOT))
                .put("scenario", (scenario == null ? Scenario.NEW : scenario).name());
        if (targetBuild != null) {
            body.put("targetBuild", targetBuild);
        }
        if (operator != null) {
            body.put("operator", operator);
        }
        if (!attend.isEmpty()) {
            attend.forEach(body.putArray("attend")::add);
        }
        return body;
    }
}
