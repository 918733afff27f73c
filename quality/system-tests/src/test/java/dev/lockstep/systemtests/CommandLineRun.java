package dev.lockstep.systemtests;

import dev.lockstep.cli.Lockstep;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * One command of the command line, run in this process.
 *
 * @param exitCode what a shell would see
 * @param out the output
 * @param err the error stream
 */
record CommandLineRun(int exitCode, String out, String err) {

    static CommandLineRun of(Path root, Path state, String... arguments) {
        return of(root, state, "", arguments);
    }

    static CommandLineRun of(Path root, Path state, String input, String[] arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLineRun run = of(root, state, input, err, arguments);
        return new CommandLineRun(run.exitCode, run.out, err.toString(StandardCharsets.UTF_8));
    }

    /** With the error stream going where it can be read while the command runs; the result does not have it. */
    static CommandLineRun of(Path root, Path state, String input, OutputStream err, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> environment =
                Map.of("LOCKSTEP_HOME", root.toString(), "LOCKSTEP_STATE", state.toString(), "COLUMNS", "160");
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
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
                            root,
                            state,
                            http,
                            InstantSource.system()),
                    arguments);
            http.shutdownNow();
            return new CommandLineRun(exitCode, out.toString(StandardCharsets.UTF_8), "");
        }
    }
}
