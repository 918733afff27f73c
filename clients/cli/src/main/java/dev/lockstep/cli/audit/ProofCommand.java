package dev.lockstep.cli.audit;

import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.ContractJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves on this machine that an entry is in the log. */
@Command(
        name = "prove",
        description = {
            "Prove on this machine that an entry is in the log, trusting nothing but the log's public key.",
            "Exit code 1 when it is not proved, 2 when the key cannot be used."
        })
public final class ProofCommand extends PlatformCommand {

    @Parameters(paramLabel = "INDEX", description = "The entry, as 'audit entries' shows it.")
    private long index;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The log's public key.")
    private String keyFile;

    public ProofCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        EntryProof.Proof proof = new EntryProof(platform(), KeyFile.read(keyFile, surroundings())).check(index);
        if (json()) {
            terminal().print(ContractJson.mapper().valueToTree(proof));
        } else {
            terminal()
                    .print(
                            proof.held() ? Tone.GOOD : Tone.BAD,
                            (proof.held() ? "Proved: " : "Not proved: ") + proof.sentence());
        }
        return proof.held() ? ExitCode.DONE : ExitCode.REFUSED;
    }
}
