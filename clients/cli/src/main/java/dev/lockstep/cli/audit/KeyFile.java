package dev.lockstep.cli.audit;

import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.WitnessKey;

/** What somebody was given to verify the log with. A file that is something else is a mistake of the command line, not a finding. */
final class KeyFile {

    private KeyFile() {}

    /** The keys of a log, one a line, each with what it may sign. */
    static LogKeys read(String file, Surroundings surroundings) {
        return accepted(LogKeys.parse(Documents.read(file, surroundings)), file);
    }

    /** The key of a witness. */
    static WitnessKey witness(String file, Surroundings surroundings) {
        return accepted(WitnessKey.parse(Documents.read(file, surroundings).strip()), file);
    }

    /** What a file holds. */
    static <T> T accepted(Checked<T> checked, String file) {
        return switch (checked) {
            case Checked.Accepted<T>(T value) -> value;
            case Checked.Refused<T>(Refusal refusal) ->
                throw new CommandFailure(
                        ExitCode.INVALID, "'%s' cannot be used: %s.".formatted(file, refusal.detail()), "");
        };
    }
}
