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

    @Option(
            names = "--organization",
            paramLabel = "ID",
            description = "Only those about this organization and its clusters.")
    @Nullable private String organization;

    @Option(names = "--site", paramLabel = "SITE", description = "Only those about clusters at this site.")
    @Nullable private String site;

    @Option(names = "--rollout", paramLabel = "ID", description = "Only those about this rollout.")
    @Nullable private String rollout;

    @Option(names = "--step", paramLabel = "STEP", description = "Only those about this step of the rollout.")
    @Nullable private String step;

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description = "Only those with all these words; a star at the end of one stands for however it goes on.")
    @Nullable private String text;

    @Option(names = "--service", paramLabel = "NAME", description = "Only what this service published.")
    @Nullable private String service;

    @Option(names = "--day", paramLabel = "DAY", description = "Only what happened on this day of UTC.")
    @Nullable private String day;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only events of a type that begins so.")
    @Nullable private String type;

    @Option(
            names = {"--actor", "--person"},
            paramLabel = "NAME",
            description = "Only what this account did.")
    @Nullable private String actor;

    @Option(names = "--from", paramLabel = "MOMENT", description = "Only what happened then or later.")
    @Nullable private Instant from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Only what happened before then.")
    @Nullable private Instant to;

    /** @param path what is asked about them */
    Query query(String path) {
        return Query.of(path)
                .with("cluster", cluster)
                .with("organization", organization)
                .with("site", site)
                .with("rollout", rollout)
                .with("step", step)
                .with("text", text)
                .with("service", service)
                .with("day", day)
                .with("type", type)
                .with("actor", actor)
                .with("from", from)
                .with("to", to);
    }
}
