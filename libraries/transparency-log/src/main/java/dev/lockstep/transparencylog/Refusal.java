package dev.lockstep.transparencylog;

/**
 * Why something was not believed.
 *
 * @param kind the class of the fault, stable for programs
 * @param detail what exactly was wrong, for people
 */
public record Refusal(Kind kind, String detail) {

    /** The classes of faults. */
    public enum Kind {
        /** The input is not in its canonical form. */
        MALFORMED,
        /** An index or a size lies outside the tree. */
        OUT_OF_RANGE,
        /** The proof has fewer or more hashes than a tree of this size needs. */
        WRONG_PROOF_LENGTH,
        /** The hashes do not lead to the stated root. */
        ROOT_MISMATCH,
        /** No signature is by a known key. */
        UNKNOWN_KEY,
        /** A signature by a known key does not verify. */
        BAD_SIGNATURE,
        /** The checkpoint is of another log. */
        FOREIGN_ORIGIN,
        /** The key that signed it was not to sign this state of the log. */
        OUT_OF_TERM
    }
}
