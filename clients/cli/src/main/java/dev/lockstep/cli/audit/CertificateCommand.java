package dev.lockstep.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.history.certificate.Certificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the certificate of a rollout. */
@Command(
        name = "certificate",
        description = {
            "Show what the history proves about a rollout: one step at a time, gates, approvals, locks; or what"
                    + " violated them.",
            "'audit export' and 'verify' compute it anew, without trusting the platform. Exit code 1 when something"
                    + " was violated."
        })
public final class CertificateCommand extends PlatformCommand {

    @Parameters(paramLabel = "ROLLOUT", description = "The rollout.")
    private String rollout;

    public CertificateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode json = platform()
                .get(
                        Service.AUDIT,
                        Query.of("/rollouts/{}/certificate", rollout).with("opened", true));
        if (json()) {
            terminal().print(json);
        } else {
            CertificateText.print(read(json), terminal());
        }
        return json.path("held").asBoolean() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static Certificate read(JsonNode json) {
        try {
            return ContractJson.mapper().treeToValue(json, Certificate.class);
        } catch (JsonProcessingException other) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The answer is no certificate of the form %s.".formatted(Certificate.FORMAT),
                    "Use the command line of the platform's version, or --format json.");
        }
    }
}
