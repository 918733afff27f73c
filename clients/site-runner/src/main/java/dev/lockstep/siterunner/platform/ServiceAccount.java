package dev.lockstep.siterunner.platform;

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

/** The runner's account at Keycloak (client credentials); a token is fetched anew before it expires. */
public final class ServiceAccount {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MARGIN = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http;
    private final InstantSource clock;
    private final URI endpoint;
    private final String form;
    private String token = "";
    private Instant expires = Instant.EPOCH;

    public ServiceAccount(HttpClient http, InstantSource clock, URI issuer, String clientId, String clientSecret) {
        this.http = http;
        this.clock = clock;
        this.endpoint = URI.create(issuer + "/protocol/openid-connect/token");
        this.form = "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret="
                + encode(clientSecret);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A token that is good for a while yet.
     *
     * @throws IOException when Keycloak cannot be reached or refuses the account
     */
    public synchronized String token() throws IOException, InterruptedException {
        if (clock.instant().isBefore(expires.minus(MARGIN))) {
            return token;
        }
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Keycloak refused the runner's account: status " + response.statusCode());
        }
        JsonNode answer = JSON.readTree(response.body());
        token = answer.path("access_token").asText();
        expires = clock.instant().plusSeconds(answer.path("expires_in").asLong(60));
        return token;
    }

    /** Forgets the token, because the platform did not accept it. */
    public synchronized void forget() {
        expires = Instant.EPOCH;
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + endpoint + "]";
    }
}
