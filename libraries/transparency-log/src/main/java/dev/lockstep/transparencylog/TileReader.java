package dev.lockstep.transparencylog;

import java.util.Map;
import java.util.Set;

/** The storage of a log as the tree needs it: whoever keeps the tiles hands them out. */
@FunctionalInterface
public interface TileReader {

    /**
     * The tiles of those places, each with at least the hashes it has in the tree that is being read; a place without a tile is left out.
     * All places that one question needs are asked for at once.
     */
    Map<TileId, Tile> read(Set<TileId> places);
}
