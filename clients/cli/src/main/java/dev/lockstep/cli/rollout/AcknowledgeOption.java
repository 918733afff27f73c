package dev.lockstep.cli.rollout;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which state a cluster is left when its rollout ends where there may be no way back. */
final class AcknowledgeOption {

    @Option(
            names = "--acknowledge",
            paramLabel = "TEXT",
            description =
                    "In which state the cluster is left; needed to end a rollout at a step that may have passed its point of no return.")
    @Nullable private String text;

    /** The words, or null when none were given. */
    @Nullable String text() {
        return text;
    }
}
