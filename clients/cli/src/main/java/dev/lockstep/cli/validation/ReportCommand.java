package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Scenario;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates a recorded cluster. */
@Command(
        name = "report",
        description = {
            "Check a recorded cluster against every requirement that applies.",
            "Exit code 1 when something blocks."
        })
public final class ReportCommand extends PlatformCommand {

    @Parameters(paramLabel = "CLUSTER", description = "For example contoso:clu01.")
    private String cluster;

    @Option(names = "--scenario", paramLabel = "SCENARIO", description = "${COMPLETION-CANDIDATES}.")
    @Nullable private Scenario scenario;

    @Option(names = "--stage", paramLabel = "STAGE", description = "At this stage; may be given more than once.")
    private List<String> stages = List.of();

    @Option(names = "--subject", paramLabel = "NAME", description = "The node or virtual server that is next.")
    @Nullable private String subject;

    @Option(names = "--operator", paramLabel = "ACCOUNT", description = "The account that will act.")
    @Nullable private String operator;

    @Option(names = "--target-build", paramLabel = "BUILD", description = "The Exchange build that is to be installed.")
    @Nullable private String targetBuild;

    @Option(names = "--all", description = "Print what passed, too.")
    private boolean everything;

    public ReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode report = platform()
                .get(
                        Service.VALIDATION,
                        Query.of("/clusters/{}/report", cluster.toLowerCase(Locale.ROOT))
                                .with("scenario", scenario)
                                .withEach("stage", stages)
                                .with("subject", subject)
                                .with("operator", operator)
                                .with("targetBuild", targetBuild));
        if (json()) {
            terminal().print(report);
        } else {
            ReportText.print(report, everything, terminal());
        }
        return report.path("blocking").asBoolean() ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
