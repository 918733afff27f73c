package dev.lockstep.history.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.TileId;
import java.util.UUID;

/** Where things stand in a bundle. */
public final class BundleLayout {

    /** The signed manifest. */
    public static final String MANIFEST = "manifest";
    /** The checkpoint of the state that the bundle holds, where tools for tlog-tiles look for it. */
    public static final String CHECKPOINT = "checkpoint";
    /** Every checkpoint up to that one, a JSON string on each line, the oldest first. */
    public static final String CHECKPOINTS = "checkpoints";
    /** The greatest checkpoint with the cosignatures of enough witnesses. Those who made it vouch for it, not the manifest. */
    public static final String WITNESSED = "witnessed-checkpoint";
    /** The keys of persons who were not erased, in base64, one on each line. Each answers for itself: entries name it by its hash. */
    public static final String PERSON_KEYS = "person-keys";
    /** Who may do what. */
    public static final String ACCESS_MATRIX = "access-matrix.json";
    /** What the files of a bundle look like. */
    public static final String SCHEMAS = "schemas/";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BundleLayout() {}

    /** Whether a file beside the tree is another one for each state of the log. */
    public static boolean isOfState(String place) {
        return place.equals(CHECKPOINTS) || place.equals(WITNESSED) || place.equals(PERSON_KEYS);
    }

    /** The data of an event too large for a leaf, by their SHA-256. */
    public static String detached(String sha256) {
        return "detached/" + sha256.substring(0, 2) + "/" + sha256;
    }

    /** The certificate of a rollout. */
    public static String certificate(UUID rollout) {
        return "certificates/" + rollout + ".json";
    }

    /**
     * A line of the file of checkpoints.
     *
     * @param note as it was signed
     */
    public static String checkpointLine(String note) {
        try {
            return JSON.writeValueAsString(note) + "\n";
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    /**
     * The note on a line of the file of checkpoints.
     *
     * @throws IllegalArgumentException when it is none
     */
    static String noteOf(String line) {
        try {
            return JSON.readValue(line, String.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not a line of checkpoints", malformed);
        }
    }

    /** A tile of the state of {@code size} leaves. */
    public static String tile(TileId id, long size) {
        return new TileId.Sized(id, id.widthAt(size)).path();
    }

    /** The entries whose hashes are in tile {@code index} of level 0. */
    public static String entries(long index, long size) {
        return EntryBundle.path(index, new TileId(0, index).widthAt(size));
    }

    /** Whether the tree of {@code size} leaves has this tile or these entries. */
    static boolean belongsToTree(String path, long size) {
        Checked<TileId.Sized> named =
                path.startsWith("tile/entries/") ? EntryBundle.parsePath(path) : TileId.Sized.parse(path);
        return switch (named) {
            case Checked.Accepted<TileId.Sized>(TileId.Sized tile) -> tile.id().widthAt(size) == tile.width();
            case Checked.Refused<TileId.Sized> _ -> false;
        };
    }
}
