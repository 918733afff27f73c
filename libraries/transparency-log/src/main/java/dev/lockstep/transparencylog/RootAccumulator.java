package dev.lockstep.transparencylog;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Computes the root of a log that is read from its first leaf to its last, in memory that grows with the logarithm of its size:
 * what a verifier uses that has the leaves and trusts no stored hash. An instance belongs to one thread.
 */
public final class RootAccumulator {

    private final TreeHasher hasher = new TreeHasher();
    /** Roots of the complete subtrees from the right (top of the stack) to the left; their sizes are the bits of {@code size}. */
    private final Deque<Hash> subtrees = new ArrayDeque<>();

    private long size;

    /** An accumulator without leaves. */
    public RootAccumulator() {}

    /** An accumulator that goes on where another one stands. */
    RootAccumulator(RootAccumulator other) {
        subtrees.addAll(other.subtrees);
        size = other.size;
    }

    /** Appends the content of the next leaf. */
    public void addLeaf(byte[] content) {
        add(hasher.leaf(content));
    }

    /** Appends the hash of the next leaf. */
    public void add(Hash leaf) {
        Hash subtree = leaf;
        for (long pending = size; (pending & 1) == 1; pending >>>= 1) {
            subtree = hasher.node(subtrees.pop(), subtree);
        }
        subtrees.push(subtree);
        size++;
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** The root over all leaves so far. */
    public Hash root() {
        Hash root = joined(null);
        return root == null ? TreeHasher.EMPTY_ROOT : root;
    }

    /** The root over all leaves so far and, to the right of them, a smaller tree of root {@code right}; null when there is neither. */
    @Nullable Hash joined(@Nullable Hash right) {
        Hash root = right;
        for (Hash subtree : subtrees) {
            root = root == null ? subtree : hasher.node(subtree, root);
        }
        return root;
    }
}
