package dev.lockstep.cli.rollout;

import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.Moments;
import dev.lockstep.cli.rollout.RolloutView.StepView;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rollout on a terminal: what ended as lines that stay, below them what is going on, redrawn. Elsewhere one line per change. */
final class RolloutScreen {

    private static final int BAR = 30;

    private final Terminal terminal;
    private final InstantSource clock;
    private final Instant begun;
    private final Map<String, String> shown = new HashMap<>();
    private String interruption = "";

    RolloutScreen(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.instant();
    }

    void show(RolloutView view) {
        interruption = "";
        List<String> changes = new ArrayList<>();
        int number = 0;
        for (StepView step : view.steps()) {
            number++;
            String now = step.status() + "|" + step.waitingFor();
            boolean changed = !step.ahead() && !now.equals(shown.put(step.id(), now));
            if (changed && (step.behind() || !terminal.interactive())) {
                changes.add(line(number, view, step));
            }
        }
        if (!changes.isEmpty()) {
            terminal.redraw(List.of());
            changes.forEach(terminal::print);
        }
        terminal.redraw(status(view));
    }

    void interrupted(String reason) {
        if (!reason.equals(interruption)) {
            interruption = reason;
            terminal.note(reason + " Looking again.");
        }
    }

    void end() {
        terminal.keepDrawn();
    }

    private String line(int number, RolloutView view, StepView step) {
        String elapsed = step.begunAt() == null ? "" : "  " + Json.duration(elapsed(step));
        return "%s  [%2d/%d]  %s  %s  %s%s%s"
                .formatted(
                        Moments.near(moment(view, step), clock.instant()),
                        number,
                        view.steps().size(),
                        terminal.painted(Tone.of(step.status()), "%-12s".formatted(words(step.status()))),
                        step.place(),
                        step.title(),
                        step.behind() ? elapsed : by(step),
                        step.waitingFor().isEmpty() ? "" : "  · " + step.waitingFor());
    }

    private List<String> status(RolloutView view) {
        List<String> lines = new ArrayList<>();
        int total = Math.max(1, view.steps().size());
        int filled = (int) (view.stepsBehind() * BAR / total);
        lines.add("");
        lines.add("%s%s  %s  %s  %s"
                .formatted(
                        "█".repeat(filled),
                        "░".repeat(BAR - filled),
                        view.progress(),
                        words(view.status()),
                        Json.duration(Duration.between(begun, clock.instant()))));
        BreakGlassCommands.lines(view.json()).forEach(line -> lines.add(terminal.painted(Tone.BAD, line)));
        view.current().ifPresent(step -> {
            lines.add(
                    "now   %s  %s%s  %s".formatted(step.place(), step.title(), by(step), Json.duration(elapsed(step))));
            lines.add("      %s  %s".formatted(words(step.status()), step.waitingFor()));
        });
        if (view.current().isEmpty() && !view.waitingFor().isEmpty()) {
            lines.add("waits " + view.waitingFor());
        }
        return lines;
    }

    /** When the step came to stand as it does, as far as the service tells. */
    private Instant moment(RolloutView view, StepView step) {
        @Nullable Instant known = step.endedAt() == null && view.ended() ? step.begunAt() : step.endedAt();
        return known == null ? clock.instant() : known;
    }

    private static String by(StepView step) {
        return switch (step.actor()) {
            case "" -> "";
            case "attended" -> "  by a person";
            case "automatic", "check" -> "  by the runner";
            default -> "  by " + step.actor();
        };
    }

    private Duration elapsed(StepView step) {
        @Nullable Instant from = step.begunAt();
        @Nullable Instant to = step.endedAt();
        return from == null ? Duration.ZERO : Duration.between(from, to == null ? clock.instant() : to);
    }

    private static String words(String status) {
        return status.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
