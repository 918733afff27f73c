package dev.lockstep.lab.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A demo account at Keycloak (password grant): hands out an access token, to any thread, and fetches a new one before it expires. */
final class Account {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final HttpClient http;
    private final InstantSource clock;
    private final URI tokenEndpoint;
    private final String form;
    private String token = "";
    private Instant expires = Instant.EPOCH;

    Account(HttpClient http, InstantSource clock, URI tokenEndpoint, String client, String user, String password) {
        this.http = http;
        this.clock = clock;
        this.tokenEndpoint = tokenEndpoint;
        this.form = "grant_type=password&client_id=" + encode(client) + "&username=" + encode(user) + "&password="
                + encode(password);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A token that is good for a while yet. */
    synchronized String token() throws IOException, InterruptedException {
        if (clock.instant().isBefore(expires.minus(MARGIN))) {
            return token;
        }
        HttpRequest request = HttpRequest.newBuilder(tokenEndpoint)
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Keycloak refused the operator's account: " + response.statusCode());
        }
        JsonNode answer = JSON.readTree(response.body());
        token = answer.path("access_token").asText();
        expires = clock.instant().plusSeconds(answer.path("expires_in").asLong(60));
        return token;
    }

    @Override
    public String toString() {
        return "Account[" + tokenEndpoint + "]";
    }
}
