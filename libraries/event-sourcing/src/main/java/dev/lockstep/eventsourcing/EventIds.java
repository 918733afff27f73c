package dev.lockstep.eventsourcing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Identifiers that follow from what they identify, so that doing something twice gives the same identifier. */
public final class EventIds {

    private EventIds() {}

    /** The id of a command's event in a stream; {@code index} counts from 0. */
    public static UUID ofCommand(UUID commandId, StreamId stream, int index) {
        return derive(commandId, stream + "#" + index);
    }

    /** The id of something that follows from {@code cause}, for example of the command that an event leads to. */
    public static UUID derive(UUID cause, String purpose) {
        byte[] text = purpose.getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(sha256(ByteBuffer.allocate(Long.BYTES * 2 + text.length)
                .putLong(cause.getMostSignificantBits())
                .putLong(cause.getLeastSignificantBits())
                .put(text)
                .array()));
        long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
