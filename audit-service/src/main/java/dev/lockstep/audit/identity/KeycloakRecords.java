package dev.lockstep.audit.identity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import java.io.IOException;
import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads what Keycloak records of a realm, by its administration API, as a client whose account has the role {@code view-events} and no
 * other. Its tokens are kept while they are valid.
 */
final class KeycloakRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 16_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

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
     * Some records.
     *
     * @param acts what they say
     * @param more whether there may be more behind them
     */
    record Page(List<IdentityActRecorded> acts, boolean more) {
        Page {
            acts = List.copyOf(acts);
        }
    }

    /**
     * What was recorded from a moment on, oldest first. When so many do not fit into one answer it is fewer; of one that does not fit alone
     * it is the beginning.
     *
     * @param skip how many to leave out
     * @param most at most so many
     * @throws UnreadableException when Keycloak does not answer, or refuses
     */
    Page read(Source source, Instant from, int skip, int most) throws UnreadableException, InterruptedException {
        URI address = URI.create("%s/%s?direction=asc&dateFrom=%d&first=%d&max=%d"
                .formatted(administration, source.path, from.toEpochMilli(), skip, most));
        String what = "its " + source.path;
        byte[] answer = answer(HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token()), what);
        if (answer.length <= LARGEST_ANSWER) {
            List<IdentityActRecorded> acts = new ArrayList<>();
            json(answer, what).forEach(record -> acts.add(IdentityActs.of(source, record, true)));
            return new Page(acts, acts.size() == most);
        }
        if (most > 1) {
            return read(source, from, skip, most / 2);
        }
        return new Page(List.of(IdentityActs.of(source, beginning(answer, what), false)), true);
    }

    /** The members of the first record that can be read in what came of it; Keycloak tells first what it is. */
    private static JsonNode beginning(byte[] answer, String what) throws UnreadableException {
        ObjectNode record = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(answer)) {
            parser.nextToken();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                record.set(member, JSON.readTree(parser));
            }
        } catch (IOException cutOff) {
            // Here the record was cut off.
        }
        if (!record.hasNonNull("id") || !record.hasNonNull("time")) {
            throw new UnreadableException(
                    "the identity provider answers more than %d bytes for one of %s, and no record"
                            .formatted(LARGEST_ANSWER, what));
        }
        return record;
    }

    /** Whether an act is this reader's own sign-in: recording it would be a reason to record the next. */
    boolean isOwn(IdentityActRecorded act) {
        return client.equals(act.client()) && act.act().equals("CLIENT_LOGIN") && act.error() == null;
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
        String what = "a token for the client " + client;
        byte[] answered = answer(
                HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")),
                what);
        JsonNode answer = json(answered, what);
        String fresh = answer.path("access_token").asText();
        token = fresh;
        tokenEnds = asked.plusSeconds(answer.path("expires_in").asLong()).minus(BEFORE_EXPIRY);
        return fresh;
    }

    /** The body of an answer; one byte more than the largest when there is more. */
    private byte[] answer(HttpRequest.Builder request, String what) throws UnreadableException, InterruptedException {
        try {
            HttpResponse<InputStream> response =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    token = null;
                    throw new UnreadableException("the identity provider does not give %s: status %d%s"
                            .formatted(what, response.statusCode(), remedy(response.statusCode())));
                }
                return body.readNBytes(LARGEST_ANSWER + 1);
            }
        } catch (IOException failed) {
            throw new UnreadableException("the identity provider does not give %s: %s".formatted(what, failed));
        }
    }

    private static JsonNode json(byte[] answer, String what) throws UnreadableException {
        try {
            return JSON.readTree(answer);
        } catch (IOException malformed) {
            throw new UnreadableException("the identity provider does not give %s: %s".formatted(what, malformed));
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
