package dev.lockstep.cli.audit;

import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which part of which entries is shown at once. */
final class ListOptions {

    @Mixin
    private EntryOptions wanted;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "100",
            description = "At most so many (default: 100).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "PLACE",
            description = "Only those behind this place, as an earlier list named it.")
    @Nullable private String after;

    /**
     * @param path of the list
     * @param order {@code oldest} or {@code newest} first, or null for the list's own order
     */
    PlatformClient.Listed read(PlatformClient platform, String path, @Nullable String order) {
        return platform.listed(Service.AUDIT, wanted.query(path).with("order", order), after, limit);
    }

    /** Says below a list that there is nothing, or more. */
    void note(PlatformClient.Listed listed, Terminal terminal) {
        if (listed.items().isEmpty()) {
            terminal.note(EntryOptions.NOTHING);
        } else if (listed.next() != null) {
            terminal.note("… there are more: --limit N for more at once, --after %s for those that follow."
                    .formatted(listed.next()));
        }
    }
}
