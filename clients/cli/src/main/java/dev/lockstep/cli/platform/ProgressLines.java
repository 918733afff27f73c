package dev.lockstep.cli.platform;

import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.localstack.platform.Progress;
import dev.lockstep.localstack.platform.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happens while the platform starts and stops: facts stay as lines; on a terminal the reasons of all waits are redrawn below. */
public final class ProgressLines implements ProgressListener {

    private final Terminal terminal;
    private final InstantSource clock;
    private final Instant begun;
    private final Map<String, String> waits = new LinkedHashMap<>();

    public ProgressLines(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.instant();
    }

    @Override
    public synchronized void on(Progress progress) {
        switch (progress) {
            case Progress.Waiting waiting -> {
                boolean news = !waiting.reason().equals(waits.put(waiting.component(), waiting.reason()));
                if (news && !terminal.interactive()) {
                    terminal.print(line(progress));
                }
            }
            case Progress.Ready ready -> fact(ready.component(), progress);
            case Progress.Stopped stopped -> fact(stopped.component(), progress);
            case Progress.Ended ended -> fact(ended.component(), progress);
            case Progress.PortMoved _, Progress.Leftover _, Progress.RestartFailed _, Progress.NotKept _ ->
                fact("", progress);
        }
        terminal.redraw(waits.entrySet().stream()
                .map(wait -> "  %-14s %s".formatted(wait.getKey(), wait.getValue()))
                .toList());
    }

    /** A line that stays, above the waits; the component's own wait is over. */
    private void fact(String component, Progress progress) {
        waits.remove(component);
        terminal.redraw(List.of());
        terminal.print(line(progress));
    }

    private String line(Progress progress) {
        return "%8s  %s".formatted(Json.duration(Duration.between(begun, clock.instant())), progress.text());
    }
}
