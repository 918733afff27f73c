package dev.lockstep.history.bundle;

import dev.lockstep.transparencylog.NoteSignature;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.WitnessKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The private half of a witness: cosigns whatever it is given, by the letter of C2SP tlog-cosignature. */
public final class Cosigner {

    private final String name;
    private final KeyPair pair;

    public Cosigner(String name) {
        this.name = name;
        try {
            this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private byte[] typed() {
        byte[] x509 = pair.getPublic().getEncoded();
        return ByteBuffer.allocate(33)
                .put((byte) 4)
                .put(x509, x509.length - 32, 32)
                .array();
    }

    private byte[] id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(typed()), 4);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public WitnessKey key() {
        String text = "%s+%s+%s"
                .formatted(
                        name,
                        HexFormat.of().formatHex(id()),
                        Base64.getEncoder().encodeToString(typed()));
        return WitnessKey.parse(text).orElseThrow();
    }

    /** The signature line that a witness puts under a checkpoint with this text. */
    public NoteSignature line(String text, Instant at) {
        long seconds = at.getEpochSecond();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(
                    "cosignature/v1\ntime %d\n%s".formatted(seconds, text).getBytes(StandardCharsets.UTF_8));
            byte[] bytes = ByteBuffer.allocate(76)
                    .put(id())
                    .putLong(seconds)
                    .put(signature.sign())
                    .array();
            return new NoteSignature(name, Base64.getEncoder().encodeToString(bytes));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public SignedNote cosign(SignedNote checkpoint, Instant at) {
        return checkpoint.with(line(checkpoint.text(), at));
    }
}
