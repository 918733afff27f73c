package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One signature line of a signed note.
 *
 * @param name the name of the key
 * @param encoded base64 of the four bytes of the key's id and the signature, in the form that the key's algorithm gives it
 */
public record NoteSignature(String name, String encoded) {

    private static final String DASH = "— ";

    /** Refuses a name that no key has and a signature that is not longer than a key id. */
    public NoteSignature {
        KeyName.required(name);
        if (Canonical.base64(encoded).orElseThrow().length <= Integer.BYTES) {
            throw new IllegalArgumentException("a signature is longer than its key id");
        }
    }

    static NoteSignature of(String name, int keyId, byte[] signature) {
        byte[] identified = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(keyId)
                .put(signature)
                .array();
        return new NoteSignature(name, Canonical.toBase64(identified));
    }

    static Checked<NoteSignature> parse(String line) {
        if (!line.startsWith(DASH)) {
            return malformed("a signature line begins with an em dash and a space");
        }
        String[] parts = line.substring(DASH.length()).split(" ", 2);
        if (parts.length != 2 || !KeyName.isValid(parts[0])) {
            return malformed("a signature line is a key name and a signature");
        }
        return Canonical.base64(parts[1])
                .then(decoded -> decoded.length <= Integer.BYTES
                        ? malformed("a signature is longer than its key id")
                        : new Checked.Accepted<>(new NoteSignature(parts[0], parts[1])));
    }

    private static Checked<NoteSignature> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    String toLine() {
        return DASH + name + " " + encoded + "\n";
    }

    /** The four bytes that tell keys of one name apart. */
    public int keyId() {
        return ByteBuffer.wrap(decoded()).getInt();
    }

    /** The signature without the key's id. */
    public byte[] signature() {
        byte[] decoded = decoded();
        return Arrays.copyOfRange(decoded, Integer.BYTES, decoded.length);
    }

    private byte[] decoded() {
        return Canonical.base64(encoded).orElseThrow();
    }
}
