package dev.lockstep.transparencylog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to 256 leaves as {@code tlog-tiles} serves them: each with its length in two bytes before it, big-endian. Bundle {@code n} holds the
 * leaves that tile {@code n} of level 0 holds the hashes of.
 */
public final class EntryBundle {

    /** Most bytes of a leaf. */
    public static final int MAX_LEAF = 65_535;

    private EntryBundle() {}

    /**
     * The path below the log's prefix, for example {@code tile/entries/x001/234.p/12}.
     *
     * @param width leaves in it, 1 to 256
     */
    public static String path(long index, int width) {
        return "tile/entries/"
                + new TileId.Sized(new TileId(0, index), width).path().substring("tile/0/".length());
    }

    /** Reads such a path; any other spelling of the same bundle is refused. */
    public static Checked<TileId.Sized> parsePath(String path) {
        return path.startsWith("tile/entries/")
                ? TileId.Sized.parse("tile/0/" + path.substring("tile/entries/".length()))
                : Checked.refused(Refusal.Kind.MALFORMED, "not the path of an entry bundle");
    }

    /**
     * Writes leaves one after another.
     *
     * @throws IllegalArgumentException when a leaf is longer than {@value #MAX_LEAF} bytes
     */
    public static byte[] write(List<byte[]> leaves) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            if (leaf.length > MAX_LEAF) {
                throw new IllegalArgumentException("a leaf of " + leaf.length + " bytes");
            }
            bytes.write(leaf.length >>> 8);
            bytes.write(leaf.length);
            bytes.writeBytes(leaf);
        }
        return bytes.toByteArray();
    }

    /** Reads all leaves; refuses bytes that end within a leaf, and more than 256 leaves. */
    public static Checked<List<byte[]>> parse(byte[] bytes) {
        List<byte[]> leaves = new ArrayList<>(TileId.WIDTH);
        int place = 0;
        while (place < bytes.length) {
            if (bytes.length - place < 2) {
                return cutShort(leaves.size());
            }
            int length = (bytes[place] & 0xff) << 8 | (bytes[place + 1] & 0xff);
            place += 2;
            if (bytes.length - place < length) {
                return cutShort(leaves.size());
            }
            if (leaves.size() == TileId.WIDTH) {
                return Checked.refused(Refusal.Kind.MALFORMED, "more than 256 entries in a bundle");
            }
            byte[] leaf = new byte[length];
            System.arraycopy(bytes, place, leaf, 0, length);
            leaves.add(leaf);
            place += length;
        }
        return new Checked.Accepted<>(leaves);
    }

    private static Checked<List<byte[]>> cutShort(int whole) {
        return Checked.refused(Refusal.Kind.MALFORMED, "the bundle ends within its entry " + whole);
    }
}
