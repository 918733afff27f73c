package dev.lockstep.transparencylog;

import java.security.PublicKey;

/**
 * The public half of a note key: {@code <name>+<key id in hex>+<base64 of 0x01 and the public key>} (C2SP signed-note). It is
 * all that a verifier has to be given, and it has to be given by a way that the log does not control.
 */
public final class VerifierKey {

    static final byte ED25519 = 1;

    private final NoteKey key;

    private VerifierKey(NoteKey key) {
        this.key = key;
    }

    static VerifierKey of(String name, PublicKey key) {
        return new VerifierKey(NoteKey.of(name, ED25519, key));
    }

    /** Reads a verifier key; refuses any other algorithm, a key id that does not belong to it and any other spelling. */
    public static Checked<VerifierKey> parse(String text) {
        return NoteKey.parse(text, ED25519, "verifier").then(key -> new Checked.Accepted<>(new VerifierKey(key)));
    }

    /** The name that signature lines carry. */
    public String name() {
        return key.name();
    }

    /** The first four bytes of SHA-256 over name, newline, algorithm and public key. */
    public int id() {
        return key.id();
    }

    boolean made(NoteSignature signature) {
        return key.made(signature);
    }

    boolean verifies(byte[] text, NoteSignature signature) {
        return key.verifies(text, signature.signature());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return id();
    }

    /** The key in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return key.toString();
    }
}
