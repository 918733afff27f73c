package dev.lockstep.transparencylog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Merkle tree of a log of {@code size} leaves, read from stored tiles. It holds no state of its own: appending returns the tiles that
 * change, and the caller stores them in the transaction that stores the leaves. An instance belongs to one thread.
 */
public final class TiledTree {

    private final TileReader tiles;
    private final long size;
    private final TreeHasher hasher = new TreeHasher();

    /**
     * @param size leaves of the tree; the reader's tiles may belong to a larger tree that grew from it
     */
    public TiledTree(TileReader tiles, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("no tree has " + size + " leaves");
        }
        this.tiles = tiles;
        this.size = size;
    }

    /**
     * The tree after an append.
     *
     * @param size leaves now
     * @param root root now
     * @param changed the tiles that are new or wider than before, to be stored as they are
     */
    public record Grown(long size, Hash root, Collection<Tile> changed) {}

    /** Leaves of this tree. */
    public long size() {
        return size;
    }

    /** The root of this tree. */
    public Hash root() {
        return size == 0
                ? TreeHasher.EMPTY_ROOT
                : hashes(List.of(new LeafRange(0, size))).getFirst();
    }

    /**
     * The tree as it was when it held the first {@code earlier} leaves.
     *
     * @throws IllegalArgumentException unless {@code 0 <= earlier <= size}
     */
    public TiledTree at(long earlier) {
        requireWithin(earlier, size);
        return new TiledTree(tiles, earlier);
    }

    /**
     * The root that the tree had when it held the first {@code earlier} leaves.
     *
     * @throws IllegalArgumentException unless {@code 0 <= earlier <= size}
     */
    public Hash rootAt(long earlier) {
        return at(earlier).root();
    }

    /**
     * The proof that the leaf at {@code index} is in this tree: from its sibling up (RFC 6962 §2.1.1).
     *
     * @throws IllegalArgumentException unless {@code 0 <= index < size}
     */
    public List<Hash> inclusionProof(long index) {
        requireWithin(index, size - 1);
        return hashes(LeafRange.inclusionPath(index, size));
    }

    /**
     * The proof that this tree grew from the one of the first {@code earlier} leaves (RFC 6962 §2.1.2). It is empty when
     * {@code earlier} is the size.
     *
     * @throws IllegalArgumentException unless {@code 1 <= earlier <= size}
     */
    public List<Hash> consistencyProof(long earlier) {
        requireWithin(earlier - 1, size - 1);
        return earlier == size ? List.of() : hashes(LeafRange.consistencyPath(earlier, size));
    }

    /** The tree with {@code leaves} appended. This tree's own right edge is read; nothing is written. */
    public Grown append(List<Hash> leaves) {
        Map<TileId, Tile> edge = read(rightEdge());
        Map<TileId, Tile> changed = new LinkedHashMap<>();
        List<Hash> incoming = leaves;
        for (int level = 0; !incoming.isEmpty(); level++) {
            incoming = appendToLevel(level, incoming, edge, changed);
        }
        long grown = Math.addExact(size, leaves.size());
        TileReader overlay = places -> {
            Map<TileId, Tile> found = new LinkedHashMap<>(edge);
            found.putAll(changed);
            found.keySet().retainAll(places);
            return found;
        };
        return new Grown(grown, new TiledTree(overlay, grown).root(), List.copyOf(changed.values()));
    }

    /** Fills the tiles of a level and returns the roots of those that became full, which are the next level's hashes. */
    private List<Hash> appendToLevel(
            int level, List<Hash> incoming, Map<TileId, Tile> edge, Map<TileId, Tile> changed) {
        List<Hash> roots = new ArrayList<>();
        long before = size >>> (TileId.HEIGHT * level);
        TileId place = new TileId(level, before / TileId.WIDTH);
        Tile partial = edge.get(place);
        List<Hash> hashes = partial == null ? List.of() : partial.hashes().subList(0, place.widthAt(size));
        int taken = 0;
        while (taken < incoming.size()) {
            int room = Math.min(TileId.WIDTH - hashes.size(), incoming.size() - taken);
            List<Hash> filled = new ArrayList<>(hashes);
            filled.addAll(incoming.subList(taken, taken + room));
            taken += room;
            Tile tile = new Tile(place, filled);
            changed.put(place, tile);
            if (tile.isFull()) {
                roots.add(tile.root(hasher));
            }
            place = new TileId(level, place.index() + 1);
            hashes = List.of();
        }
        return roots;
    }

    /** The partial tiles of this tree: one a level at most, and all that appending and the root need. */
    private Set<TileId> rightEdge() {
        Set<TileId> places = new LinkedHashSet<>();
        for (int level = 0; size >>> (TileId.HEIGHT * level) > 0 && level * TileId.HEIGHT < Long.SIZE; level++) {
            TileId place = new TileId(level, (size >>> (TileId.HEIGHT * level)) / TileId.WIDTH);
            if (place.widthAt(size) > 0) {
                places.add(place);
            }
        }
        return places;
    }

    private List<Hash> hashes(List<LeafRange> nodes) {
        Set<TileId> places = new LinkedHashSet<>();
        nodes.forEach(node -> node.completeSubtrees().forEach(subtree -> places.add(TileId.holding(subtree))));
        Map<TileId, Tile> found = read(places);
        return nodes.stream().map(node -> hash(node, found)).toList();
    }

    private Hash hash(LeafRange node, Map<TileId, Tile> found) {
        return node.completeSubtrees().reversed().stream()
                .map(subtree -> completeHash(subtree, found))
                .reduce((right, left) -> hasher.node(left, right))
                .orElseThrow();
    }

    private Hash completeHash(LeafRange subtree, Map<TileId, Tile> found) {
        TileId place = TileId.holding(subtree);
        int shift = TileId.HEIGHT * place.level();
        int first = (int) ((subtree.from() >>> shift) % TileId.WIDTH);
        int count = 1 << (subtree.height() - shift);
        Tile tile = found.get(place);
        if (tile == null) {
            throw new MissingTileException(place, 0, first + count);
        }
        return tile.subtree(hasher, first, count);
    }

    /** The tiles of those places, each checked to be as wide as this tree makes it. */
    private Map<TileId, Tile> read(Set<TileId> places) {
        Map<TileId, Tile> found = places.isEmpty() ? Map.of() : tiles.read(places);
        for (TileId place : places) {
            Tile tile = found.get(place);
            int width = tile == null ? 0 : tile.width();
            int needed = place.widthAt(size);
            if (width < needed) {
                throw new MissingTileException(place, width, needed);
            }
        }
        return found;
    }

    private static void requireWithin(long value, long bound) {
        if (value < 0 || value > bound) {
            throw new IllegalArgumentException("outside the tree: " + value + " is not from 0 to " + bound);
        }
    }
}
