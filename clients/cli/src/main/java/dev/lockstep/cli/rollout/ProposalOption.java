package dev.lockstep.cli.rollout;

import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which proposal a second person answers. */
final class ProposalOption {

    @Option(
            names = "--proposal",
            paramLabel = "ID",
            description = "The proposal that you read; refused if another one stands (default: the one that stands).")
    @Nullable private String proposal;

    /**
     * The proposal that was named, otherwise the one that stands.
     *
     * @param standing asked only when none was named
     * @param what has not been proposed by anybody, for the refusal
     */
    String or(Supplier<Optional<String>> standing, String what, String rollout) {
        return proposal != null
                ? proposal
                : standing.get()
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.REFUSED,
                                "Nobody has proposed that %s.".formatted(what),
                                "'./lockstep rollout show %s' shows how it stands.".formatted(rollout)));
    }
}
