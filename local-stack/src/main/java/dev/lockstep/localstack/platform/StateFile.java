package dev.lockstep.localstack.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file in which a running platform says where everything is. Readers see a whole state or none. */
public final class StateFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path file;

    public StateFile(Path file) {
        this.file = file;
    }

    /** Replaces the state. */
    public synchronized void write(PlatformState state) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, JSON.writeValueAsBytes(state));
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What was written last, by whoever it was.
     *
     * @throws IOException when there is a file that is not a state of this form
     */
    public Optional<PlatformState> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PlatformState state = JSON.readValue(file.toFile(), PlatformState.class);
        if (state.version() != PlatformState.VERSION) {
            throw new IOException(file + " has the form " + state.version() + ", not " + PlatformState.VERSION);
        }
        return Optional.of(state);
    }

    /** The state of a platform that runs now; empty when there is none or its supervisor is gone. */
    public Optional<PlatformState> running() throws IOException {
        return read().filter(state -> state.supervisor().find().isPresent());
    }

    /** Removes the file. */
    public synchronized void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
