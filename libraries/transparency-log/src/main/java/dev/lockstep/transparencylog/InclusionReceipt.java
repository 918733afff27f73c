package dev.lockstep.transparencylog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The proof that an entry is in a log, complete in itself (C2SP tlog-proof, {@code c2sp.org/tlog-proof@v1}): index, hashes and
 * the signed checkpoint they lead to.
 *
 * @param index the place of the entry in the log
 * @param proof from the leaf's sibling up
 * @param checkpoint the signed checkpoint
 */
public record InclusionReceipt(long index, List<Hash> proof, SignedNote checkpoint) {

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";

    /** Keeps its own copy; refuses a negative index. */
    public InclusionReceipt {
        proof = List.copyOf(proof);
        if (index < 0) {
            throw new IllegalArgumentException("an index is not negative");
        }
    }

    /** Reads a receipt without believing it yet: call {@link #verify}. Receipts with extra data are refused: this log issues none. */
    public static Checked<InclusionReceipt> parse(String text) {
        int end = text.indexOf("\n\n");
        List<String> lines =
                end < 0 ? List.of() : List.of(text.substring(0, end).split("\n", -1));
        if (lines.size() < 2 || !lines.get(0).equals(HEADER) || !lines.get(1).startsWith(INDEX)) {
            return Checked.refused(Refusal.Kind.MALFORMED, "not a receipt of the form " + HEADER);
        }
        List<Hash> proof = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            switch (Hash.parseBase64(line)) {
                case Checked.Accepted<Hash>(Hash hash) -> proof.add(hash);
                case Checked.Refused<Hash> refused -> {
                    return refused.as();
                }
            }
        }
        byte[] note = text.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        return Canonical.decimal(lines.get(1).substring(INDEX.length()))
                .then(index -> SignedNote.parse(note)
                        .then(signed -> new Checked.Accepted<>(new InclusionReceipt(index, proof, signed))));
    }

    /** The checkpoint that contains {@code leaf} at this index, if the log {@code origin} signed one that does. */
    public Checked<Checkpoint> verify(byte[] leaf, String origin, Collection<VerifierKey> keys) {
        return proved(leaf, Checkpoint.open(checkpoint.toBytes(), origin, keys));
    }

    /** The same with the keys of a log whose key was changed. */
    public Checked<Checkpoint> verify(byte[] leaf, LogKeys keys) {
        return proved(leaf, keys.open(checkpoint.toBytes()));
    }

    private Checked<Checkpoint> proved(byte[] leaf, Checked<Checkpoint> believed) {
        return believed.then(opened -> new ProofVerifier()
                .inclusion(index, opened.size(), new TreeHasher().leaf(leaf), proof, opened.root())
                .<Checked<Checkpoint>>map(Checked.Refused::new)
                .orElseGet(() -> new Checked.Accepted<>(opened)));
    }

    /** The receipt as it is stored and served. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(INDEX).append(index).append('\n');
        proof.forEach(hash -> text.append(hash.toBase64()).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }
}
