package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.work.WorkText;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Tells the person at the terminal what attended step waits, once for each. */
final class AttendedGuide {

    private final PlatformClient platform;
    private final Terminal terminal;
    private final Path root;
    private final Set<String> told = new HashSet<>();

    AttendedGuide(PlatformClient platform, Terminal terminal, Path root) {
        this.platform = platform;
        this.terminal = terminal;
        this.root = root;
    }

    void guide() {
        for (JsonNode work : platform.all(Service.ORCHESTRATION, Query.of("/attended-work"), 100)) {
            if (told.add(Json.text(work, "step") + "#" + Json.text(work, "attempt"))) {
                terminal.keepDrawn();
                terminal.print("");
                terminal.print("In another terminal, in %s:".formatted(root));
                WorkText.print(work, terminal);
            }
        }
    }
}
