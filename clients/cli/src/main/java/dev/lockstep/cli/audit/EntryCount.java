package dev.lockstep.cli.audit;

import dev.lockstep.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** How far a command has come in the history, for those who watch it. */
final class EntryCount {

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final String done;
    private final Terminal terminal;
    private final InstantSource clock;
    private Instant told = Instant.MIN;

    /** @param done what is done with entries: written, verified */
    EntryCount(String done, Terminal terminal, InstantSource clock) {
        this.done = done;
        this.terminal = terminal;
        this.clock = clock;
    }

    void at(long entries) {
        Instant now = clock.instant();
        if (told.isBefore(now.minus(BETWEEN))) {
            told = now;
            terminal.redraw(List.of("%,d entries %s".formatted(entries, done)));
        }
    }

    void end() {
        terminal.redraw(List.of());
    }
}
