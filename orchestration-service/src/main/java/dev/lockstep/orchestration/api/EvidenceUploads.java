package dev.lockstep.orchestration.api;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the files that are given as evidence. Each is held in memory as a whole until it is kept, so that its hash is known before it
 * is written; of so many at once there is room.
 */
@ApplicationScoped
class EvidenceUploads {

    /** Bytes of a file. */
    static final int LARGEST = 8_000_000;

    /** Files that are taken in at once. */
    static final int AT_ONCE = 2;

    private final Semaphore room = new Semaphore(AT_ONCE);

    /**
     * Takes in a file.
     *
     * @param announced what the request says of its length, in bytes; null when it says nothing
     * @return what came of it; empty when there is no room at this moment
     * @throws InvalidRequestException when there are not 1 to {@value #LARGEST} bytes
     */
    <T> Optional<T> take(InputStream body, @Nullable Long announced, Function<ByteBuffer, T> use) {
        if (!room.tryAcquire()) {
            drop(body);
            return Optional.empty();
        }
        try {
            return Optional.of(use.apply(read(body, announced)));
        } finally {
            room.release();
        }
    }

    private static ByteBuffer read(InputStream body, @Nullable Long announced) {
        if (announced != null && announced > LARGEST) {
            drop(body);
            throw notSoMany(announced);
        }
        byte[] content = new byte[announced == null ? LARGEST + 1 : Math.toIntExact(announced)];
        int length;
        try {
            length = body.readNBytes(content, 0, content.length);
        } catch (IOException brokenOff) {
            throw new InvalidRequestException(new Mistake("body", "the file broke off", "send all of it"));
        }
        if (length == 0 || length > LARGEST) {
            drop(body);
            throw notSoMany(length);
        }
        return ByteBuffer.wrap(content, 0, length);
    }

    private static InvalidRequestException notSoMany(long length) {
        return new InvalidRequestException(new Mistake(
                "body",
                length > LARGEST ? "the file has more than %,d bytes".formatted(LARGEST) : "the file has no bytes",
                "give 1 to %,d".formatted(LARGEST)));
    }

    /** Takes what is still on its way: a client that is cut off while it sends never reads the answer. */
    private static void drop(InputStream body) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException brokenOff) {
            // Nobody is there any more to be answered.
        }
    }
}
