package dev.lockstep.history.bundle;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the log says about a bundle, under its signature: which state of the log it is, when it was taken out, and the SHA-256 of every
 * file that the tree does not cover. Its first line is no name of a log, so that it can never be taken for a checkpoint.
 *
 * @param exportedAt when, by the log's clock
 * @param checkpoint the state of the log
 * @param files SHA-256 in hexadecimal by the file's place in the bundle
 */
public record Manifest(Instant exportedAt, Checkpoint checkpoint, SortedMap<String, String> files) {

    private static final String FORM = "lockstep audit bundle v1";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(?:[./][a-z0-9][a-z0-9-]*)*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int FIXED_LINES = 5;

    /** Keeps its own copy; refuses names that could leave the bundle. */
    public Manifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        if (!checkpoint.extensions().isEmpty()
                || !files.keySet().stream().allMatch(name -> NAME.matcher(name).matches())
                || !files.values().stream()
                        .allMatch(hash -> SHA256.matcher(hash).matches())) {
            throw new IllegalArgumentException("files of a bundle have plain names and hashes in hexadecimal");
        }
    }

    /** Reads a signed manifest and believes it only if it is of the log of these keys and one of them signed it in its term. */
    public static Checked<Manifest> open(byte[] note, LogKeys keys) {
        return SignedNote.parse(note)
                .then(signed -> signed.signatures().size() == 1
                        ? keys.open(
                                signed,
                                Manifest::parse,
                                manifest -> manifest.checkpoint().size())
                        : Checked.refused(Refusal.Kind.MALFORMED, "a manifest has one signature"))
                .then(manifest -> manifest.checkpoint().origin().equals(keys.name())
                        ? new Checked.Accepted<>(manifest)
                        : Checked.refused(
                                Refusal.Kind.FOREIGN_ORIGIN,
                                "the manifest is of the log "
                                        + manifest.checkpoint().origin()));
    }

    /** Reads a signed manifest without believing it. */
    public static Checked<Manifest> read(byte[] note) {
        return SignedNote.parse(note).then(signed -> parse(signed.text()));
    }

    private static Checked<Manifest> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < FIXED_LINES || !lines.getFirst().equals(FORM)) {
            return malformed("not a manifest of the form '" + FORM + "'");
        }
        String checkpoint = String.join("\n", List.of(lines.get(2), lines.get(3), lines.get(4))) + "\n";
        return Checkpoint.parse(checkpoint).then(parsed -> {
            try {
                Manifest manifest = new Manifest(
                        Instant.parse(lines.get(1)), parsed, files(lines.subList(FIXED_LINES, lines.size())));
                return manifest.toText().equals(text)
                        ? new Checked.Accepted<>(manifest)
                        : malformed("the manifest is not written as it should be");
            } catch (DateTimeException | IllegalArgumentException malformed) {
                return malformed(String.valueOf(malformed.getMessage()));
            }
        });
    }

    private static SortedMap<String, String> files(List<String> lines) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("a line without a hash");
            }
            files.put(line.substring(space + 1), line.substring(0, space));
        }
        return files;
    }

    private static Checked<Manifest> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    /** The text that is signed. */
    public String toText() {
        List<String> lines = new ArrayList<>(List.of(FORM, exportedAt.toString()));
        lines.add(checkpoint.origin());
        lines.add(Long.toString(checkpoint.size()));
        lines.add(checkpoint.root().toBase64());
        files.forEach((name, hash) -> lines.add(hash + " " + name));
        return String.join("\n", lines) + "\n";
    }

    /** The manifest under a signature of {@code key}. */
    public SignedNote signedBy(SigningKey key) {
        return SignedNote.sign(toText(), key);
    }
}
