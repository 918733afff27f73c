package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A SHA-256 value, the hash of every node of the tree. Its four words are the 32 bytes in big-endian order, so that a value is
 * immutable, compares by content and costs no array.
 */
public record Hash(long word0, long word1, long word2, long word3) {

    /** Bytes in a hash. */
    public static final int LENGTH = 32;

    /**
     * Reads a hash from {@code bytes}.
     *
     * @throws IllegalArgumentException unless there are exactly 32 bytes
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** Reads 64 hexadecimal digits. */
    public static Hash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    static Hash read(ByteBuffer buffer) {
        return new Hash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** Reads standard base64 with padding; any other spelling of the same bytes is refused. */
    public static Checked<Hash> parseBase64(String text) {
        return switch (Canonical.base64(text)) {
            case Checked.Refused<byte[]> refused -> refused.as();
            case Checked.Accepted<byte[]>(byte[] bytes) ->
                bytes.length == LENGTH
                        ? new Checked.Accepted<>(of(bytes))
                        : Checked.refused(Refusal.Kind.MALFORMED, "a hash has 32 bytes, not " + bytes.length);
        };
    }

    void write(ByteBuffer buffer) {
        buffer.putLong(word0).putLong(word1).putLong(word2).putLong(word3);
    }

    /** The 32 bytes. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
        write(buffer);
        return buffer.array();
    }

    /** Standard base64 with padding, as checkpoints and proofs write it. */
    public String toBase64() {
        return Canonical.toBase64(toBytes());
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(toBytes());
    }

    @Override
    public String toString() {
        return toHex();
    }
}
