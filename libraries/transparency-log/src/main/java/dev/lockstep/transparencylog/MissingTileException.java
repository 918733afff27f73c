package dev.lockstep.transparencylog;

/** The storage does not hold what a log of its stated size must hold: tiles were lost, cut short or never written. */
public final class MissingTileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TileId place;

    MissingTileException(TileId place, int width, int needed) {
        super("tile at level %d, index %d has %d hashes, the tree needs %d"
                .formatted(place.level(), place.index(), width, needed));
        this.place = place;
    }

    /** The tile that is missing or too short. */
    public TileId place() {
        return place;
    }
}
