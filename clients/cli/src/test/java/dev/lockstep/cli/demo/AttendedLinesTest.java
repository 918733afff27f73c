package dev.lockstep.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.operator.ConsoleCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttendedLinesTest {

    @TempDir
    private Path folder;

    @Test
    void theLinesReachTheirProgramsUnchangedThroughAShell() throws Exception {
        Path root = Files.createDirectories(folder.resolve("a checkout"));
        DemoPlace place = new DemoPlace(root, root.resolve("state's"), URI.create("http://127.0.0.1:18105"));
        program(root, "programs/sysocmgr");
        program(root, "programs/cluster");
        List<ConsoleCommand> commands = List.of(
                new ConsoleCommand("E2K3-N1", "sysocmgr", List.of("/i:C:\\WINDOWS\\inf\\sysoc.inf", "it's $HOME")),
                new ConsoleCommand("", "cluster", List.of("node", "N1", "/status")));

        List<String> lines = AttendedLines.of(place, commands, "programs/", "echo end");

        Process shell = new ProcessBuilder("bash", "-c", String.join("\n", lines))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("""
                        at E2K3-N1 of http://127.0.0.1:18105 with %1$s/state's/secrets/lab in %1$s/state's: Up
                        /i:C:\\WINDOWS\\inf\\sysoc.inf
                        it's $HOME
                        at  of http://127.0.0.1:18105 with %1$s/state's/secrets/lab in %1$s/state's: Up
                        end
                        """.formatted(root));
    }

    private static void program(Path root, String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                #!/bin/sh
                echo "at $LOCKSTEP_LAB_NODE of $LOCKSTEP_LAB_URL with $LOCKSTEP_LAB_TOKEN in $LOCKSTEP_STATE: Up"
                printf '%s\\n' "$@"
                """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
