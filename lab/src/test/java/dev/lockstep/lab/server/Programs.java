package dev.lockstep.lab.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the lab's programs as real processes. */
public final class Programs {
    private final int port;
    private final Path token;

    public Programs(int port, Path token) {
        this.port = port;
        this.token = token;
    }

    /** What a program printed, its lines ended as on Windows, and how it ended. */
    public record Answer(int exitCode, String output, String errors) {
        public List<String> lines() {
            return output.lines().toList();
        }
    }

    public Answer run(String program, String... arguments) {
        return at("", program, arguments);
    }

    public Answer at(String node, String program, String... arguments) {
        try {
            Process process = start(node, program, arguments);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output, errors);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Process start(String node, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("target/bin", program).toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LOCKSTEP_LAB_URL", "http://127.0.0.1:" + port);
        builder.environment().put("LOCKSTEP_LAB_TOKEN", token.toString());
        builder.environment().put("LOCKSTEP_LAB_NODE", node);
        return builder.start();
    }

    static boolean stillRuns(Process process) throws InterruptedException {
        return !process.waitFor(300, TimeUnit.MILLISECONDS);
    }
}
