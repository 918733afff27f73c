package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.localstack.TestKeycloak;
import dev.lockstep.localstack.TestServers;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String FAILURES =
            "/entries?type=lockstep.platform.identity-failures-recorded.v1&order=newest&limit=200";
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

    /** What is said of an account's acts of one kind. */
    private static List<JsonNode> acts(String act, String account) {
        return acts(act).stream()
                .filter(entry -> data(entry).path("account").asText().equals(account))
                .toList();
    }

    private static List<JsonNode> failures() {
        List<JsonNode> failures = new ArrayList<>();
        items(AUDITOR, FAILURES).forEach(entry -> data(entry).path("failures").forEach(failures::add));
        return failures;
    }

    @Test
    void whoSignsInOrTriesToIsAnEntryOnce() {
        TestKeycloak keycloak = TestServers.keycloak();

        assertThat(keycloak.canSignIn("Approver", "demo-approver")).isTrue();
        assertThat(keycloak.canSignIn("operator", "a wrong one")).isFalse();
        assertThat(keycloak.canSignIn("hunter2-typed-as-a-name", "nothing")).isFalse();
        assertThat(keycloak.canSignIn("approver@demo.invalid", "demo-approver"))
                .as("an account has one name")
                .isFalse();
        assertThat(keycloak.canSignIn("a client of nobody's", "operator", "demo-operator"))
                .isFalse();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acts("LOGIN", "approver"))
                        .singleElement()
                        .satisfies(entry -> {
                            assertThat(entry.path("actor").asText()).isEqualTo("approver");
                            assertThat(data(entry).path("client").asText()).isEqualTo("lockstep-cli");
                            assertThat(data(entry).path("address").asText()).isEqualTo("127.0.0.1");
                        }));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acts("LOGIN_ERROR", "operator"))
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(data(entry).path("error").asText()).isEqualTo("invalid_user_credentials")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(failures())
                        .as("of nobody known, together")
                        .extracting(failure -> "%s %s from %s"
                                .formatted(
                                        failure.path("client").asText("no client"),
                                        failure.path("error").asText(),
                                        failure.path("source").asText()))
                        .contains("lockstep-cli user_not_found from 127.0.0.0/24")
                        .contains("no client client_not_found from 127.0.0.0/24"));
        assertThat(failures().stream()
                        .filter(failure -> failure.path("error").asText().equals("user_not_found"))
                        .mapToLong(failure -> failure.path("count").asLong())
                        .sum())
                .isEqualTo(2);

        assertThat(keycloak.canSignIn("auditor", "demo-auditor")).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acts("LOGIN", "auditor")).hasSize(1));
        assertThat(acts("LOGIN_ERROR", "operator"))
                .as("the last minutes are read again")
                .hasSize(1);
        assertThat(items(AUDITOR, ACTS).toString() + items(AUDITOR, FAILURES))
                .as("what anybody can type; and the reader's own sign-ins, which would never end")
                .doesNotContain("hunter2", "of nobody's", "@demo.invalid", "lockstep-audit\"");
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
    void theServiceSaysHowItStands() throws IOException {
        assertThat(TestServers.keycloak().canSignIn("administrator", "a wrong one"))
                .isFalse();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(acts("LOGIN_ERROR", "administrator")).hasSize(1));

        JsonNode ready = ContractJson.mapper()
                .readTree(RestAssured.get("/q/health/ready").asByteArray());

        assertThat(ready.path("checks"))
                .filteredOn(check -> check.path("name").asText().equals("identity"))
                .singleElement()
                .satisfies(check ->
                        assertThat(check.path("data").path("trouble").asText()).isEmpty());
        assertThat(get(AUDITOR, "/timeline?limit=5").statusCode()).isEqualTo(200);
    }
}
