package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The private half of a note key. Its text form has two lines: the signer key as the note tools of the Go checksum database write
 * it ({@code PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>}) and the verifier key that belongs to it.
 */
public final class SigningKey {

    private static final String PREFIX = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final byte[] seed;
    private final PrivateKey key;

    private SigningKey(VerifierKey verifier, byte[] seed) {
        this.verifier = verifier;
        this.seed = seed;
        this.key = Ed25519.privateKey(seed);
    }

    /** A new key from the system's source of randomness. */
    public static SigningKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new SigningKey(VerifierKey.of(name, pair.getPublic()), seed);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Reads what {@link #toText()} wrote; refuses halves that do not belong together. */
    public static Checked<SigningKey> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty() || !lines[0].startsWith(PREFIX)) {
            return malformed("a key file has two lines: the signer key and the verifier key");
        }
        return VerifierKey.parse(lines[1]).then(verifier -> {
            String[] parts = lines[0].substring(PREFIX.length()).split("\\+", 3);
            return parts.length != 3
                    ? malformed("a signer key is a name, a key id and a seed, separated by plus signs")
                    : Canonical.base64(parts[2]).then(bytes -> matching(verifier, bytes, text));
        });
    }

    private static Checked<SigningKey> matching(VerifierKey verifier, byte[] bytes, String text) {
        if (bytes.length != 1 + Ed25519.KEY_LENGTH || bytes[0] != VerifierKey.ED25519) {
            return malformed("not an Ed25519 signer key");
        }
        SigningKey parsed = new SigningKey(verifier, Arrays.copyOfRange(bytes, 1, bytes.length));
        byte[] probe = "probe\n".getBytes(StandardCharsets.UTF_8);
        return parsed.toText().equals(text) && verifier.verifies(probe, parsed.sign(probe))
                ? new Checked.Accepted<>(parsed)
                : malformed("the signer key and the verifier key do not belong together");
    }

    private static Checked<SigningKey> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    /** The public half. */
    public VerifierKey verifier() {
        return verifier;
    }

    NoteSignature sign(byte[] text) {
        return NoteSignature.of(verifier.name(), verifier.id(), Ed25519.sign(key, text));
    }

    /** The key for its file: a secret, for the eyes of the log alone. */
    public String toText() {
        byte[] typed = ByteBuffer.allocate(1 + Ed25519.KEY_LENGTH)
                .put(VerifierKey.ED25519)
                .put(seed)
                .array();
        String id = HexFormat.of().toHexDigits(verifier.id());
        return PREFIX + verifier.name() + "+" + id + "+" + Canonical.toBase64(typed) + "\n" + verifier + "\n";
    }

    /** Names the key without its secret. */
    @Override
    public String toString() {
        return "signing key of " + verifier;
    }
}
