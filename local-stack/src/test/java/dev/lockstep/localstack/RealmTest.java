package dev.lockstep.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmTest {

    @ParameterizedTest
    @CsvSource({
        "coordinator, *, ",
        "operator, site:demo, ",
        "approver, organization:contoso, EXCHANGE_FULL_ADMINISTRATOR@organization:contoso",
        "auditor, *, ",
        "inventory-editor, organization:contoso site:demo, ",
        "administrator, *, ",
    })
    void tokensOfTheDemoAccountsCarryRoleScopesAndDelegations(
            String account, String scopes, @org.jspecify.annotations.Nullable String delegations) throws Exception {
        JsonNode claims = claimsOf(TestServers.keycloak().accessToken(account));

        assertThat(claims.path("preferred_username").asText()).isEqualTo(account);
        assertThat(claims.path("iss").asText())
                .isEqualTo(TestServers.keycloak().issuer().toString());
        assertThat(audience(claims)).contains("lockstep-api");
        assertThat(claims.path("jti").asText()).isNotEmpty();
        assertThat(claims.path("sub").asText()).isNotEmpty();
        assertThat(texts(claims.path("realm_access").path("roles"))).contains(account);
        assertThat(texts(claims.path("lockstep_scopes"))).containsExactlyInAnyOrder(scopes.split(" "));
        assertThat(texts(claims.path("lockstep_delegations")))
                .isEqualTo(delegations == null ? List.of() : List.of(delegations));
    }

    @Test
    void theGroupsApproverHoldsTheDelegationAtTheAdministrativeGroupOnly() throws Exception {
        JsonNode claims = claimsOf(TestServers.keycloak().accessToken("group-approver"));

        assertThat(texts(claims.path("realm_access").path("roles"))).contains("approver");
        assertThat(texts(claims.path("lockstep_scopes"))).containsExactly("organization:contoso");
        assertThat(texts(claims.path("lockstep_delegations")))
                .containsExactly("EXCHANGE_FULL_ADMINISTRATOR@administrative-group:contoso/First Administrative Group");
    }

    @Test
    void theObserverHasNeitherRoleNorScope() throws Exception {
        JsonNode claims = claimsOf(TestServers.keycloak().accessToken("observer"));

        assertThat(texts(claims.path("realm_access").path("roles")))
                .doesNotContain(
                        "coordinator",
                        "operator",
                        "approver",
                        "auditor",
                        "inventory-editor",
                        "administrator",
                        "runner");
        assertThat(texts(claims.path("lockstep_scopes"))).isEmpty();
    }

    @Test
    void theRunnersTokenIsForItsSiteOnly() throws Exception {
        JsonNode claims = claimsOf(TestServers.keycloak().runnerAccessToken());

        assertThat(texts(claims.path("realm_access").path("roles"))).contains("runner");
        assertThat(texts(claims.path("lockstep_scopes"))).containsExactly("site:demo");
        assertThat(audience(claims)).contains("lockstep-api");
    }

    @Test
    void theCommandLineMayLogInByDevice() {
        JsonNode answer = TestServers.keycloak()
                .post("/protocol/openid-connect/auth/device", Map.of("client_id", "lockstep-cli"));

        assertThat(answer.path("user_code").asText()).isNotEmpty();
        assertThat(answer.path("verification_uri").asText())
                .startsWith(TestServers.keycloak().issuer().toString());
    }

    @Test
    void aWrongPasswordIsRefused() {
        JsonNode answer = TestServers.keycloak()
                .post(
                        "/protocol/openid-connect/token",
                        Map.of(
                                "grant_type", "password",
                                "client_id", "lockstep-cli",
                                "username", "auditor",
                                "password", "guessed"));

        assertThat(answer.path("error").asText()).isEqualTo("invalid_grant");
    }

    private static JsonNode claimsOf(String token) throws JsonProcessingException {
        byte[] payload = Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
        return new ObjectMapper().readTree(new String(payload, StandardCharsets.UTF_8));
    }

    private static List<String> audience(JsonNode claims) {
        JsonNode audience = claims.path("aud");
        return audience.isArray() ? texts(audience) : List.of(audience.asText());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
