package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to 256 neighbouring hashes of one level. At level 0 they are leaf hashes; above, each is the root of a full tile of the
 * level below.
 *
 * @param hashes 1 to 256 of them, from the left
 */
public record Tile(TileId id, List<Hash> hashes) {

    /** Keeps its own copy; refuses a tile that is empty or too wide. */
    public Tile {
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty() || hashes.size() > TileId.WIDTH) {
            throw new IllegalArgumentException("no tile is " + hashes.size() + " hashes wide");
        }
    }

    /**
     * Reads the bytes that {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException if their number is not a whole number of hashes from 1 to 256
     */
    public static Tile of(TileId id, byte[] bytes) {
        if (bytes.length % Hash.LENGTH != 0) {
            throw new IllegalArgumentException("a tile is not " + bytes.length + " bytes long");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Hash> hashes = new ArrayList<>(bytes.length / Hash.LENGTH);
        while (buffer.hasRemaining()) {
            hashes.add(Hash.read(buffer));
        }
        return new Tile(id, hashes);
    }

    /** The hashes one after another, as {@code tlog-tiles} serves them. */
    public byte[] toBytes() {
        return toBytes(width());
    }

    /** The first {@code width} hashes: the partial tile of an earlier tree. */
    public byte[] toBytes(int width) {
        ByteBuffer buffer = ByteBuffer.allocate(width * Hash.LENGTH);
        hashes.subList(0, width).forEach(hash -> hash.write(buffer));
        return buffer.array();
    }

    /** How many hashes there are. */
    public int width() {
        return hashes.size();
    }

    boolean isFull() {
        return hashes.size() == TileId.WIDTH;
    }

    /** The root of the whole of a full tile. */
    Hash root(TreeHasher hasher) {
        return subtree(hasher, 0, TileId.WIDTH);
    }

    /** The root over {@code count} (a power of two) hashes from the {@code first}. */
    Hash subtree(TreeHasher hasher, int first, int count) {
        if (count == 1) {
            return hashes.get(first);
        }
        int half = count / 2;
        return hasher.node(subtree(hasher, first, half), subtree(hasher, first + half, half));
    }
}
