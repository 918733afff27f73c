package dev.lockstep.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RealmDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void elementsMeetByIdentityAndNewOnesAreAdded() throws JsonProcessingException {
        JsonNode base = JSON.readTree("""
                {"clients": [{"clientId": "a", "enabled": true}, {"clientId": "b"}], "kept": 1}
                """);
        JsonNode overlay = JSON.readTree("""
                {"clients": [{"clientId": "a", "secret": "x"}, {"clientId": "c"}], "added": [1]}
                """);

        assertThat(RealmDocument.merge(base, overlay)).isEqualTo(JSON.readTree("""
                {"clients": [{"clientId": "a", "enabled": true, "secret": "x"}, {"clientId": "b"}, {"clientId": "c"}],
                 "kept": 1, "added": [1]}
                """));
    }

    @Test
    void theRunnerOfTheDemoHasTheMappersOfTheCommandLine() {
        JsonNode realm = RealmDocument.demo();

        assertThat(client(realm, "lockstep-runner-demo").path("protocolMappers"))
                .isEqualTo(client(realm, "lockstep-cli").path("protocolMappers"))
                .isNotEmpty();
    }

    @Test
    void theRealmForProductionHasNoPersonsNoSecretsAndNoPasswordGrant() throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                RealmDocument.class.getResourceAsStream("/dev/lockstep/localstack/keycloak/lockstep-realm.json"))) {
            JsonNode realm = JSON.readTree(stream);

            assertThat(realm.path("users"))
                    .as("the account of the audit service, which may view events")
                    .singleElement()
                    .satisfies(account -> {
                        assertThat(account.path("serviceAccountClientId").asText())
                                .isEqualTo("lockstep-audit");
                        assertThat(account.path("clientRoles").toString())
                                .isEqualTo("{\"realm-management\":[\"view-events\"]}");
                        assertThat(account.has("realmRoles") || account.has("groups"))
                                .isFalse();
                    });
            assertThat(realm.has("clientScopes"))
                    .as("client scopes at the top suppress the built-in ones")
                    .isFalse();
            assertThat(realm.findValues("secret")).isEmpty();
            assertThat(realm.findValues("credentials")).isEmpty();
            assertThat(realm.findValues("directAccessGrantsEnabled")).allMatch(grant -> !grant.asBoolean());
        }
    }

    private static JsonNode client(JsonNode realm, String clientId) {
        for (JsonNode client : realm.path("clients")) {
            if (client.path("clientId").asText().equals(clientId)) {
                return client;
            }
        }
        throw new AssertionError("no client " + clientId);
    }
}
