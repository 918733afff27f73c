package dev.lockstep.transparencylog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree anew from all its leaves, in their order: every tile as soon as it is full, the partial ones and the root at any moment.
 * It holds one tile a level, however long the log is. An instance belongs to one thread.
 */
public final class TreeBuilder {

    private final Consumer<Tile> full;
    private final List<Level> levels = new ArrayList<>();
    private long size;

    /** @param full is given every tile that became full, a tile before the one above it */
    public TreeBuilder(Consumer<Tile> full) {
        this.full = full;
    }

    /** The root that this tree would have with these leaves after all those that it has. */
    public Hash rootWith(List<Hash> more) {
        TreeBuilder longer = new TreeBuilder(_ -> {});
        levels.forEach(level -> longer.levels.add(new Level(level)));
        more.forEach(longer::add);
        return longer.root();
    }

    private static final class Level {

        private final List<Hash> hashes = new ArrayList<>(TileId.WIDTH);
        private RootAccumulator accumulator;
        private long index;

        private Level() {
            accumulator = new RootAccumulator();
        }

        private Level(Level other) {
            hashes.addAll(other.hashes);
            accumulator = new RootAccumulator(other.accumulator);
            index = other.index;
        }
    }

    /** Appends the hash of the next leaf. */
    public void add(Hash leaf) {
        size++;
        Hash hash = leaf;
        for (int number = 0; ; number++) {
            if (number == levels.size()) {
                levels.add(new Level());
            }
            Level level = levels.get(number);
            level.hashes.add(hash);
            level.accumulator.add(hash);
            if (level.hashes.size() < TileId.WIDTH) {
                return;
            }
            full.accept(new Tile(new TileId(number, level.index), level.hashes));
            hash = level.accumulator.root();
            level.hashes.clear();
            level.accumulator = new RootAccumulator();
            level.index++;
        }
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** The root over all leaves so far. */
    public Hash root() {
        @Nullable Hash root = null;
        for (Level level : levels) {
            root = level.accumulator.joined(root);
        }
        return root == null ? TreeHasher.EMPTY_ROOT : root;
    }

    /** The tiles that are not full yet, from the leaves up. */
    public List<Tile> partial() {
        List<Tile> partial = new ArrayList<>();
        for (int number = 0; number < levels.size(); number++) {
            Level level = levels.get(number);
            if (!level.hashes.isEmpty()) {
                partial.add(new Tile(new TileId(number, level.index), level.hashes));
            }
        }
        return partial;
    }
}
