package dev.lockstep.requirements.whatif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.Arrays;
import java.util.List;

/**
 * One fact of a hypothetical future.
 *
 * @param document in which document it stands
 * @param path where it stands
 * @param value what it would be; null when it, or everything below the path, would not be there
 */
public record Assumption(DocumentKind document, FactPath path, JsonNode value) {

    /**
     * Reads {@code path=value}, for example {@code cluster/nodes/E2K3-N1/os/sp=2}; a value that is no JSON is a text.
     *
     * @throws IllegalArgumentException when it does not read so; the message says what is wrong
     */
    public static Assumption parse(String text) {
        int sign = text.indexOf('=');
        if (sign < 1) {
            throw new IllegalArgumentException("'%s' does not read path=value".formatted(text));
        }
        return of(text.substring(0, sign), value(text.substring(sign + 1)));
    }

    /**
     * The assumption that a fact has a value. A path begins with the document, as reports write it; with a slash at its beginning and
     * without a document it stands in the cluster's.
     *
     * @throws IllegalArgumentException when the path does not read so; the message says what is wrong
     */
    public static Assumption of(String path, JsonNode value) {
        String plain = path.startsWith("/") ? path.substring(1) : path;
        int slash = plain.indexOf('/');
        String first = slash < 0 ? plain : plain.substring(0, slash);
        for (DocumentKind kind : DocumentKind.values()) {
            if (first.equals(FactsDictionary.documentName(kind)) && slash > 0) {
                return new Assumption(kind, FactPath.parse(plain.substring(slash)), value);
            }
        }
        if (path.startsWith("/") && !plain.isEmpty()) {
            return new Assumption(DocumentKind.CLUSTER, FactPath.parse(path), value);
        }
        List<String> beginnings = Arrays.stream(DocumentKind.values())
                .map(kind -> FactsDictionary.documentName(kind) + "/")
                .toList();
        throw new IllegalArgumentException(
                "the path '%s' begins with neither %s".formatted(path, String.join(" nor ", beginnings)));
    }

    private static JsonNode value(String text) {
        try {
            JsonNode json = ContractJson.mapper().readTree(text);
            return json == null || json.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : json;
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    /** The path with its document, as reports write it. */
    public String place() {
        return FactsDictionary.documentName(document) + path;
    }
}
