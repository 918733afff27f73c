package dev.lockstep.localstack.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Launches children that end when this process ends, however it ends. */
public final class Launcher {
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    /**
     * All children are forked from this one platform thread: Linux sends the parent death signal when the forking
     * <em>thread</em> ends, so it must live as long as the process.
     */
    private static final ExecutorService FORKS = Executors.newFixedThreadPool(
            1, Thread.ofPlatform().daemon().name("child-launcher").factory());

    private final Leash leash;
    private final RootPolicy rootPolicy;

    public Launcher(Leash leash, RootPolicy rootPolicy) {
        this.leash = leash;
        this.rootPolicy = rootPolicy;
    }

    /** A launcher with the best means of this machine. */
    public static Launcher forThisMachine() {
        return new Launcher(Leash.available(), RootPolicy.available());
    }

    /** The identity given to children that refuse to run as root. */
    public RootPolicy rootPolicy() {
        return rootPolicy;
    }

    /**
     * Starts the child.
     *
     * @throws IOException when the program cannot be started or the log not be written
     */
    public ChildProcess launch(ChildSpec child) throws IOException, InterruptedException {
        Files.createDirectories(child.log().toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(leash.wrap(child, rootPolicy))
                .directory(child.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(child.log().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(child.environment());
        try {
            return new ChildProcess(
                    child, leash.stopSignal(child), FORKS.submit(builder::start).get());
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + child.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs the child to its end.
     *
     * @throws IOException when it cannot be started or ends with an exit code other than 0; names the log
     */
    public void runToEnd(ChildSpec child) throws IOException, InterruptedException {
        int exitCode = launch(child).awaitExit();
        if (exitCode != 0) {
            throw new IOException(child.name() + " ended with exit code " + exitCode + ", see " + child.log());
        }
    }
}
