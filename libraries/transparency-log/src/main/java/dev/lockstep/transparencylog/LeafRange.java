package dev.lockstep.transparencylog;

import java.util.ArrayList;
import java.util.List;

/**
 * The leaves {@code from} (inclusive) to {@code to} (exclusive) under one node of the tree of RFC 6962. Proofs are lists of such
 * nodes.
 */
record LeafRange(long from, long to) {

    LeafRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("no node spans leaves " + from + " to " + to);
        }
    }

    private long leaves() {
        return to - from;
    }

    /** Whether the node is the root of a complete subtree, whose hash never changes once its leaves are there. */
    boolean isComplete() {
        return Long.bitCount(leaves()) == 1;
    }

    /** Height of the complete subtree: 0 for a leaf. */
    int height() {
        return Long.numberOfTrailingZeros(leaves());
    }

    /** Where the tree splits this node: the largest power of two smaller than its number of leaves goes left. */
    private long split() {
        return from + Long.highestOneBit(leaves() - 1);
    }

    LeafRange left() {
        return new LeafRange(from, split());
    }

    LeafRange right() {
        return new LeafRange(split(), to);
    }

    /** The complete subtrees that this node is made of, from left to right. */
    List<LeafRange> completeSubtrees() {
        List<LeafRange> subtrees = new ArrayList<>();
        LeafRange rest = this;
        while (!rest.isComplete()) {
            subtrees.add(rest.left());
            rest = rest.right();
        }
        subtrees.add(rest);
        return subtrees;
    }

    /** {@code PATH(index, D[0:size])} of RFC 6962 §2.1.1, from the leaf's sibling up. */
    static List<LeafRange> inclusionPath(long index, long size) {
        List<LeafRange> path = new ArrayList<>();
        LeafRange node = new LeafRange(0, size);
        while (node.leaves() > 1) {
            boolean goesLeft = index < node.split();
            path.addFirst(goesLeft ? node.right() : node.left());
            node = goesLeft ? node.left() : node.right();
        }
        return path;
    }

    /** {@code PROOF(from, D[0:to])} of RFC 6962 §2.1.2 for {@code 0 < from < to}. */
    static List<LeafRange> consistencyPath(long from, long to) {
        List<LeafRange> path = new ArrayList<>();
        LeafRange node = new LeafRange(0, to);
        while (node.to() != from) {
            boolean goesLeft = from <= node.split();
            path.addFirst(goesLeft ? node.right() : node.left());
            node = goesLeft ? node.left() : node.right();
        }
        if (node.from() != 0) {
            path.addFirst(node);
        }
        return path;
    }
}
