package dev.lockstep.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the services with one account's token. Answers that refuse become {@link CommandFailure}s that say what the problem details
 * say.
 */
public final class PlatformClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 200;

    private final HttpClient http;
    private final Endpoints endpoints;
    private final Credentials credentials;

    /** @param credentials asked before every request */
    public PlatformClient(HttpClient http, Endpoints endpoints, Credentials credentials) {
        this.http = http;
        this.endpoints = endpoints;
        this.credentials = credentials;
    }

    /** Reads something. */
    public JsonNode get(Service service, Query query) {
        return json(send(service, query, () -> request(service, query).GET().build()));
    }

    /** Reads something that is not JSON, or too large to be held. */
    public InputStream open(Service service, Query query) {
        HttpRequest request = HttpRequest.newBuilder(endpoints.of(service, query.toString()))
                .header("Authorization", "Bearer " + credentials.accessToken())
                .header("Accept", "*/*, application/problem+json")
                .GET()
                .build();
        HttpResponse<InputStream> response = exchange(
                http, request, HttpResponse.BodyHandlers.ofInputStream(), "The %s service".formatted(service.label()));
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw ProblemDetails.failure(
                    service, query, response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw ProblemDetails.failure(service, query, response.statusCode(), "");
        }
    }

    /** Reads every page of a list, or as many items as asked for. */
    public ArrayNode all(Service service, Query query, int limit) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        pages(service, query, null, limit, page -> page.forEach(items::add));
        return items;
    }

    /** Reads a list, a page at a time; the first comes also when it is empty. */
    public void eachPage(Service service, Query query, Consumer<JsonNode> page) {
        pages(service, query, null, Long.MAX_VALUE, page);
    }

    /**
     * Reads items of a list.
     *
     * @param after the place behind which they begin, as an earlier reading told it; null for the beginning
     * @param limit at most so many
     */
    public Listed listed(Service service, Query query, @Nullable String after, int limit) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        String next = pages(service, query, after, limit, page -> page.forEach(items::add));
        return new Listed(items, next);
    }

    /**
     * What was read of a list.
     *
     * @param items in the list's order
     * @param next the place behind which more begin, or null when there are no more
     */
    public record Listed(ArrayNode items, @Nullable String next) {}

    private @Nullable String pages(
            Service service, Query query, @Nullable String from, long limit, Consumer<JsonNode> page) {
        @Nullable String after = from;
        long read = 0;
        do {
            JsonNode answer = get(
                    service,
                    query.copy().with("limit", Math.min(PAGE, limit - read)).with("after", after));
            page.accept(answer.path("items"));
            read += answer.path("items").size();
            after = answer.path("items").isEmpty() ? null : answer.path("next").textValue();
        } while (after != null && read < limit);
        return after;
    }

    /** Sends JSON and reads the answer. */
    public JsonNode post(Service service, Query query, JsonNode body) {
        return post(service, query, body.toString(), "application/json");
    }

    /** Sends a document and reads the answer. */
    public JsonNode post(Service service, Query query, String body, String contentType) {
        return post(service, query, body.getBytes(StandardCharsets.UTF_8), contentType);
    }

    /** Sends a file and reads the answer. */
    public JsonNode post(Service service, Query query, byte[] body, String contentType) {
        return json(send(
                service,
                query,
                () -> request(service, query)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build()));
    }

    /**
     * Listens to server-sent events until the stream ends.
     *
     * @param each gets the data of every event
     * @throws IOException when the stream breaks off; the caller decides whether to listen again
     */
    public void listen(Service service, Query query, Consumer<JsonNode> each) throws IOException, InterruptedException {
        URI uri = endpoints.of(service, query.toString());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + credentials.accessToken())
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
                throw ProblemDetails.failure(
                        service,
                        query,
                        response.statusCode(),
                        String.join("\n", reader.lines().toList()));
            }
            StringBuilder data = new StringBuilder();
            String line = reader.readLine();
            while (line != null) {
                if (line.isEmpty() && !data.isEmpty()) {
                    each.accept(ContractJson.mapper().readTree(data.toString()));
                    data.setLength(0);
                } else if (line.startsWith("data:")) {
                    data.append(line, "data:".length(), line.length()).append('\n');
                }
                line = reader.readLine();
            }
        }
    }

    private HttpRequest.Builder request(Service service, Query query) {
        return HttpRequest.newBuilder(endpoints.of(service, query.toString()))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + credentials.accessToken())
                .header("Accept", "application/json, application/problem+json");
    }

    /** Sends a request, once more when the person signed in again because the service asked for that. */
    private String send(Service service, Query query, Supplier<HttpRequest> request) {
        String who = "The %s service".formatted(service.label());
        HttpResponse<String> response = exchange(http, request.get(), who);
        Optional<Credentials.Challenge> challenge = StepUp.asked(response);
        if (challenge.isPresent() && credentials.signInAgain(challenge.get())) {
            response = exchange(http, request.get(), who);
        }
        if (response.statusCode() / 100 != 2) {
            throw ProblemDetails.failure(service, query, response.statusCode(), response.body());
        }
        return response.body();
    }

    /**
     * One exchange over HTTP.
     *
     * @param who names the other side in the sentence of a failure
     */
    public static HttpResponse<String> exchange(HttpClient http, HttpRequest request, String who) {
        return exchange(http, request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), who);
    }

    private static <T> HttpResponse<T> exchange(
            HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body, String who) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw CommandFailure.unreachable(
                    "%s does not answer at %s: %s.".formatted(who, origin(request.uri()), reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "Interrupted while waiting for an answer.", "");
        }
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static String reason(IOException e) {
        @Nullable String message = e.getMessage();
        return switch (e) {
            case java.net.http.HttpTimeoutException timeout -> "no answer in time";
            case java.net.ConnectException refused -> "the connection is refused";
            default -> message == null ? e.getClass().getSimpleName() : message;
        };
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank()
                    ? JsonNodeFactory.instance.objectNode()
                    : ContractJson.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The answer is not JSON: " + e.getOriginalMessage() + ".",
                    "Is the URL right?");
        }
    }
}
