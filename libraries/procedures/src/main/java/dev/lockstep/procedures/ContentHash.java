package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;

/** What a plan or a part of it is known by: SHA-256 of its canonical JSON (RFC 8785), in hexadecimal. */
public final class ContentHash {

    private ContentHash() {}

    /** The hash of some steps, in their order. */
    public static String of(List<PlanStep> steps) {
        JsonNode content = ContractJson.mapper().valueToTree(steps);
        return of(content);
    }

    static String of(JsonNode content) {
        try {
            byte[] canonical =
                    new JsonCanonicalizer(content.toString().getBytes(StandardCharsets.UTF_8)).getEncodedUTF8();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (IOException e) {
            throw new UncheckedIOException("a plan cannot be made canonical", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
