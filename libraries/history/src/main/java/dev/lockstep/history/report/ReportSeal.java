package dev.lockstep.history.report;

import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.Refusal;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log says under its signature about a report: which document it issued, on which rollout, at which of its states. The seal
 * stands in the file itself, behind the document, as comments of PDF: the signed note with a percent sign before each line, between
 * the line {@code %lockstep-seal} and a repetition of the document's last three lines, so that readers of PDF find what they look for at
 * the end. A file has one spelling: whatever is changed, added or cut off, anywhere, is refused.
 *
 * <p>The first line of the note is no name of a log, so that it can never be taken for a checkpoint.
 *
 * @param rollout what the report is on
 * @param sha256 of the document without its seal, in hexadecimal
 * @param checkpoint the state of the log when it was issued
 */
public record ReportSeal(UUID rollout, String sha256, Checkpoint checkpoint) {

    private static final String FORM = "lockstep rollout report v1";
    private static final byte[] BEGIN = "\n%lockstep-seal\n".getBytes(StandardCharsets.UTF_8);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern END = Pattern.compile("startxref\n[0-9]{1,18}\n%%EOF\n\\z");
    private static final int END_AT_MOST = 64;
    private static final int LINES = 6;

    /** Refuses what is no SHA-256, and checkpoints with lines that the seal would not carry. */
    public ReportSeal {
        if (!SHA256.matcher(sha256).matches() || !checkpoint.extensions().isEmpty()) {
            throw new IllegalArgumentException("a seal has a SHA-256 in hexadecimal and a checkpoint of three lines");
        }
    }

    /** The seal of a document. */
    public static ReportSeal of(UUID rollout, byte[] document, Checkpoint checkpoint) {
        return new ReportSeal(rollout, sha256(document), checkpoint);
    }

    /** The seal under a signature of {@code key}. */
    public SignedNote signedBy(SigningKey key) {
        return SignedNote.sign(toText(), key);
    }

    private String toText() {
        return String.join(
                        "\n",
                        FORM,
                        rollout.toString(),
                        sha256,
                        checkpoint.origin(),
                        Long.toString(checkpoint.size()),
                        checkpoint.root().toBase64())
                + "\n";
    }

    /**
     * The file that is handed out: the document and its seal.
     *
     * @throws IllegalArgumentException when the document does not end as PDF does
     */
    public static byte[] file(byte[] document, SignedNote seal) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(document.length + 1024);
        file.writeBytes(document);
        file.writeBytes(Arrays.copyOfRange(BEGIN, 1, BEGIN.length));
        seal.toString().lines().forEach(line -> file.writeBytes(("%" + line + "\n").getBytes(StandardCharsets.UTF_8)));
        file.writeBytes(endOf(document).getBytes(StandardCharsets.UTF_8));
        return file.toByteArray();
    }

    private static String endOf(byte[] document) {
        String end = new String(
                document,
                Math.max(0, document.length - END_AT_MOST),
                Math.min(document.length, END_AT_MOST),
                StandardCharsets.ISO_8859_1);
        Matcher last = END.matcher(end);
        if (!last.find()) {
            throw new IllegalArgumentException("it does not end as a document does");
        }
        return last.group();
    }

    /** Reads a file and believes it only if it is as the log of these keys issued it, under a key in its term. */
    public static Checked<ReportSeal> open(byte[] file, LogKeys keys) {
        int begin = lastBegin(file);
        if (begin < 0) {
            return malformed("the file has no seal");
        }
        byte[] document = Arrays.copyOf(file, begin + 1);
        String block =
                new String(file, begin + BEGIN.length, file.length - begin - BEGIN.length, StandardCharsets.UTF_8);
        StringBuilder note = new StringBuilder();
        block.lines()
                .takeWhile(line -> line.startsWith("%"))
                .forEach(line -> note.append(line, 1, line.length()).append('\n'));
        return SignedNote.parse(note.toString().getBytes(StandardCharsets.UTF_8))
                .then(signed -> isSpelled(file, document, signed)
                        ? keys.open(
                                signed,
                                ReportSeal::parse,
                                seal -> seal.checkpoint().size())
                        : malformed("something was added to the file or cut off behind its seal"))
                .then(seal -> believed(seal, document, keys));
    }

    private static Checked<ReportSeal> believed(ReportSeal seal, byte[] document, LogKeys keys) {
        if (!seal.checkpoint().origin().equals(keys.name())) {
            return Checked.refused(
                    Refusal.Kind.FOREIGN_ORIGIN,
                    "the report is of the log " + seal.checkpoint().origin());
        }
        return seal.sha256().equals(sha256(document))
                ? new Checked.Accepted<>(seal)
                : Checked.refused(Refusal.Kind.BAD_SIGNATURE, "the document is not the one that was sealed");
    }

    private static boolean isSpelled(byte[] file, byte[] document, SignedNote note) {
        try {
            return Arrays.equals(file, file(document, note));
        } catch (IllegalArgumentException noDocument) {
            return false;
        }
    }

    private static Checked<ReportSeal> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != LINES || !lines.getFirst().equals(FORM)) {
            return malformed("not a seal of the form '" + FORM + "'");
        }
        return Checkpoint.parse(String.join("\n", lines.subList(3, LINES)) + "\n")
                .then(checkpoint -> {
                    try {
                        ReportSeal seal = new ReportSeal(UUID.fromString(lines.get(1)), lines.get(2), checkpoint);
                        return seal.toText().equals(text)
                                ? new Checked.Accepted<>(seal)
                                : malformed("the seal is not written as it should be");
                    } catch (IllegalArgumentException mistaken) {
                        return malformed(String.valueOf(mistaken.getMessage()));
                    }
                });
    }

    private static int lastBegin(byte[] file) {
        for (int at = file.length - BEGIN.length; at >= 0; at--) {
            if (Arrays.equals(file, at, at + BEGIN.length, BEGIN, 0, BEGIN.length)) {
                return at;
            }
        }
        return -1;
    }

    private static Checked<ReportSeal> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    private static String sha256(byte[] document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
