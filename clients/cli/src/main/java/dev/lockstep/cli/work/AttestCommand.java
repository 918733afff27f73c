package dev.lockstep.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.rollout.RolloutRequests;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.Attestation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how attended work went. */
@Command(
        name = "attest",
        description = {
            "Say that attended work was done, with what shows it.",
            "It is believed only when observation of the real systems agrees."
        })
public final class AttestCommand extends PlatformCommand {

    @Parameters(index = "0", paramLabel = "ROLLOUT", description = "The rollout.")
    private String rollout;

    @Parameters(index = "1", paramLabel = "STEP", description = "The step, as 'work' shows it.")
    private String step;

    @Option(
            names = "--evidence",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What shows it; needed unless a file does.")
    private String evidence;

    @Option(
            names = "--evidence-file",
            paramLabel = "FILE",
            description = "A file that shows it, up to 8,000,000 bytes; may be given several times.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--not-done", description = "It was not, or could not be, done.")
    private boolean notDone;

    @Option(names = "--attempt", paramLabel = "N", description = "The attempt (default: the one that waits).")
    @Nullable private Integer attempt;

    public AttestCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (evidence.isBlank() && files.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.INVALID, "Nothing shows it.", "Give --evidence TEXT, --evidence-file FILE, or both.");
        }
        PlatformClient platform = platform();
        List<EvidenceFile> shown = files.stream()
                .map(file -> EvidenceFile.read(surroundings(), file))
                .toList();
        int which = attempt == null ? waitingAttempt(platform) : attempt;
        RolloutRequests requests = new RolloutRequests(platform);
        List<String> hashes =
                shown.stream().map(file -> file.give(platform, rollout, step)).toList();
        JsonNode answer = requests.attest(
                rollout, step, new Attestation(which, notDone ? Outcome.NOT_DONE : Outcome.DONE, evidence), hashes);
        return tell(answer, () -> "Recorded; now the platform looks for itself.");
    }

    private int waitingAttempt(PlatformClient platform) {
        return StreamSupport.stream(
                        platform.all(Service.ORCHESTRATION, Query.of("/attended-work"), Integer.MAX_VALUE)
                                .spliterator(),
                        false)
                .filter(work -> Json.text(work, "rollout").equals(rollout)
                        && Json.text(work, "step").equals(step))
                .findFirst()
                .map(work -> work.path("attempt").asInt())
                .orElseThrow(() -> nothingWaits(platform));
    }

    /** A rollout that is not there is said first. */
    private CommandFailure nothingWaits(PlatformClient platform) {
        new RolloutRequests(platform).find(rollout);
        return new CommandFailure(
                ExitCode.REFUSED,
                "Step '%s' of this rollout does not wait for a person.".formatted(step),
                "'./lockstep work' shows what does.");
    }
}
