package dev.lockstep.lab.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lab's memory: a file of JSON lines, each holding the parts of the data centre that one commit changed. A line is on
 * disk before the commit is acknowledged; a line torn by a crash was never acknowledged and is dropped when reading.
 */
final class Journal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SMALLEST_TO_COMPACT_BYTES = 8L << 20;
    private static final int GROWTH_TO_COMPACT = 3;

    private final Path file;
    private FileChannel channel;
    private long compactAt = SMALLEST_TO_COMPACT_BYTES;
    private @Nullable DataCentre saved;

    private Journal(Path file, FileChannel channel, @Nullable DataCentre saved) {
        this.file = file;
        this.channel = channel;
        this.saved = saved;
    }

    /** One commit: absent parts are unchanged. */
    private record Line(
            @Nullable Directory directory,
            List<Cluster> clusters,
            String mediaBuild,
            @Nullable List<Fault> faults) {}

    static Journal open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("data-centre.journal");
        DataCentre world = null;
        if (Files.exists(file)) {
            byte[] bytes = Files.readAllBytes(file);
            int end = lastLineEnd(bytes);
            for (String line :
                    new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList()) {
                world = apply(world, JSON.readValue(line, Line.class));
            }
            if (end < bytes.length) {
                try (FileChannel torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    torn.truncate(end);
                }
            }
        }
        return new Journal(file, append(file), world);
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static DataCentre apply(@Nullable DataCentre before, Line line) {
        if (before == null) {
            Directory directory = line.directory();
            if (directory == null) {
                throw new IllegalStateException("the journal does not begin with a whole data centre");
            }
            return new DataCentre(directory, line.clusters(), line.mediaBuild(), orEmpty(line.faults()));
        }
        DataCentre world = before;
        Directory directory = line.directory();
        if (directory != null) {
            world = world.withDirectory(directory);
        }
        for (Cluster each : line.clusters()) {
            world = world.withCluster(each);
        }
        return line.faults() == null ? world : world.withFaults(line.faults());
    }

    private static List<Fault> orEmpty(@Nullable List<Fault> faults) {
        return faults == null ? List.of() : faults;
    }

    /** What was saved last, if anything ever was. */
    Optional<DataCentre> saved() {
        return Optional.ofNullable(saved);
    }

    /** Saves what differs from the last save; returns once it is on disk. */
    void save(DataCentre world) throws IOException {
        DataCentre before = saved;
        Line line = before == null
                ? whole(world)
                : new Line(
                        world.directory().equals(before.directory()) ? null : world.directory(),
                        world.clustersChangedSince(before),
                        world.mediaBuild(),
                        world.faults().equals(before.faults()) ? null : world.faults());
        write(channel, line);
        saved = world;
        if (before == null) {
            compactAtGrowth();
        } else if (channel.size() > compactAt) {
            compact(world);
            compactAtGrowth();
        }
    }

    /** A large data centre is as large when it is compacted: what came since then is what compacting takes away. */
    private void compactAtGrowth() throws IOException {
        compactAt = Math.max(SMALLEST_TO_COMPACT_BYTES, GROWTH_TO_COMPACT * channel.size());
    }

    private static Line whole(DataCentre world) {
        return new Line(world.directory(), world.clusters(), world.mediaBuild(), world.faults());
    }

    private static void write(FileChannel channel, Line line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private void compact(DataCentre world) throws IOException {
        Path fresh = file.resolveSibling("data-centre.journal.new");
        Files.deleteIfExists(fresh);
        try (FileChannel target = append(fresh)) {
            write(target, whole(world));
        }
        channel.close();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = append(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
