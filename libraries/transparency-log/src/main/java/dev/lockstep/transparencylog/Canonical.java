package dev.lockstep.transparencylog;

import java.util.Base64;
import java.util.regex.Pattern;

/** Encodings that have exactly one spelling per value: what decodes but would be written otherwise is refused. */
final class Canonical {

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    private Canonical() {}

    static String toBase64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Checked<byte[]> base64(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Checked.refused(Refusal.Kind.MALFORMED, "not base64: " + notBase64.getMessage());
        }
        return toBase64(bytes).equals(text)
                ? new Checked.Accepted<>(bytes)
                : Checked.refused(Refusal.Kind.MALFORMED, "not canonical base64");
    }

    /** A number from 0 to 2^63-1 without sign or leading zeroes. */
    static Checked<Long> decimal(String text) {
        if (DECIMAL.matcher(text).matches()) {
            try {
                return new Checked.Accepted<>(Long.parseLong(text));
            } catch (NumberFormatException beyondRange) {
                return Checked.refused(Refusal.Kind.MALFORMED, "number too large: " + beyondRange.getMessage());
            }
        }
        return Checked.refused(Refusal.Kind.MALFORMED, "not a canonical decimal number");
    }
}
