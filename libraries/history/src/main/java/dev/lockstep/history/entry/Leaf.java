package dev.lockstep.history.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is hashed of an event: the event in the structured JSON mode of CloudEvents 1.0, written by RFC 8785. Data that is not
 * JSON, or that RFC 8785 would change, stands in {@code data_base64} as it was published. Where the leaf would exceed
 * what an entry bundle of {@code tlog-tiles} can hold, the extension {@code datasha256} stands for the data and the canonical
 * data is kept beside the leaf.
 *
 * @param content the leaf
 * @param detached the canonical data that did not fit, or null
 */
public record Leaf(String content, @Nullable String detached) {

    /** Most bytes of a leaf: entry bundles give the length in 16 bits. */
    public static final int MAX_BYTES = 65_535;

    /** The attribute that holds data as JSON. */
    public static final String DATA = "data";

    /** The attribute that holds data that canonical JSON cannot hold. */
    public static final String DATA_BASE64 = "data_base64";

    static final String DATA_SHA256 = "datasha256";

    /** The attribute of an event of which something is under the keys of persons. */
    static final String PERSONS = "aboutpersons";

    static final String SEALED = "sealed";

    private static final String SEALED_MEMBER = "\"" + PERSONS + "\":\"" + SEALED + "\"";

    /**
     * The leaf of an event.
     *
     * @param structured its attributes and its data, in {@link #DATA} or {@link #DATA_BASE64}
     */
    static Leaf of(ObjectNode structured) {
        String content = CanonicalJson.write(structured);
        if (content.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return new Leaf(content, null);
        }
        String data = CanonicalJson.write(structured.path(structured.has(DATA) ? DATA : DATA_BASE64));
        return detached(structured, data);
    }

    /** Whether something of the event is under the keys of persons. */
    public boolean isSealed() {
        try {
            return content.startsWith(SEALED_MEMBER, 1)
                    || (content.contains(SEALED_MEMBER)
                            && CanonicalJson.read(content)
                                    .path(PERSONS)
                                    .asText()
                                    .equals(SEALED));
        } catch (IOException notALeaf) {
            return false;
        }
    }

    private static Leaf detached(ObjectNode structured, String data) {
        structured.remove(DATA);
        structured.remove(DATA_BASE64);
        structured.put(DATA_SHA256, sha256(data));
        return new Leaf(CanonicalJson.write(structured), data);
    }

    /** The bytes that the tree hashes. */
    public byte[] toBytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    /** The data of the event, as they were published or, for JSON, in canonical form; nothing when they are gone from beside the leaf. */
    public byte[] data() {
        try {
            JsonNode event = CanonicalJson.read(content);
            JsonNode base64 = event.path(DATA_BASE64);
            if (base64.isTextual()) {
                return base64.binaryValue();
            }
            String data = detached == null ? CanonicalJson.write(event.path(DATA)) : detached;
            return data.getBytes(StandardCharsets.UTF_8);
        } catch (IOException notALeaf) {
            throw new UnreadableEventException("not a leaf of this log: " + notALeaf.getMessage());
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
