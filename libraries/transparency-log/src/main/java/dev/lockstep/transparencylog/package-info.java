/**
 * A verifiable append-only log on nothing but the JDK: the Merkle tree of RFC 6962 and RFC 9162, kept in the 256-wide tiles of
 * C2SP {@code tlog-tiles}, with proofs of inclusion and consistency, and checkpoints as C2SP signed notes under Ed25519.
 *
 * <p>Writing is a pure function from the right edge of the tree to the tiles that change ({@link
 * dev.lockstep.transparencylog.TiledTree}); whoever owns the storage reads and writes tiles in its own transaction. Verifying
 * needs no storage at all and trusts nothing that a hash or a signature does not cover. Input that has more than one spelling is
 * accepted only in its canonical one.
 */
@NullMarked
package dev.lockstep.transparencylog;

import org.jspecify.annotations.NullMarked;
