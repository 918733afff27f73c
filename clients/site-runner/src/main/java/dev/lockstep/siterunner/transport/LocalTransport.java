package dev.lockstep.siterunner.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs programs as processes of this machine, never through a shell, and with no secret of the runner in their environment. */
public final class LocalTransport implements Transport {
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private final List<Path> folders;
    private final Charset charset;

    public LocalTransport(List<Path> folders, Charset charset) {
        this.folders = List.copyOf(folders);
        this.charset = charset;
    }

    @Override
    public CommandResult run(List<String> argv, Duration timeout, Consumer<ProcessHandle> begun, Consumer<String> line)
            throws InterruptedException {
        Optional<Path> program = find(argv.getFirst());
        if (program.isEmpty()) {
            return new CommandResult.NotStarted("there is no program '" + argv.getFirst() + "' on this runner");
        }
        List<String> command = new ArrayList<>(argv);
        command.set(0, program.orElseThrow().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.remove("LOCKSTEP_CLIENT_SECRET");
        environment.remove("LOCKSTEP_CLIENT_SECRET_FILE");
        try {
            Process process = builder.start();
            begun.accept(process.toHandle());
            process.getOutputStream().close();
            return attend(process, timeout, line);
        } catch (IOException e) {
            return new CommandResult.NotStarted("the program could not be started: " + e.getMessage());
        }
    }

    private Optional<Path> find(String name) {
        if (!ProgramName.isPlain(name)) {
            return Optional.empty();
        }
        return folders.stream()
                .map(each -> each.resolve(name).toAbsolutePath())
                .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
                .findFirst();
    }

    private CommandResult attend(Process process, Duration timeout, Consumer<String> line) throws InterruptedException {
        OutputLines lines = new OutputLines(charset, line);
        Thread reader = Thread.ofVirtual().name("output").start(() -> {
            try (InputStream stream = process.getInputStream()) {
                lines.readAll(stream);
            } catch (IOException e) {
                // the pipe was closed when the process was ended
            }
        });
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                endTree(process.toHandle());
                return new CommandResult.TimedOut();
            }
            // A child that outlives the program may hold the pipe open; what it says later is not waited for.
            reader.join(LAST_OUTPUT);
            return new CommandResult.Ended(process.exitValue(), lines.text(), lines.whole());
        } catch (InterruptedException e) {
            endTree(process.toHandle());
            throw e;
        }
    }

    /** Ends a process with everything it has started. */
    public static void endTree(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
