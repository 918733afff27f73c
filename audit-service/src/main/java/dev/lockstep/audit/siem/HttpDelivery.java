package dev.lockstep.audit.siem;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A POST with an event on each line. The receiver has them when it answers with 2xx; it is never followed elsewhere. */
final class HttpDelivery implements Delivery {

    private final Destination destination;
    private final Format.Kind format;
    private final Optional<String> authorization;
    private final HttpClient client;

    /** @param authorization the value of the header of that name; a secret */
    HttpDelivery(Destination destination, Format.Kind format, Optional<String> authorization, SSLContext tls) {
        this.destination = destination;
        this.format = format;
        this.authorization = authorization;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(PATIENCE_MILLIS / 2))
                .build();
    }

    @Override
    public void deliver(List<Message> messages) throws IOException, InterruptedException {
        String body = messages.stream().map(message -> message.line() + "\n").collect(Collectors.joining());
        HttpRequest.Builder request = HttpRequest.newBuilder(destination.address())
                .timeout(Duration.ofMillis(PATIENCE_MILLIS))
                .header(
                        "Content-Type",
                        switch (format) {
                            case CEF -> "text/plain; charset=utf-8";
                            case OCSF -> "application/x-ndjson";
                        })
                .POST(HttpRequest.BodyPublishers.ofString(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        int status = status(client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()));
        if (status / 100 != 2) {
            throw new IOException("it answered with %d".formatted(status));
        }
    }

    /** Waits for the whole answer: one that never ends is none. */
    private static int status(CompletableFuture<HttpResponse<Void>> answer) throws IOException, InterruptedException {
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new IOException("it did not answer in time", silent);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(cause.toString(), cause);
        }
    }
}
