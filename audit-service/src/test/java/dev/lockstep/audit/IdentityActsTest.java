package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.localstack.TestKeycloak;
import dev.lockstep.localstack.TestServers;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a real Keycloak records stands in the history, each record once. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
@QuarkusTestResource(value = IdentityActsTest.Realm.class, restrictToAnnotatedClass = true)
class IdentityActsTest {

    private static final String ACTS =
            "/entries?type=lockstep.platform.identity-act-recorded.v1&order=newest&limit=200";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The demo realm on a real server, looked at five times a second. */
    public static final class Realm implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of(
                    "lockstep.audit.identity.realm",
                            TestServers.keycloak().issuer().toString(),
                    "lockstep.audit.identity.secret", "demo-lockstep-audit",
                    "lockstep.audit.identity.interval", "PT0.2S");
        }

        @Override
        public void stop() {
            // The server ends with the JVM.
        }
    }

    private static List<JsonNode> acts(String act) {
        return items(AUDITOR, ACTS).stream()
                .filter(entry -> data(entry).path("act").asText().equals(act))
                .toList();
    }

    /** As people read it: nothing has to be opened where nobody is named. */
    private static JsonNode data(JsonNode entry) {
        return (entry.has("opened") ? entry.path("opened") : entry.path("event")).path("data");
    }

    @Test
    void whoSignsInOrTriesToIsAnEntryOnce() {
        TestKeycloak keycloak = TestServers.keycloak();

        assertThat(keycloak.canSignIn("approver", "demo-approver")).isTrue();
        assertThat(keycloak.canSignIn("operator", "a wrong one")).isFalse();
        assertThat(keycloak.canSignIn("hunter2-typed-as-a-name", "nothing")).isFalse();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acts("LOGIN_ERROR")).hasSize(2));
        assertThat(acts("LOGIN")).singleElement().satisfies(entry -> {
            assertThat(entry.path("actor").asText()).isEqualTo("approver");
            assertThat(data(entry).path("account").asText()).isEqualTo("approver");
            assertThat(data(entry).path("client").asText()).isEqualTo("lockstep-cli");
            assertThat(data(entry).path("address").asText()).isEqualTo("127.0.0.1");
        });
        assertThat(acts("LOGIN_ERROR"))
                .as("of whom there is no account, the name is not kept")
                .extracting(entry -> data(entry).path("account").asText("") + ": "
                        + data(entry).path("error").asText())
                .containsExactlyInAnyOrder("operator: invalid_user_credentials", ": user_not_found");
        assertThat(items(AUDITOR, ACTS).toString()).doesNotContain("hunter2");

        assertThat(keycloak.canSignIn("auditor", "demo-auditor")).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(acts("LOGIN")).hasSize(2));
        assertThat(acts("LOGIN_ERROR")).as("the last minutes are read again").hasSize(2);
        assertThat(items(AUDITOR, ACTS).toString())
                .as("the reader's own sign-ins would never end")
                .doesNotContain("lockstep-audit\"");
    }

    @Test
    void whoGetsWhichRoleIsAnEntry() {
        TestServers.keycloak().grant("observer", "auditor");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acts("CREATE REALM_ROLE_MAPPING"))
                        .singleElement()
                        .satisfies(entry -> {
                            assertThat(data(entry).path("resource").asText()).matches("users/.+/role-mappings/realm");
                            assertThat(data(entry).path("granted").path(0).asText())
                                    .isEqualTo("auditor");
                            assertThat(data(entry).path("accountId").asText()).isNotEmpty();
                        }));
    }

    @Test
    void theServiceSaysHowItStands() {
        assertThat(RestAssured.get("/q/health/ready").asString())
                .contains("identity")
                .doesNotContain("not taken over");
        assertThat(get(AUDITOR, "/timeline?limit=5").statusCode()).isEqualTo(200);
    }
}
