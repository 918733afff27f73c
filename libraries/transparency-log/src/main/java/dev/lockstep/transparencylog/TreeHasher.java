package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of RFC 6962 §2.1 and RFC 9162 §2.1.1: leaves and nodes are prefixed differently so that neither can be passed off as the other. An
 * instance belongs to one thread.
 */
public final class TreeHasher {

    /** The root of the tree without leaves: SHA-256 of nothing. */
    public static final Hash EMPTY_ROOT =
            Hash.ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static final byte LEAF_PREFIX = 0;
    private static final byte NODE_PREFIX = 1;

    private final MessageDigest digest = sha256();
    private final ByteBuffer children = ByteBuffer.allocate(1 + 2 * Hash.LENGTH);

    /** The hash of a leaf with the given content. */
    public Hash leaf(byte[] content) {
        digest.update(LEAF_PREFIX);
        return Hash.of(digest.digest(content));
    }

    /** The hash of the node above two subtrees. */
    public Hash node(Hash left, Hash right) {
        children.clear().put(NODE_PREFIX);
        left.write(children);
        right.write(children);
        return Hash.of(digest.digest(children.array()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
