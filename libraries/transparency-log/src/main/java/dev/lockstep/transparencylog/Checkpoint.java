package dev.lockstep.transparencylog;

import java.util.Collection;
import java.util.List;

/**
 * What a log commits to (C2SP tlog-checkpoint).
 *
 * @param origin which log it is
 * @param size its leaves
 * @param root its root over them
 * @param extensions further lines, opaque and usually none
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

    /** Keeps its own copy; refuses what no checkpoint can say. */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (!isLine(origin) || size < 0 || !extensions.stream().allMatch(Checkpoint::isLine)) {
            throw new IllegalArgumentException("an origin and extension lines are whole lines, a size is not negative");
        }
        if (size == 0 && !root.equals(TreeHasher.EMPTY_ROOT)) {
            throw new IllegalArgumentException("the empty tree has one root only");
        }
    }

    /** A checkpoint without extension lines. */
    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /** Reads the text of a checkpoint. */
    public static Checked<Checkpoint> parse(String text) {
        List<String> lines = text.endsWith("\n") ? SignedNote.lines(text) : List.of();
        if (lines.size() < 3 || !lines.stream().allMatch(Checkpoint::isLine)) {
            return Checked.refused(Refusal.Kind.MALFORMED, "a checkpoint has at least three lines, none of them empty");
        }
        return Canonical.decimal(lines.get(1))
                .then(size -> Hash.parseBase64(lines.get(2))
                        .then(root -> size == 0 && !root.equals(TreeHasher.EMPTY_ROOT)
                                ? Checked.refused(Refusal.Kind.ROOT_MISMATCH, "the empty tree has one root only")
                                : new Checked.Accepted<>(
                                        new Checkpoint(lines.get(0), size, root, lines.subList(3, lines.size())))));
    }

    /** Reads a signed checkpoint and believes it only if it is of {@code origin} and one of {@code keys} signed it. */
    public static Checked<Checkpoint> open(byte[] note, String origin, Collection<VerifierKey> keys) {
        return SignedNote.parse(note)
                .then(signed -> signed.verifiedBy(keys))
                .then(Checkpoint::parse)
                .then(checkpoint -> checkpoint.origin().equals(origin)
                        ? new Checked.Accepted<>(checkpoint)
                        : Checked.refused(
                                Refusal.Kind.FOREIGN_ORIGIN, "the checkpoint is of the log " + checkpoint.origin()));
    }

    private static boolean isLine(String line) {
        return !line.isEmpty() && line.chars().allMatch(character -> character >= ' ');
    }

    /** The checkpoint under a signature of {@code key}. */
    public SignedNote signedBy(SigningKey key) {
        return SignedNote.sign(toText(), key);
    }

    /** The text that is signed. */
    public String toText() {
        StringBuilder text =
                new StringBuilder().append(origin).append('\n').append(size).append('\n');
        text.append(root.toBase64()).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
