package dev.lockstep.localstack.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks an address whether its server is ready. */
public final class HttpProbe {
    private static final int OK = 200;
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private HttpProbe() {}

    /** What is still waited for; empty when the answer is 200. */
    public static Optional<String> awaited(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            int status =
                    CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == OK ? Optional.empty() : Optional.of(address + " answers " + status);
        } catch (IOException e) {
            return Optional.of("an answer from " + address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("an interrupted probe");
        }
    }
}
