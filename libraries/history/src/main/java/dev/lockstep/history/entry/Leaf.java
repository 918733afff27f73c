package dev.lockstep.history.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
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
    private static final String STREAM_VERSION = "streamversion";

    /** The leaf of an event whose attributes were found to be complete. */
    static Leaf of(CloudEvent event) {
        ObjectNode structured = JsonNodeFactory.instance.objectNode();
        event.attributes().forEach(structured::put);
        structured.put(
                STREAM_VERSION, Long.parseLong(structured.path(STREAM_VERSION).textValue()));
        Optional<JsonNode> json = CanonicalJson.readLossless(event.data());
        json.ifPresentOrElse(
                value -> structured.set(DATA, value),
                () -> structured.put(
                        DATA_BASE64,
                        Base64.getEncoder().encodeToString(event.data().getBytes(StandardCharsets.UTF_8))));
        String content = CanonicalJson.write(structured);
        return content.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                ? new Leaf(content, null)
                : detached(structured, CanonicalJson.write(structured.path(json.isPresent() ? DATA : DATA_BASE64)));
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
