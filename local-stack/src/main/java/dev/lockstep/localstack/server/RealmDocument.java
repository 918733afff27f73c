package dev.lockstep.localstack.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The Keycloak realm: the one for production, and the overlay that adds what only a demo may have.
 *
 * <p>Objects of the overlay are merged into those of the realm; in arrays, elements meet by client id, user name or name,
 * and new ones are added. A client may say {@code "protocolMappers": "as in OTHER"} to get the mappers of another client.
 */
public final class RealmDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> IDENTITIES = List.of("clientId", "username", "name");
    private static final String AS_IN = "as in ";

    private RealmDocument() {}

    /** The realm with the demo's accounts. */
    public static JsonNode demo() {
        return resolved(merge(read("lockstep-realm.json"), read("demo-overlay.json")));
    }

    /**
     * Writes the demo realm to the file named by the only argument: images are built with it.
     *
     * @throws IOException when the file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]).toAbsolutePath();
        Files.createDirectories(file.getParent());
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), demo());
    }

    /** The base with what the overlay adds or replaces; neither is changed. */
    static JsonNode merge(JsonNode base, JsonNode overlay) {
        return switch (overlay) {
            case ObjectNode additions
            when base instanceof ObjectNode original -> {
                ObjectNode merged = original.deepCopy();
                additions
                        .properties()
                        .forEach(member -> merged.set(
                                member.getKey(),
                                merged.has(member.getKey())
                                        ? merge(merged.get(member.getKey()), member.getValue())
                                        : member.getValue()));
                yield merged;
            }
            case ArrayNode additions
            when base instanceof ArrayNode original && additions.path(0).isObject() ->
                mergeElements(original.deepCopy(), additions);
            default -> overlay.deepCopy();
        };
    }

    private static ArrayNode mergeElements(ArrayNode merged, ArrayNode additions) {
        for (JsonNode addition : additions) {
            int place = placeOf(merged, addition);
            if (place < 0) {
                merged.add(addition.deepCopy());
            } else {
                merged.set(place, merge(merged.get(place), addition));
            }
        }
        return merged;
    }

    private static int placeOf(ArrayNode elements, JsonNode wanted) {
        for (int i = 0; i < elements.size(); i++) {
            if (identity(elements.get(i)).equals(identity(wanted))) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> identity(JsonNode element) {
        return IDENTITIES.stream()
                .filter(element::has)
                .map(name -> element.get(name).asText())
                .findFirst();
    }

    private static JsonNode resolved(JsonNode realm) {
        for (JsonNode client : realm.path("clients")) {
            String mappers = client.path("protocolMappers").asText();
            if (mappers.startsWith(AS_IN)) {
                ((ObjectNode) client)
                        .set(
                                "protocolMappers",
                                mappersOf(realm, mappers.substring(AS_IN.length()))
                                        .deepCopy());
            }
        }
        return realm;
    }

    private static JsonNode mappersOf(JsonNode realm, String clientId) {
        for (JsonNode client : realm.path("clients")) {
            if (client.path("clientId").asText().equals(clientId)) {
                return client.path("protocolMappers");
            }
        }
        throw new IllegalStateException("the realm has no client " + clientId);
    }

    private static JsonNode read(String name) {
        try (InputStream stream = Objects.requireNonNull(
                RealmDocument.class.getResourceAsStream("/dev/lockstep/localstack/keycloak/" + name), name)) {
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
