package dev.lockstep.transparencylog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A text and the signatures under it (C2SP signed-note). The text ends in a newline; the signatures cover it with that newline and nothing
 * else.
 *
 * @param text the signed text
 * @param signatures at least one, none of them verified yet
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

    /** Largest note that is read, in bytes. */
    public static final int MAX_BYTES = 1 << 20;
    /** Most signatures that are read. */
    public static final int MAX_SIGNATURES = 100;

    /** Keeps its own copy; refuses a text that no note can carry. */
    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!isText(text) || signatures.isEmpty()) {
            throw new IllegalArgumentException(
                    "a note is a text of whole lines without control characters, and signed");
        }
    }

    /** A note signed by {@code key}. */
    public static SignedNote sign(String text, SigningKey key) {
        return new SignedNote(text, List.of(key.sign(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** Reads a note without believing it yet: call {@link #verifiedBy}. */
    public static Checked<SignedNote> parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return malformed("the note is larger than " + MAX_BYTES + " bytes");
        }
        String note;
        try {
            note = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return malformed("the note is not UTF-8");
        }
        int separator = note.lastIndexOf("\n\n");
        if (separator < 0 || !isText(note)) {
            return malformed("a note is a text, an empty line and signature lines, without control characters");
        }
        String lines = note.substring(separator + 2);
        return lines.isEmpty() ? malformed("the note is not signed") : signed(note.substring(0, separator + 1), lines);
    }

    private static Checked<SignedNote> signed(String text, String lines) {
        String[] each = lines.substring(0, lines.length() - 1).split("\n", -1);
        if (each.length > MAX_SIGNATURES) {
            return malformed("the note has more than " + MAX_SIGNATURES + " signatures");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : each) {
            switch (NoteSignature.parse(line)) {
                case Checked.Accepted<NoteSignature>(NoteSignature signature) -> signatures.add(signature);
                case Checked.Refused<NoteSignature> refused -> {
                    return refused.as();
                }
            }
        }
        return new Checked.Accepted<>(new SignedNote(text, signatures));
    }

    private static boolean isText(String text) {
        return text.endsWith("\n") && text.chars().allMatch(character -> character >= ' ' || character == '\n');
    }

    private static Checked<SignedNote> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    /**
     * The text, if at least one of {@code keys} signed it. Signatures by other keys are ignored; one by a known key that does not
     * verify refuses the note.
     */
    public Checked<String> verifiedBy(Collection<VerifierKey> keys) {
        return signersAmong(keys).then(_ -> new Checked.Accepted<>(text));
    }

    /** Which of {@code keys} signed it; refused when none did, and when a signature by one of them does not verify. */
    Checked<List<VerifierKey>> signersAmong(Collection<VerifierKey> keys) {
        byte[] signed = text.getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> signers = new ArrayList<>();
        for (NoteSignature signature : signatures) {
            for (VerifierKey key : keys) {
                if (key.made(signature)) {
                    if (!key.verifies(signed, signature)) {
                        return Checked.refused(
                                Refusal.Kind.BAD_SIGNATURE, "the signature by " + key + " does not verify");
                    }
                    signers.add(key);
                }
            }
        }
        return signers.isEmpty()
                ? Checked.refused(Refusal.Kind.UNKNOWN_KEY, "no signature is by a known key")
                : new Checked.Accepted<>(signers);
    }

    /** The note with one more signature under it, for the change of a key. */
    public SignedNote alsoSignedBy(SigningKey key) {
        return with(key.sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The note with a signature under it that somebody else made, a witness for example. */
    public SignedNote with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /** The note as it is stored and served. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.toLine()));
        return note.toString();
    }

    /** The note as it is stored and served, in UTF-8. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    static List<String> lines(String text) {
        return Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1));
    }
}
