package dev.lockstep.audit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Keycloak records of a realm, by its administration API, as a client whose account has the role {@code view-events} and no
 * other. Its tokens are kept while they are valid.
 */
final class KeycloakRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);
    private static final long LARGEST_ANSWER = 16_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GRANTS = Set.of("REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING", "GROUP_MEMBERSHIP");

    private final URI issuer;
    private final URI administration;
    private final String client;
    private final String secret;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private @Nullable String token;
    private Instant tokenEnds = Instant.MIN;

    /** Two kinds of records, each in an order of its own. */
    enum Source {
        SIGN_INS("events"),
        ADMINISTRATION("admin-events");

        private final String path;

        Source(String path) {
            this.path = path;
        }
    }

    /** It was not possible to read them; the message says why, without any secret. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String why) {
            super(why);
        }
    }

    /**
     * Records of one realm.
     *
     * @param issuer the realm's address, such as {@code https://identity.example/realms/lockstep}
     * @param client the client's id
     * @param secret its secret
     */
    KeycloakRecords(URI issuer, String client, String secret, Clock clock) {
        String address = issuer.toString().replaceAll("/+$", "");
        int realm = address.lastIndexOf("/realms/");
        if (realm < 0) {
            throw new IllegalArgumentException("%s is not the address of a realm of Keycloak".formatted(issuer));
        }
        this.issuer = URI.create(address);
        this.administration = URI.create(address.substring(0, realm) + "/admin" + address.substring(realm));
        this.client = client;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * What was recorded from a moment on, oldest first.
     *
     * @param skip how many to leave out
     * @param most at most so many
     * @throws UnreadableException when Keycloak does not answer, or refuses
     */
    List<IdentityActRecorded> read(Source source, Instant from, int skip, int most)
            throws UnreadableException, InterruptedException {
        URI address = URI.create("%s/%s?direction=asc&dateFrom=%d&first=%d&max=%d"
                .formatted(administration, source.path, from.toEpochMilli(), skip, most));
        JsonNode records =
                answer(HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token()), "its records");
        List<IdentityActRecorded> acts = new ArrayList<>(records.size());
        for (JsonNode record : records) {
            acts.add(source == Source.SIGN_INS ? signIn(record) : administered(record));
        }
        return acts;
    }

    /** Whether an act is this reader's own: recording it would be a reason to record the next. */
    boolean isOwn(IdentityActRecorded act) {
        return client.equals(act.client());
    }

    private static IdentityActRecorded signIn(JsonNode record) {
        String accountId = text(record, "userId");
        return new IdentityActRecorded(
                record.path("id").asText(),
                record.path("type").asText(),
                accountId == null ? null : text(record.path("details"), "username"),
                accountId,
                text(record, "clientId"),
                text(record, "ipAddress"),
                text(record, "error"),
                null,
                List.of(),
                time(record));
    }

    private static IdentityActRecorded administered(JsonNode record) {
        JsonNode by = record.path("authDetails");
        String what = record.path("resourceType").asText();
        return new IdentityActRecorded(
                record.path("id").asText(),
                record.path("operationType").asText() + " " + what,
                null,
                text(by, "userId"),
                text(by, "clientId"),
                text(by, "ipAddress"),
                text(record, "error"),
                record.path("resourcePath").asText(),
                GRANTS.contains(what) ? names(record.path("representation").asText()) : List.of(),
                time(record));
    }

    /** The names of the roles or groups in what Keycloak was sent. */
    private static List<String> names(String representation) {
        try {
            JsonNode sent = JSON.readTree(representation);
            return sent.isArray()
                    ? sent.findValuesAsText("name")
                    : sent.has("name") ? List.of(sent.path("name").asText()) : List.of();
        } catch (IOException notKept) {
            return List.of();
        }
    }

    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }

    private static Instant time(JsonNode record) {
        return Instant.ofEpochMilli(record.path("time").asLong());
    }

    private String token() throws UnreadableException, InterruptedException {
        String known = token;
        if (known != null && clock.instant().isBefore(tokenEnds)) {
            return known;
        }
        Instant asked = clock.instant();
        String credentials = URLEncoder.encode(client, StandardCharsets.UTF_8)
                + ":"
                + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        JsonNode answer = answer(
                HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")),
                "a token for the client " + client);
        String fresh = answer.path("access_token").asText();
        token = fresh;
        tokenEnds = asked.plusSeconds(answer.path("expires_in").asLong()).minus(BEFORE_EXPIRY);
        return fresh;
    }

    private JsonNode answer(HttpRequest.Builder request, String what) throws UnreadableException, InterruptedException {
        try {
            HttpResponse<String> response = http.send(
                    request.timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_ANSWER));
            if (response.statusCode() != 200) {
                token = null;
                throw new UnreadableException("the identity provider does not give %s: status %d%s"
                        .formatted(what, response.statusCode(), remedy(response.statusCode())));
            }
            return JSON.readTree(response.body());
        } catch (IOException failed) {
            throw new UnreadableException("the identity provider does not give %s: %s".formatted(what, failed));
        }
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401 -> "; the client or its secret is not the realm's";
            case 403 -> "; the client's service account needs the role view-events of realm-management";
            default -> "";
        };
    }
}
