package dev.lockstep.siterunner.work;

import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the runner remembers on disk, one file for each task: {@code ID.started} before its command runs, {@code ID.result}
 * when it has ended, {@code ID.reported} once the platform has heard; {@code ID.process} while it runs. Each file is complete or not
 * there.
 */
public final class TaskMemory {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private final Path folder;
    private final FolderForce folders;

    private TaskMemory(Path folder, FolderForce folders) {
        this.folder = folder;
        this.folders = folders;
    }

    /** Makes it durable which files a folder has. */
    @FunctionalInterface
    interface FolderForce {
        /**
         * Makes it durable.
         *
         * @throws AccessDeniedException where the file system lets nobody open a folder, as on Windows
         */
        void force(Path folder) throws IOException;
    }

    /**
     * Claims a folder for this process, until it ends however it ends: what another runner has begun there would be taken for left
     * unfinished otherwise.
     *
     * @return empty when another process has it
     */
    public static Optional<FileLock> claim(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
        }
        return Optional.ofNullable(lock);
    }

    /** Opens the memory in a folder and forgets tasks that were reported long ago. */
    public static TaskMemory open(Path folder) throws IOException {
        return open(folder, TaskMemory::force);
    }

    static TaskMemory open(Path folder, FolderForce folders) throws IOException {
        Files.createDirectories(folder);
        TaskMemory memory = new TaskMemory(folder, folders);
        memory.forget(Instant.now().minus(KEPT));
        return memory;
    }

    private void forget(Instant before) throws IOException {
        for (Path each : files(".reported")) {
            if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
                Files.delete(each);
            }
        }
        for (Path each : files(".new")) {
            Files.delete(each);
        }
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private Path file(UUID task, String ending) {
        return folder.resolve(task + ending);
    }

    /** Whether this task was ever started here. */
    boolean knows(UUID task) {
        return Stream.of(".started", ".result", ".reported").anyMatch(each -> Files.exists(file(task, each)));
    }

    /** The result that is remembered for a task, reported or not. */
    Optional<TaskResult> result(UUID task) throws IOException {
        for (String ending : List.of(".result", ".reported")) {
            Path file = file(task, ending);
            if (Files.exists(file)) {
                return Optional.of(ContractJson.mapper().readValue(Files.readAllBytes(file), TaskResult.class));
            }
        }
        return Optional.empty();
    }

    void started(RunnerTask task) throws IOException {
        write(file(task.id(), ".started"), task);
    }

    /**
     * Which process a command runs as.
     *
     * @param startedAt tells it from a later process of the same number; null where the system does not say
     */
    private record RunningProcess(long pid, @Nullable Instant startedAt) {}

    /** Remembers the process that a started command runs as. */
    void runs(UUID task, ProcessHandle process) {
        try {
            write(
                    file(task, ".process"),
                    new RunningProcess(
                            process.pid(), process.info().startInstant().orElse(null)));
        } catch (IOException e) {
            throw new UncheckedIOException("the process of a task cannot be remembered", e);
        }
    }

    /** The process of a command that an earlier runner began and that runs still. */
    Optional<ProcessHandle> stillRunning(UUID task) throws IOException {
        Path file = file(task, ".process");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        RunningProcess known = ContractJson.mapper().readValue(Files.readAllBytes(file), RunningProcess.class);
        return ProcessHandle.of(known.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> isThatOf(
                        known.startedAt(), process.info().startInstant().orElse(null)));
    }

    /** Systems tell when a process began from their own beginning, which each program reads to the second: compared with a tolerance. */
    private static boolean isThatOf(@Nullable Instant remembered, @Nullable Instant found) {
        if (remembered == null || found == null) {
            return remembered == null && found == null;
        }
        return Duration.between(remembered, found).abs().compareTo(START_TOLERANCE) <= 0;
    }

    void ended(UUID task, TaskResult result) throws IOException {
        write(file(task, ".result"), result);
        Files.deleteIfExists(file(task, ".started"));
        Files.deleteIfExists(file(task, ".process"));
    }

    void reported(UUID task) throws IOException {
        Files.move(file(task, ".result"), file(task, ".reported"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Tasks that were started and have no result: the runner was killed while they ran. */
    List<RunnerTask> unfinished() throws IOException {
        List<RunnerTask> tasks = new ArrayList<>();
        for (Path each : files(".started")) {
            RunnerTask task = ContractJson.mapper().readValue(Files.readAllBytes(each), RunnerTask.class);
            if (result(task.id()).isEmpty()) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    /** Tasks whose result the platform has not heard yet. */
    List<UUID> unreported() throws IOException {
        List<UUID> tasks = new ArrayList<>();
        for (Path each : files(".result")) {
            String name = each.getFileName().toString();
            tasks.add(UUID.fromString(name.substring(0, name.length() - ".result".length())));
        }
        return tasks;
    }

    private void write(Path file, Object value) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer bytes = ByteBuffer.wrap(ContractJson.mapper().writeValueAsBytes(value));
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try {
            folders.force(folder);
        } catch (AccessDeniedException e) {
            // Such a file system makes new names durable by itself; the contents were forced above.
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
