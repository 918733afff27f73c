package dev.lockstep.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Keycloak server with the demo realm for tests. */
public final class TestKeycloak extends TestServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final KeycloakServer server;
    private final String administratorPassword;

    TestKeycloak(KeycloakServer server, String administratorPassword, Launcher launcher) {
        super(server, launcher);
        this.server = server;
        this.administratorPassword = administratorPassword;
    }

    /** The realm's address: the issuer of its tokens, and what services get as the authentication server's URL. */
    public URI issuer() {
        return server.issuer();
    }

    /** An access token of a demo account, for example {@code coordinator}. */
    public String accessToken(String demoUser) {
        return accessToken(Map.of(
                "grant_type",
                "password",
                "client_id",
                "lockstep-cli",
                "username",
                demoUser,
                "password",
                "demo-" + demoUser));
    }

    /** An access token of the demo's site runner. */
    public String runnerAccessToken() {
        return accessToken(Map.of(
                "grant_type", "client_credentials",
                "client_id", "lockstep-runner-demo",
                "client_secret", "demo-lockstep-runner"));
    }

    private String accessToken(Map<String, String> form) {
        JsonNode answer = post("/protocol/openid-connect/token", form);
        if (!answer.has("access_token")) {
            throw new IllegalStateException("Keycloak gives no token: " + answer);
        }
        return answer.path("access_token").asText();
    }

    /** Whether an account of the demo can sign in with a password: so it is tried, and recorded. */
    public boolean canSignIn(String account, String password) {
        return canSignIn("lockstep-cli", account, password);
    }

    /** The same through another client. */
    public boolean canSignIn(String client, String account, String password) {
        return post(
                        "/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                client,
                                "username",
                                account,
                                "password",
                                password))
                .has("access_token");
    }

    /** Gives an account of the demo a role of the realm, as an administrator of Keycloak does. */
    public void grant(String account, String role) {
        String realm = server.address() + "/admin"
                + issuer().toString().substring(server.address().toString().length());
        String id = administrate(realm + "/users?exact=true&username=" + account, null)
                .path(0)
                .path("id")
                .asText();
        administrate(
                realm + "/users/%s/role-mappings/realm".formatted(id),
                JSON.createArrayNode()
                        .add(administrate(realm + "/roles/" + role, null))
                        .toString());
    }

    private JsonNode administrate(String address, @Nullable String posted) {
        String token = send(form(
                        server.address() + "/realms/master/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                KeycloakServer.ADMINISTRATOR,
                                "password",
                                administratorPassword)))
                .path("access_token")
                .asText();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + token);
        return send(
                posted == null
                        ? request.build()
                        : request.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(posted))
                                .build());
    }

    /** The JSON answer of one of the realm's endpoints to a form. */
    JsonNode post(String path, Map<String, String> form) {
        return send(form(issuer() + path, form));
    }

    private static HttpRequest form(String address, Map<String, String> form) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
    }

    private static JsonNode send(HttpRequest request) {
        try {
            return JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Keycloak", e);
        }
    }
}
