package dev.lockstep.cli;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * One command, run in this process.
 *
 * @param exitCode what a shell would see
 * @param out the output
 * @param err the error stream
 */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(Path folder, Map<String, String> environment, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Terminal terminal = new Terminal(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false,
                    environment);
            int exitCode = Lockstep.run(
                    new Surroundings(
                            terminal,
                            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                            environment,
                            folder,
                            folder,
                            http,
                            InstantSource.system()),
                    arguments);
            http.shutdownNow();
            return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }
}
