package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public Ed25519 key under a name, as C2SP signed-note has it. The byte that says what the key signs is part of its id, so that one key used
 * for two purposes is two.
 */
final class NoteKey {

    private final String name;
    private final byte purpose;
    private final byte[] encoded;
    private final PublicKey key;
    private final int id;

    private NoteKey(String name, byte purpose, byte[] encoded, PublicKey key) {
        this.name = name;
        this.purpose = purpose;
        this.encoded = encoded;
        this.key = key;
        MessageDigest digest = TreeHasher.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(purpose);
        this.id = ByteBuffer.wrap(digest.digest(encoded)).getInt();
    }

    static NoteKey of(String name, byte purpose, PublicKey key) {
        return new NoteKey(KeyName.required(name), purpose, Ed25519.encoded(key), key);
    }

    /** @param what the key is called in refusals */
    static Checked<NoteKey> parse(String text, byte purpose, String what) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !KeyName.isValid(parts[0])) {
            return malformed("a %s key is a name, a key id and a public key, separated by plus signs".formatted(what));
        }
        return Canonical.base64(parts[2]).then(bytes -> {
            if (bytes.length != 1 + Ed25519.KEY_LENGTH || bytes[0] != purpose) {
                return malformed("not an Ed25519 %s key".formatted(what));
            }
            byte[] encoded = Arrays.copyOfRange(bytes, 1, bytes.length);
            try {
                NoteKey parsed = new NoteKey(parts[0], purpose, encoded, Ed25519.publicKey(encoded));
                return parsed.toString().equals(text)
                        ? new Checked.Accepted<>(parsed)
                        : malformed("the key id is not that of the key");
            } catch (InvalidKeyException notAPoint) {
                return malformed("not a point of the curve");
            }
        });
    }

    private static Checked<NoteKey> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    String name() {
        return name;
    }

    int id() {
        return id;
    }

    boolean isSamePoint(NoteKey other) {
        return Arrays.equals(encoded, other.encoded);
    }

    int hashOfPoint() {
        return Arrays.hashCode(encoded);
    }

    boolean made(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId() == id;
    }

    boolean verifies(byte[] signed, byte[] signature) {
        return Ed25519.verifies(key, signed, signature);
    }

    @Override
    public String toString() {
        byte[] typed = ByteBuffer.allocate(1 + Ed25519.KEY_LENGTH)
                .put(purpose)
                .put(encoded)
                .array();
        return name + "+" + HexFormat.of().toHexDigits(id) + "+" + Canonical.toBase64(typed);
    }
}
