package dev.lockstep.service.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.Problem;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Walks every endpoint of the service under test: nobody without a token, every role as the matrix in {@code docs/access.md} says, nobody
 * from elsewhere. A service extends it as a Quarkus test and says how to fill in its paths and bodies.
 */
public abstract class EndpointWalk {

    /** A scope that covers nothing that exists. */
    private static final String ELSEWHERE = "site:the-site-of-somebody-else";

    /** Values for the path parameters of an endpoint, by name; a target that they mean should not exist, for permitted requests are sent too. */
    protected abstract Map<String, String> parameters(Endpoint endpoint);

    /** A body, with query, that brings the request as far as the check of the scope; JSON unless the request says otherwise. */
    protected void complete(Endpoint endpoint, RequestSpecification request) {
        if (!endpoint.method().equals("GET")) {
            request.contentType(ContentType.JSON).body("{}");
        }
    }

    @Test
    void everyEndpointDeclaresAPolicyThatExists() {
        assertThat(Endpoint.all())
                .isNotEmpty()
                .allSatisfy(endpoint -> assertThat(endpoint.policy())
                        .as("policy of %s", endpoint)
                        .isPresent());
    }

    @Test
    void nobodyWithoutAToken() {
        forEachEndpoint(endpoint -> expect(endpoint, null, 401, "unauthenticated", null));
    }

    @Test
    void nobodyWithATokenThatIsNotForThisPlatform() {
        List<String> unusable = List.of(
                "nonsense",
                signedIn(claims -> claims.put("iss", "https://elsewhere.invalid/realms/lockstep")),
                signedIn(claims -> claims.put("aud", "another-api")),
                signedIn(claims ->
                        claims.put("exp", Instant.now().minusSeconds(3600).getEpochSecond())),
                signedIn(claims -> claims.remove("sub")),
                tampered());

        forEachEndpoint(endpoint -> unusable.forEach(token -> expect(endpoint, token, 401, "unauthenticated", null)));
    }

    @Test
    void theMatrixOfTheDocumentationIsTheOneThatHolds() throws IOException {
        String service = AccessMatrix.service();
        String table = AccessMatrix.table(Endpoint.all());
        if (Boolean.getBoolean("lockstep.approve")) {
            AccessMatrix.write(service, table);
        }
        assertThat(AccessMatrix.written(service))
                .as(
                        "docs/access.md is stale; run: mvn -pl %s -am package -Dtest='*Endpoint*Test'"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dlockstep.approve=true",
                        service)
                .isEqualTo(table);
    }

    @Test
    void everyCellOfTheMatrixHolds() {
        forEachEndpoint(endpoint -> {
            AccessPolicy policy = endpoint.policy().orElseThrow();
            for (Role role : Role.values()) {
                if (policy.roles().contains(role)) {
                    expectPermitted(endpoint, role);
                } else {
                    expect(endpoint, Tokens.of(role, "*"), 403, "role-missing", "role-missing");
                }
            }
            expect(endpoint, Tokens.with("nobody", claims -> {}), 403, "role-missing", "role-missing");
        });
    }

    @Test
    void nobodyWhoSignedInLongAgoDoesASensitiveAct() {
        String old = signedIn(claims -> claims.put(
                "auth_time", Instant.now().minus(Duration.ofMinutes(16)).getEpochSecond()));
        String unknown = signedIn(claims -> claims.remove("auth_time"));

        forEachEndpoint(endpoint -> {
            if (endpoint.policy().orElseThrow().recentSignIn()) {
                for (String token : List.of(old, unknown)) {
                    expect(endpoint, token, 401, "insufficient-user-authentication", "sign-in-not-recent");
                    assertThat(send(endpoint, token).header("WWW-Authenticate"))
                            .contains("error=\"insufficient_user_authentication\"", "max_age=\"900\"");
                }
            } else {
                assertThat(send(endpoint, old).statusCode())
                        .as("status of %s", endpoint)
                        .isNotEqualTo(401);
            }
        });
    }

    @Test
    void nobodyFromElsewhere() {
        forEachEndpoint(endpoint -> {
            AccessPolicy policy = endpoint.policy().orElseThrow();
            if (policy.where() == AccessPolicy.Where.TARGET) {
                policy.roles()
                        .forEach(role ->
                                expect(endpoint, Tokens.of(role, ELSEWHERE), 403, "scope-missing", "scope-missing"));
            }
        });
    }

    private static void forEachEndpoint(Consumer<Endpoint> check) {
        List<AssertionError> failures = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.all()) {
            try {
                check.accept(endpoint);
            } catch (AssertionError e) {
                failures.add(e);
            }
        }
        assertThat(failures).isEmpty();
    }

    /** The role and the scope suffice; whether what the request means exists is another matter. */
    private void expectPermitted(Endpoint endpoint, Role role) {
        Response response = send(endpoint, Tokens.of(role, "*"));
        assertThat(response.statusCode())
                .as("status of %s for %s: %s", endpoint, role, response.body().asString())
                .isNotIn(401, 403)
                .isLessThan(500);
    }

    private Response send(Endpoint endpoint, @Nullable String token) {
        RequestSpecification request = given();
        complete(endpoint, request);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.pathParams(parameters(endpoint)).request(endpoint.method(), endpoint.path());
    }

    private void expect(Endpoint endpoint, @Nullable String token, int status, String type, @Nullable String reason) {
        Response response = send(endpoint, token);
        assertThat(response.statusCode())
                .as("status of %s: %s", endpoint, response.body().asString())
                .isEqualTo(status);
        assertThat(response.contentType()).as("answer of %s", endpoint).startsWith(Problem.MEDIA_TYPE);
        assertThat(response.jsonPath().getString("type"))
                .as("problem of %s", endpoint)
                .isEqualTo(Problem.TYPE_PREFIX + type);
        assertThat(response.jsonPath().getString("reason"))
                .as("reason of %s", endpoint)
                .isEqualTo(reason);
    }

    /** A token with every role everywhere, changed as wanted. */
    private static String signedIn(Consumer<ObjectNode> change) {
        return Tokens.with("administrator", claims -> {
            for (Role role : Role.values()) {
                claims.withObject("realm_access").withArray("roles").add(role.code());
            }
            claims.putArray("lockstep_scopes").add("*");
            change.accept(claims);
        });
    }

    private static String tampered() {
        String token = signedIn(claims -> {});
        String other = Tokens.of(Role.AUDITOR);
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }
}
