package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.work.WorkText;
import dev.lockstep.lab.operator.ConsoleCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the person at the terminal what attended step waits, once for each attempt: the instructions, and the lines that carry it out
 * in the simulated data centre, as they can be pasted into another terminal.
 */
final class AttendedGuide {

    private static final String PROGRAMS = "lab/target/bin/";

    private final PlatformClient platform;
    private final Terminal terminal;
    private final DemoPlace place;
    private final Set<String> told = new HashSet<>();

    AttendedGuide(PlatformClient platform, Terminal terminal, DemoPlace place) {
        this.platform = platform;
        this.terminal = terminal;
        this.place = place;
    }

    void guide() {
        for (JsonNode work : platform.all(Service.ORCHESTRATION, Query.of("/attended-work"), 100)) {
            if (told.add(Json.text(work, "step") + "#" + Json.text(work, "attempt"))) {
                terminal.keepDrawn();
                terminal.print("");
                WorkText.printInstructions(work, terminal);
                terminal.print("  In another terminal:");
                lines(work).forEach(line -> terminal.print("    " + line));
                terminal.print("");
            }
        }
    }

    /** What to paste: where, with which environment, the commands, and the attestation. */
    private List<String> lines(JsonNode work) {
        Path answers = place.state().resolve("work/windows-components.txt");
        try {
            Files.write(answers, ConsoleCommand.ANSWERS);
            return AttendedLines.of(
                    place,
                    ConsoleCommand.of(work, answers),
                    PROGRAMS,
                    WorkText.attestation(work, "Carried out as instructed."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
