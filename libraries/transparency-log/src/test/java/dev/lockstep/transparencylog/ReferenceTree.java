package dev.lockstep.transparencylog;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The definitions of RFC 6962 §2.1 word for word, over leaves held in memory: slow, and obviously right. */
final class ReferenceTree {

    private final List<byte[]> leaves;

    ReferenceTree(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    Hash root(int size) {
        return root(0, size);
    }

    private Hash root(int from, int to) {
        MessageDigest digest = TreeHasher.sha256();
        if (from == to) {
            return Hash.of(digest.digest());
        }
        if (to - from == 1) {
            digest.update((byte) 0);
            return Hash.of(digest.digest(leaves.get(from)));
        }
        int split = from + split(to - from);
        digest.update((byte) 1);
        digest.update(root(from, split).toBytes());
        digest.update(root(split, to).toBytes());
        return Hash.of(digest.digest());
    }

    List<Hash> inclusion(int index, int size) {
        return path(index, 0, size);
    }

    private List<Hash> path(int index, int from, int to) {
        if (to - from == 1) {
            return List.of();
        }
        int split = from + split(to - from);
        return index < split
                ? and(path(index, from, split), root(split, to))
                : and(path(index, split, to), root(from, split));
    }

    List<Hash> consistency(int earlier, int later) {
        return subproof(earlier, 0, later, true);
    }

    private List<Hash> subproof(int earlier, int from, int to, boolean wholeOfEarlier) {
        if (earlier == to) {
            return wholeOfEarlier ? List.of() : List.of(root(from, to));
        }
        int split = from + split(to - from);
        return earlier <= split
                ? and(subproof(earlier, from, split, wholeOfEarlier), root(split, to))
                : and(subproof(earlier, split, to, false), root(from, split));
    }

    private static int split(int leaves) {
        int split = 1;
        while (split * 2 < leaves) {
            split *= 2;
        }
        return split;
    }

    private static List<Hash> and(List<Hash> proof, Hash hash) {
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(hash);
        return longer;
    }

    /** Tiles in memory, grown by the appends of a {@link TiledTree}. */
    static final class Tiles implements TileReader {

        private final Map<TileId, Tile> stored = new LinkedHashMap<>();
        private long size;

        Hash append(List<byte[]> contents) {
            TreeHasher hasher = new TreeHasher();
            TiledTree.Grown grown =
                    tree().append(contents.stream().map(hasher::leaf).toList());
            grown.changed().forEach(tile -> stored.put(tile.id(), tile));
            size = grown.size();
            return grown.root();
        }

        TiledTree tree() {
            return new TiledTree(this, size);
        }

        Tile get(TileId place) {
            return Objects.requireNonNull(stored.get(place));
        }

        int count() {
            return stored.size();
        }

        void put(Tile tile) {
            stored.put(tile.id(), tile);
        }

        @Override
        public Map<TileId, Tile> read(Set<TileId> places) {
            Map<TileId, Tile> found = new LinkedHashMap<>(stored);
            found.keySet().retainAll(places);
            return found;
        }
    }
}
