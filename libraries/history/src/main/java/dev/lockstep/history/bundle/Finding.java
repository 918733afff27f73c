package dev.lockstep.history.bundle;

/**
 * Something in a bundle that does not hold.
 *
 * @param kind what sort of damage
 * @param place the file, or {@code entry 17}
 * @param detail in a sentence
 */
public record Finding(Kind kind, String place, String detail) {

    /** The sorts of damage. */
    public enum Kind {
        /** The manifest is not signed by this log. */
        MANIFEST_FORGED,
        /** A checkpoint is not signed by the key, or is no checkpoint. */
        CHECKPOINT_FORGED,
        /** A checkpoint of another log. */
        CHECKPOINT_FOREIGN,
        /** A checkpoint of another state of this log than the one that the bundle should hold. */
        CHECKPOINT_REPLAYED,
        /** What signed it was a key of the log, and not to sign that state of it. */
        KEY_OUT_OF_TERM,
        /** Fewer witnesses than asked for have cosigned the log. */
        COSIGNATURES_MISSING,
        /** A cosignature in the name of a witness is not by that witness. */
        COSIGNATURE_FORGED,
        /** Entries that were signed are not there. */
        ENTRY_MISSING,
        /** There is an entry that was not signed. */
        ENTRY_ADDED,
        /** An entry is not the one that was signed. */
        ENTRY_CHANGED,
        /** Entries stand in another order than the one that was signed. */
        ENTRY_REORDERED,
        /** An entry is as it was signed, and does not say what an entry has to say. */
        ENTRY_UNREADABLE,
        /** The data beside an entry are not those that it stands for, or are not there. */
        DATA_CHANGED,
        /** The key of a person is not there, although nobody erased them. */
        PERSON_KEY_MISSING,
        /** There is a key that is no person's in the log, or that of somebody who was erased. */
        PERSON_KEY_ADDED,
        /** A tile is not there. */
        TILE_MISSING,
        /** A tile is not that of the tree. */
        TILE_CHANGED,
        /** The entries do not lead to a root that was signed. */
        ROOT_MISMATCH,
        /** A file that has to be there is not. */
        FILE_MISSING,
        /** A file that nothing covers. */
        FILE_ADDED,
        /** A file is not the one that the manifest names. */
        FILE_CHANGED,
        /** A certificate is not what follows from the entries. */
        CERTIFICATE_CHANGED
    }
}
