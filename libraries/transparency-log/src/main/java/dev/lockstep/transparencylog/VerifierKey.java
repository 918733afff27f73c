package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public half of a note key: {@code <name>+<key id in hex>+<base64 of 0x01 and the public key>} (C2SP signed-note). It is
 * all that a verifier has to be given, and it has to be given by a way that the log does not control.
 */
public final class VerifierKey {

    static final byte ED25519 = 1;

    private final String name;
    private final byte[] encoded;
    private final PublicKey key;

    private VerifierKey(String name, byte[] encoded, PublicKey key) {
        this.name = name;
        this.encoded = encoded;
        this.key = key;
    }

    static VerifierKey of(String name, PublicKey key) {
        return new VerifierKey(KeyName.required(name), Ed25519.encoded(key), key);
    }

    /** Reads a verifier key; refuses any other algorithm, a key id that does not belong to it and any other spelling. */
    public static Checked<VerifierKey> parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !KeyName.isValid(parts[0])) {
            return malformed("a verifier key is a name, a key id and a public key, separated by plus signs");
        }
        return Canonical.base64(parts[2]).then(bytes -> {
            if (bytes.length != 1 + Ed25519.KEY_LENGTH || bytes[0] != ED25519) {
                return malformed("not an Ed25519 verifier key");
            }
            byte[] encoded = Arrays.copyOfRange(bytes, 1, bytes.length);
            try {
                VerifierKey parsed = new VerifierKey(parts[0], encoded, Ed25519.publicKey(encoded));
                return parsed.toString().equals(text)
                        ? new Checked.Accepted<>(parsed)
                        : malformed("the key id is not that of the key");
            } catch (InvalidKeyException notAPoint) {
                return malformed("not a point of the curve");
            }
        });
    }

    private static Checked<VerifierKey> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    /** The name that signature lines carry. */
    public String name() {
        return name;
    }

    /** The first four bytes of SHA-256 over name, newline, algorithm and public key. */
    public int id() {
        MessageDigest digest = TreeHasher.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return ByteBuffer.wrap(digest.digest(encoded)).getInt();
    }

    boolean made(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId() == id();
    }

    boolean verifies(byte[] text, NoteSignature signature) {
        return Ed25519.verifies(key, text, signature.signature());
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
        byte[] typed = ByteBuffer.allocate(1 + Ed25519.KEY_LENGTH)
                .put(ED25519)
                .put(encoded)
                .array();
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Canonical.toBase64(typed);
    }
}
