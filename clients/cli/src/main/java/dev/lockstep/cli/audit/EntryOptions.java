package dev.lockstep.cli.audit;

import dev.lockstep.cli.api.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries of the history are meant. */
final class EntryOptions {

    /** What is said when none is. */
    static final String NOTHING = "No entry matches.";

    @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only those about this cluster.")
    @Nullable private String cluster;

    @Option(names = "--rollout", paramLabel = "ID", description = "Only those about this rollout.")
    @Nullable private String rollout;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only events of this type.")
    @Nullable private String type;

    @Option(names = "--actor", paramLabel = "NAME", description = "Only what this account did.")
    @Nullable private String actor;

    @Option(names = "--from", paramLabel = "MOMENT", description = "Only what happened then or later.")
    @Nullable private Instant from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Only what happened before then.")
    @Nullable private Instant to;

    Query query() {
        return Query.of("/entries")
                .with("cluster", cluster)
                .with("rollout", rollout)
                .with("type", type)
                .with("actor", actor)
                .with("from", from)
                .with("to", to);
    }
}
