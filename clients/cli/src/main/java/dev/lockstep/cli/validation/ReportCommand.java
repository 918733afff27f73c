package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.ConnectionOptions;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Validates a recorded cluster. */
@Command(
        name = "report",
        description = {
            "Check a recorded cluster against every requirement that applies.",
            "Exit code 1 when something blocks."
        })
public final class ReportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "CLUSTER", description = "For example contoso:clu01.")
    private String cluster;

    @Mixin
    private OperationOptions operation;

    @Mixin
    private ReportOptions report;

    @Mixin
    private ConnectionOptions connection;

    public ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!Documents.isCluster(cluster, surroundings)) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    Documents.isFile(cluster, surroundings)
                            ? "'%s' is a file; a report is about a recorded cluster.".formatted(cluster)
                            : "'%s' is not the id of a cluster.".formatted(cluster),
                    "Write ORGANIZATION:CLUSTER, for example contoso:clu01; 'lockstep check' checks a file.");
        }
        JsonNode found = connection
                .platform(surroundings)
                .get(
                        Service.VALIDATION,
                        Query.of("/clusters/{}/report", cluster.toLowerCase(Locale.ROOT))
                                .with("scenario", operation.scenario)
                                .withEach("stage", operation.stageCodes())
                                .with("subject", operation.subject)
                                .with("operator", operation.operator)
                                .with("targetBuild", operation.targetBuild));
        report.print(found, cluster, surroundings);
        return found.path("blocking").asBoolean() ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
