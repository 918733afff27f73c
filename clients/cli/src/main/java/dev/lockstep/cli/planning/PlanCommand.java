package dev.lockstep.cli.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.CheckedDocument;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Scenario;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            defaultValue = "NEW",
            description = "${COMPLETION-CANDIDATES} (default: NEW).")
    private Scenario scenario;

    @Option(names = "--target-build", paramLabel = "BUILD", description = "The Exchange build to install.")
    @Nullable private String targetBuild;

    @Option(
            names = "--operator",
            paramLabel = "ACCOUNT",
            description = "The account that will carry attended steps out.")
    @Nullable private String operator;

    public PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode plan = Documents.isFile(target, surroundings())
                ? OfflinePlan.of(CheckedDocument.read(target, surroundings()), scenario, targetBuild, operator)
                : platform().post(Service.ORCHESTRATION, Query.of("/plans"), request());
        if (json()) {
            terminal().print(plan);
        } else {
            PlanText.print(plan, terminal());
        }
        return ExitCode.DONE;
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
        return body;
    }
}
