package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.Component;
import dev.lockstep.localstack.server.Folders;
import dev.lockstep.localstack.server.Ports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The platform on this machine: PostgreSQL, Kafka, Keycloak, the services, the lab and a site runner as child processes of
 * the process that calls {@link #up}. Data, logs, secrets and the state file live in the state folder.
 */
public final class Platform {
    /** The component that carries attended steps out in the lab; without it they are left to people. */
    public static final String LAB_OPERATOR = "lab-operator";

    private static final Duration DOWN_LIMIT = Duration.ofMinutes(2);

    private final Path root;
    private final Path stateFolder;
    private final Path dataCentre;
    private final Map<String, Map<String, String>> settings;
    private final StateFile stateFile;

    /**
     * A platform, running or not.
     *
     * @param root of the checkout, where the build put the jars
     * @param stateFolder for example {@code .lockstep} below the root
     */
    public Platform(Path root, Path stateFolder) {
        this(root, stateFolder, root.resolve("lab/src/main/resources/scenarios/contoso-clu01.yaml"));
    }

    /**
     * A platform whose lab is another data centre than the demo's.
     *
     * @param dataCentre inventory document of the data centre as the lab begins it, or a folder of those of several clusters
     */
    public Platform(Path root, Path stateFolder, Path dataCentre) {
        this(root, stateFolder, dataCentre, Map.of());
    }

    /**
     * A platform whose services have settings of their own.
     *
     * @param settings environment variables by the service's name, beside those that make it part of the platform
     */
    public Platform(Path root, Path stateFolder, Path dataCentre, Map<String, Map<String, String>> settings) {
        this.settings = Map.copyOf(settings);
        this.root = root.toAbsolutePath().normalize();
        this.stateFolder = stateFolder.toAbsolutePath().normalize();
        this.dataCentre = dataCentre.toAbsolutePath().normalize();
        this.stateFile = new StateFile(this.stateFolder.resolve("state.json"));
    }

    /** What came of {@link #up}. */
    public sealed interface Start {
        /** Everything is ready; this process is the supervisor. */
        record Started(RunningPlatform platform) implements Start {}

        /**
         * Another process runs this platform.
         *
         * @param state as it says; empty while it has not yet said anything
         */
        record AlreadyRuns(Optional<PlatformState> state) implements Start {}

        /** Something did not come up; all that had been started was stopped. The reason is for people. */
        record Failed(String reason) implements Start {}
    }

    /** What becomes of what services, broker and lab recorded before. Accounts and passwords always stay. */
    public enum Records {
        KEPT,
        FORGOTTEN
    }

    /** What came of {@link #down}. */
    public enum Stop {
        STOPPED,
        NOT_RUNNING,
        /** It was asked to end and still runs. */
        STILL_RUNNING
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws IOException when the state folder cannot be used
     * @throws InterruptedException when the process is asked to end meanwhile
     */
    public Start up(ProgressListener listener) throws IOException, InterruptedException {
        return up(listener, Records.KEPT, Set.of());
    }

    /**
     * Starts everything but some, with or without what was recorded before.
     *
     * @param without the names of components that nothing else depends on
     * @throws IOException when the state folder cannot be used
     */
    public Start up(ProgressListener listener, Records records, Set<String> without)
            throws IOException, InterruptedException {
        return start(listener, name -> !without.contains(name), records);
    }

    /**
     * Starts only the components of these names; what they depend on must be among them.
     *
     * @throws IOException when the state folder cannot be used
     */
    public Start up(ProgressListener listener, Set<String> components) throws IOException, InterruptedException {
        return start(listener, components::contains, Records.KEPT);
    }

    /**
     * Where everything stands; empty when the platform does not run.
     *
     * @throws IOException when the state file cannot be read
     */
    public Optional<PlatformState> status() throws IOException {
        return stateFile.running();
    }

    /**
     * Asks the process that runs this platform to end, and waits.
     *
     * @throws IOException when the state file cannot be read
     */
    public Stop down() throws IOException, InterruptedException {
        Optional<ProcessHandle> supervisor =
                status().flatMap(state -> state.supervisor().find());
        if (supervisor.isEmpty()) {
            return Stop.NOT_RUNNING;
        }
        supervisor.get().destroy();
        try {
            supervisor.get().onExit().get(DOWN_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return Stop.STOPPED;
        } catch (TimeoutException e) {
            return Stop.STILL_RUNNING;
        } catch (ExecutionException e) {
            throw new IOException("cannot wait for the supervisor", e);
        }
    }

    private Start start(ProgressListener listener, Predicate<String> wanted, Records records)
            throws IOException, InterruptedException {
        Files.createDirectories(stateFolder);
        FileChannel channel =
                FileChannel.open(stateFolder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            return new Start.AlreadyRuns(stateFile.running());
        }
        Optional<PlatformState> stale = stateFile.read();
        if (stale.isPresent()) {
            Leftovers.await(stale.get(), listener);
        }
        if (records == Records.FORGOTTEN) {
            for (String folder : List.of("data/kafka", "data/lab", "data/audit-key", "work")) {
                Folders.deleteRecursively(stateFolder.resolve(folder));
            }
        }
        RunningPlatform platform = prepare(listener, wanted, records, channel);
        try {
            platform.start();
            return new Start.Started(platform);
        } catch (IOException e) {
            boolean asked = platform.isEnding();
            platform.close();
            if (asked) {
                throw new InterruptedException("asked to end while starting");
            }
            return new Start.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            platform.close();
            throw e;
        }
    }

    private RunningPlatform prepare(
            ProgressListener listener, Predicate<String> wanted, Records records, FileChannel lock) throws IOException {
        Launcher launcher = Launcher.forThisMachine();
        Ports ports = new Ports();
        List<Component> components = new PlatformDefinition(
                        root, stateFolder, dataCentre, settings, PortUse.choose(ports, listener), records, launcher)
                .components().stream()
                        .filter(component -> wanted.test(component.name()))
                        .toList();
        StateJournal journal = new StateJournal(stateFile, listener, components);
        return new RunningPlatform(new Supervisor(components, launcher, journal), journal, stateFile, ports, lock);
    }

    /** Held until the process ends, however it ends. */
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
