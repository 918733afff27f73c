package dev.lockstep.cli.audit;

import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes out the report on a rollout that an auditor files. */
@Command(
        name = "report",
        description = {
            "Write the report on a rollout as PDF, signed by the log: what stands out, who decided with what authority,"
                    + " every step with its gate, approvals and locks, what is proved, and on which entries it rests.",
            "'lockstep verify FILE --key FILE' checks it anywhere, with nothing but the log's public key."
        })
public final class AuditReportCommand extends PlatformCommand {

    @Parameters(paramLabel = "ROLLOUT", description = "The rollout.")
    private String rollout;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where to; it must not exist.")
    private String target;

    public AuditReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        Path file = surroundings().workingFolder().resolve(target);
        ReportFile.requireNew(file, target);
        byte[] report = fetched();
        ReportFile.write(report, file, target);
        if (json()) {
            terminal()
                    .print(ContractJson.mapper()
                            .valueToTree(Map.of("file", file.toString(), "bytes", report.length, "rollout", rollout)));
        } else {
            terminal().print("The report on rollout %s is in %s.".formatted(rollout, file));
            terminal().note("Check it with: ./lockstep verify %s --key FILE".formatted(target));
        }
        return ExitCode.DONE;
    }

    private byte[] fetched() {
        try (InputStream in = platform().open(Service.AUDIT, Query.of("/rollouts/{}/report", rollout))) {
            return in.readAllBytes();
        } catch (IOException brokenOff) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The report broke off: %s.".formatted(brokenOff.getMessage()),
                    "Nothing was written; try again.");
        }
    }
}
