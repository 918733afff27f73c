package dev.lockstep.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Credentials.Challenge;
import dev.lockstep.cli.api.Endpoints;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keycloak, as far as the command line needs it: tokens by device flow, by a demo account's password, and by refresh token. */
final class IdentityProvider {

    private static final String CLIENT = "lockstep-cli";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final Endpoints endpoints;
    private final InstantSource clock;

    IdentityProvider(HttpClient http, Endpoints endpoints, InstantSource clock) {
        this.http = http;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** Identifies the realm that issues the tokens. */
    String issuer() {
        return endpoints.of(Service.IDENTITY, "").toString();
    }

    /** Signs a demo account in; realms outside of demos do not allow it. */
    Account byPassword(String name, String password) {
        JsonNode answer = post(
                "/protocol/openid-connect/token",
                Map.of("grant_type", "password", "username", name, "password", password, "scope", "openid"));
        if (answer.has("access_token")) {
            return account(answer);
        }
        throw refused(
                answer,
                "'%s' cannot sign in with the demo password".formatted(name),
                "The demo accounts are coordinator, operator, approver, auditor, inventory-editor and administrator; "
                        + "other accounts use './lockstep login'.");
    }

    /** A new access token for a refresh token, or nothing when that is no longer valid. */
    Optional<Account> byRefresh(String refreshToken) {
        JsonNode answer = post(
                "/protocol/openid-connect/token", Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
        return answer.has("access_token") ? Optional.of(account(answer)) : Optional.empty();
    }

    /**
     * Signs in by the browser of any device (RFC 8628).
     *
     * @param invitation gets the sentence that tells the person what to open
     */
    Account byDevice(Consumer<String> invitation) {
        return byDevice(invitation, Map.of("scope", "openid"));
    }

    /**
     * Signs in again by the browser of any device. The session so far is ended first: Keycloak does not heed {@code max_age} in the device
     * flow, and would hand out another token of the old sign-in.
     */
    Account byDeviceAgain(Consumer<String> invitation, Challenge challenge, String refreshToken) {
        if (!refreshToken.isEmpty()) {
            signOut(refreshToken);
        }
        Map<String, String> form = new HashMap<>(Map.of(
                "scope", "openid", "max_age", Long.toString(challenge.maxAge().toSeconds())));
        if (!challenge.authenticationClasses().isEmpty()) {
            form.put("acr_values", challenge.authenticationClasses());
        }
        return byDevice(invitation, form);
    }

    private Account byDevice(Consumer<String> invitation, Map<String, String> form) {
        JsonNode device = post("/protocol/openid-connect/auth/device", form);
        if (!device.has("device_code")) {
            throw refused(device, "The identity provider does not offer signing in by device", "");
        }
        invitation.accept("Open %s in a browser and confirm the code %s."
                .formatted(
                        device.path("verification_uri_complete")
                                .asText(device.path("verification_uri").asText()),
                        device.path("user_code").asText()));
        Duration pause = Duration.ofSeconds(device.path("interval").asLong(5));
        long attempts = Math.max(1, device.path("expires_in").asLong(600) / Math.max(1, pause.toSeconds()));
        for (long i = 0; i < attempts; i++) {
            pause(pause);
            JsonNode answer = post(
                    "/protocol/openid-connect/token",
                    Map.of(
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device_code",
                            "device_code",
                            device.path("device_code").asText()));
            if (answer.has("access_token")) {
                return account(answer);
            }
            switch (answer.path("error").asText()) {
                case "authorization_pending" -> {}
                case "slow_down" -> pause = pause.plusSeconds(5);
                default -> throw refused(answer, "Signing in was not confirmed", "Try './lockstep login' again.");
            }
        }
        throw new CommandFailure(
                ExitCode.NOT_ALLOWED, "The code ran out before it was confirmed.", "Try './lockstep login' again.");
    }

    /** Ends the session behind a refresh token. */
    void signOut(String refreshToken) {
        post("/protocol/openid-connect/logout", Map.of("refresh_token", refreshToken));
    }

    private JsonNode post(String path, Map<String, String> form) {
        URI uri = endpoints.of(Service.IDENTITY, path);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "client_id=" + CLIENT + "&", ""));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = PlatformClient.exchange(http, request, "The identity provider");
        try {
            return ContractJson.mapper().readTree(response.body().isBlank() ? "{}" : response.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The identity provider answered with status %d and no JSON.".formatted(response.statusCode()),
                    "Is %s the address of the realm?".formatted(issuer()));
        }
    }

    private Account account(JsonNode answer) {
        String token = answer.path("access_token").asText();
        return new Account(
                claims(token).path("preferred_username").asText("unknown"),
                token,
                clock.instant().plusSeconds(answer.path("expires_in").asLong(60)),
                answer.path("refresh_token").asText(""));
    }

    /** What a token says, for display; the services check its signature, the command line cannot. */
    static JsonNode claims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return parts.length < 2
                    ? ContractJson.mapper().createObjectNode()
                    : ContractJson.mapper()
                            .readTree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return ContractJson.mapper().createObjectNode();
        }
    }

    private static CommandFailure refused(JsonNode answer, String sentence, String remedy) {
        String reason =
                answer.path("error_description").asText(answer.path("error").asText("no reason given"));
        return new CommandFailure(ExitCode.NOT_ALLOWED, "%s: %s.".formatted(sentence, reason), remedy);
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.NOT_ALLOWED, "Interrupted while waiting for the confirmation.", "");
        }
    }
}
