package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The public key of a witness: {@code <name>+<key id in hex>+<base64 of 0x04 and the public key>}. Its cosignatures (C2SP tlog-cosignature,
 * {@code cosignature/v1} with Ed25519) say that at a moment the greatest state of the log that the witness had seen was this one, and that it
 * continued all earlier ones.
 */
public final class WitnessKey {

    private static final byte COSIGNATURE = 4;

    private final NoteKey key;

    private WitnessKey(NoteKey key) {
        this.key = key;
    }

    /** Reads a witness key; refuses any other algorithm, a key id that does not belong to it and any other spelling. */
    public static Checked<WitnessKey> parse(String text) {
        return NoteKey.parse(text, COSIGNATURE, "witness").then(key -> new Checked.Accepted<>(new WitnessKey(key)));
    }

    /** The name that signature lines carry. */
    public String name() {
        return key.name();
    }

    /**
     * A witness's cosignature that was verified.
     *
     * @param at when it was made, by the witness's clock
     * @param line as it stands under the checkpoint
     */
    public record Cosignature(Instant at, NoteSignature line) {}

    /**
     * This witness's cosignature of a checkpoint, the latest when there are several; refused when there is none, and when one does not verify.
     */
    public Checked<Cosignature> cosignature(SignedNote checkpoint) {
        Cosignature latest = null;
        for (NoteSignature line : checkpoint.signatures()) {
            if (!key.made(line)) {
                continue;
            }
            switch (verified(checkpoint.text(), line)) {
                case Checked.Accepted<Cosignature>(Cosignature verified) ->
                    latest = latest == null || verified.at().isAfter(latest.at()) ? verified : latest;
                case Checked.Refused<Cosignature> refused -> {
                    return refused;
                }
            }
        }
        return latest == null
                ? Checked.refused(Refusal.Kind.UNKNOWN_KEY, "it is not cosigned by " + name())
                : new Checked.Accepted<>(latest);
    }

    private Checked<Cosignature> verified(String text, NoteSignature line) {
        byte[] stamped = line.signature();
        if (stamped.length != Long.BYTES + Ed25519.SIGNATURE_LENGTH) {
            return bad("is not a time and a signature");
        }
        ByteBuffer parts = ByteBuffer.wrap(stamped);
        long seconds = parts.getLong();
        byte[] signature = new byte[Ed25519.SIGNATURE_LENGTH];
        parts.get(signature);
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            return bad("has a time that is none");
        }
        byte[] message = "cosignature/v1\ntime %d\n%s".formatted(seconds, text).getBytes(StandardCharsets.UTF_8);
        return key.verifies(message, signature)
                ? new Checked.Accepted<>(new Cosignature(Instant.ofEpochSecond(seconds), line))
                : bad("does not verify");
    }

    private Checked<Cosignature> bad(String why) {
        return Checked.refused(Refusal.Kind.BAD_SIGNATURE, "the cosignature by %s %s".formatted(name(), why));
    }

    /** Two names of one key are one witness: what is cosigned does not say in whose name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WitnessKey that && key.isSamePoint(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashOfPoint();
    }

    /** The key in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return key.toString();
    }
}
