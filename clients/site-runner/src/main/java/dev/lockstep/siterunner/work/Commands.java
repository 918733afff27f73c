package dev.lockstep.siterunner.work;

import java.io.ByteArrayOutputStream;
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

/**
 * Runs programs as processes: arguments as a list, never through a shell; the program found by its plain name in the
 * runner's folders; the whole process tree ended at the timeout; no secret of the runner in its environment.
 */
public final class Commands {
    private static final int MOST_OUTPUT = 4 << 20;
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private final List<Path> folders;
    private final Charset charset;

    public Commands(List<Path> folders, Charset charset) {
        this.folders = List.copyOf(folders);
        this.charset = charset;
    }

    /**
     * Runs a command to its end.
     *
     * @param begun gets the process as soon as it runs
     * @param line gets each complete line as soon as it is there
     */
    CommandResult run(List<String> argv, Duration timeout, Consumer<ProcessHandle> begun, Consumer<String> line)
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
        if (name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            return Optional.empty();
        }
        return folders.stream()
                .map(each -> each.resolve(name).toAbsolutePath())
                .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
                .findFirst();
    }

    private CommandResult attend(Process process, Duration timeout, Consumer<String> line) throws InterruptedException {
        Lines lines = new Lines(charset, line);
        Thread reader = Thread.ofVirtual().name("output").start(() -> {
            try (InputStream stream = process.getInputStream()) {
                lines.readAll(stream);
            } catch (IOException e) {
                // the pipe was closed when the process was ended
            }
        });
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                endTree(process);
                return new CommandResult.TimedOut();
            }
            // A child that outlives the program may hold the pipe open; what it says later is not waited for.
            reader.join(LAST_OUTPUT);
            return new CommandResult.Ended(process.exitValue(), lines.text(), lines.whole());
        } catch (InterruptedException e) {
            endTree(process);
            throw e;
        }
    }

    private static void endTree(Process process) {
        endTree(process.toHandle());
    }

    /** Ends a process with everything it has started. */
    static void endTree(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Collects output up to a bound, reads on beyond it, and hands on its lines. */
    private static final class Lines {
        private final Charset charset;
        private final Consumer<String> consumer;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final ByteArrayOutputStream current = new ByteArrayOutputStream();
        private boolean whole = true;

        Lines(Charset charset, Consumer<String> consumer) {
            this.charset = charset;
            this.consumer = consumer;
        }

        void readAll(InputStream stream) throws IOException {
            byte[] buffer = new byte[8192];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                append(buffer, count);
            }
            if (current.size() > 0) {
                handOn();
            }
        }

        private synchronized void append(byte[] buffer, int count) {
            int kept = Math.min(count, MOST_OUTPUT - all.size());
            all.write(buffer, 0, kept);
            whole &= kept == count;
            for (int i = 0; i < kept; i++) {
                if (buffer[i] == '\n') {
                    handOn();
                } else {
                    current.write(buffer[i]);
                }
            }
        }

        private void handOn() {
            String line = current.toString(charset);
            current.reset();
            consumer.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }

        synchronized boolean whole() {
            return whole;
        }

        synchronized String text() {
            return all.toString(charset);
        }
    }
}
