package dev.lockstep.siterunner.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs programs as processes of this machine, never through a shell, and with the runner's environment but for its secrets. What this
 * system cannot pass to a program as it is, is refused.
 */
public final class LocalTransport implements Transport {
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
    private static final List<String> SECRETS =
            List.of("LOCKSTEP_CLIENT_SECRET", "LOCKSTEP_CLIENT_SECRET_FILE", "LOCKSTEP_REDACT_FILE");

    private final List<Path> folders;
    private final Charset charset;
    private final HostSystem system;

    /** @param folders searched for programs, in this order */
    public LocalTransport(List<Path> folders, Charset charset) {
        this(folders, charset, HostSystem.current());
    }

    LocalTransport(List<Path> folders, Charset charset, HostSystem system) {
        this.folders = List.copyOf(folders);
        this.charset = charset;
        this.system = system;
    }

    @Override
    public CommandResult run(List<String> argv, Duration timeout, Consumer<ProcessHandle> begun, Consumer<String> line)
            throws InterruptedException {
        Optional<Path> program = find(argv.getFirst());
        if (program.isEmpty()) {
            return new CommandResult.NotStarted("there is no program '" + argv.getFirst() + "' on this runner");
        }
        Optional<String> refusal = argv.stream()
                .skip(1)
                .flatMap(each -> system.refusal(each).stream())
                .findFirst();
        if (refusal.isPresent()) {
            return new CommandResult.NotStarted(refusal.orElseThrow());
        }
        List<String> command = new ArrayList<>(argv);
        command.set(0, program.orElseThrow().toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(each -> SECRETS.stream().anyMatch(each::equalsIgnoreCase));
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
        return folders.stream()
                .flatMap(folder -> system.fileNames(name).stream().map(folder::resolve))
                .map(Path::toAbsolutePath)
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
