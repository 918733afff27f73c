package dev.lockstep.transparencylog;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Checks proofs by the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2, knowing only sizes and roots. A proof is refused unless it
 * has exactly the hashes that the sizes call for. An instance belongs to one thread.
 */
public final class ProofVerifier {

    private final TreeHasher hasher = new TreeHasher();

    /**
     * Whether {@code leaf} is the leaf at {@code index} of the tree with {@code size} leaves and {@code root}.
     *
     * @return the refusal, or empty if it is proved
     */
    public Optional<Refusal> inclusion(long index, long size, Hash leaf, List<Hash> proof, Hash root) {
        if (index < 0 || size <= index) {
            return refusal(Refusal.Kind.OUT_OF_RANGE, "no leaf " + index + " in a tree of " + size);
        }
        if (proof.size() != inclusionLength(index, size)) {
            return wrongLength(proof, inclusionLength(index, size));
        }
        long node = index;
        long last = size - 1;
        Hash computed = leaf;
        for (Hash sibling : proof) {
            if ((node & 1) == 1 || node == last) {
                computed = hasher.node(sibling, computed);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                computed = hasher.node(computed, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return computed.equals(root)
                ? Optional.empty()
                : refusal(Refusal.Kind.ROOT_MISMATCH, "leaf " + index + " leads to root " + computed + ", not " + root);
    }

    /**
     * Whether the tree of {@code later} leaves and {@code laterRoot} begins with the tree of {@code earlier} leaves and
     * {@code earlierRoot}. Growth from the empty tree has no proof: everything begins with nothing.
     *
     * @return the refusal, or empty if it is proved
     */
    public Optional<Refusal> consistency(long earlier, long later, Hash earlierRoot, Hash laterRoot, List<Hash> proof) {
        if (earlier < 0 || later < earlier || (earlier == 0 && later > 0)) {
            return refusal(
                    Refusal.Kind.OUT_OF_RANGE, "nothing can be proved of growth from " + earlier + " to " + later);
        }
        if (proof.size() != consistencyLength(earlier, later)) {
            return wrongLength(proof, consistencyLength(earlier, later));
        }
        if (earlier == later) {
            boolean possible = earlier > 0 || earlierRoot.equals(TreeHasher.EMPTY_ROOT);
            return possible && earlierRoot.equals(laterRoot)
                    ? Optional.empty()
                    : refusal(Refusal.Kind.ROOT_MISMATCH, "not the one root of the " + earlier + " leaves");
        }
        return growth(earlier, later, earlierRoot, laterRoot, proof);
    }

    private Optional<Refusal> growth(long earlier, long later, Hash earlierRoot, Hash laterRoot, List<Hash> proof) {
        Iterator<Hash> hashes = proof.iterator();
        int skipped = Long.numberOfTrailingZeros(earlier);
        long node = (earlier - 1) >>> skipped;
        long last = (later - 1) >>> skipped;
        Hash start = Long.bitCount(earlier) == 1 ? earlierRoot : hashes.next();
        Hash old = start;
        Hash grown = start;
        while (hashes.hasNext()) {
            Hash sibling = hashes.next();
            if ((node & 1) == 1 || node == last) {
                old = hasher.node(sibling, old);
                grown = hasher.node(sibling, grown);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                grown = hasher.node(grown, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (!old.equals(earlierRoot)) {
            return refusal(Refusal.Kind.ROOT_MISMATCH, "the first " + earlier + " leaves have root " + old);
        }
        return grown.equals(laterRoot)
                ? Optional.empty()
                : refusal(Refusal.Kind.ROOT_MISMATCH, "the " + later + " leaves have root " + grown);
    }

    private static int inclusionLength(long index, long size) {
        return LeafRange.inclusionPath(index, size).size();
    }

    private static int consistencyLength(long earlier, long later) {
        return earlier == later ? 0 : LeafRange.consistencyPath(earlier, later).size();
    }

    private static Optional<Refusal> wrongLength(List<Hash> proof, int needed) {
        return refusal(
                Refusal.Kind.WRONG_PROOF_LENGTH, "the proof has " + proof.size() + " hashes, it must have " + needed);
    }

    private static Optional<Refusal> refusal(Refusal.Kind kind, String detail) {
        return Optional.of(new Refusal(kind, detail));
    }
}
