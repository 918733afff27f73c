package dev.lockstep.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as told, signs demo accounts in, and remembers what was asked. */
final class StubPlatform implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    StubPlatform() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next answer to a method and a path with its query; the last one is repeated. */
    StubPlatform answers(String methodAndPath, int status, String body) {
        return answers(methodAndPath, status, body.getBytes(StandardCharsets.UTF_8));
    }

    StubPlatform answers(String methodAndPath, int status, byte[] body) {
        answers.computeIfAbsent(methodAndPath, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** The next answer asks for a recent sign-in, by this challenge. */
    StubPlatform challenges(String methodAndPath, String challenge) {
        answers.computeIfAbsent(methodAndPath, key -> new ArrayDeque<>())
                .add(new Answer(
                        401,
                        "{\"detail\":\"This needs a recent sign-in.\"}".getBytes(StandardCharsets.UTF_8),
                        challenge));
        return this;
    }

    List<Asked> asked() {
        return asked.stream()
                .filter(request -> !request.what().contains("/realms/"))
                .toList();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(
                what, body, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
        Answer answer = what.endsWith("/protocol/openid-connect/token") && !answers.containsKey(what)
                ? token(body)
                : next(what);
        byte[] bytes = answer.body();
        if (!answer.challenge().isEmpty()) {
            exchange.getResponseHeaders().add("WWW-Authenticate", answer.challenge());
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer next(String what) {
        Deque<Answer> left = answers.getOrDefault(what, new ArrayDeque<>());
        if (left.isEmpty()) {
            return new Answer(
                    404, "{\"title\":\"Not found\",\"detail\":\"No answer is prepared for %s.\"}".formatted(what));
        }
        return left.size() == 1 ? left.getFirst() : left.removeFirst();
    }

    private static Answer token(String form) {
        String name = form.replaceAll(".*username=([^&]*).*", "$1");
        String claims =
                "{\"preferred_username\":\"%s\",\"realm_access\":{\"roles\":[\"%s\"]},\"lockstep_scopes\":[\"*\"]}"
                        .formatted(name, name);
        String jwt =
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                        + ".sig-" + name;
        return new Answer(200, "{\"access_token\":\"%s\",\"expires_in\":300,\"refresh_token\":\"r\"}".formatted(jwt));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final class Answer {

        private final int status;
        private final byte[] body;
        private final String challenge;

        private Answer(int status, byte[] body) {
            this(status, body, "");
        }

        private Answer(int status, byte[] body, String challenge) {
            this.status = status;
            this.body = body;
            this.challenge = challenge;
        }

        private Answer(int status, String body) {
            this(status, body.getBytes(StandardCharsets.UTF_8));
        }

        private String challenge() {
            return challenge;
        }

        private int status() {
            return status;
        }

        private byte[] body() {
            return body;
        }
    }

    /**
     * A request that was made.
     *
     * @param what method, path and query
     * @param body what was sent
     * @param authorization the header
     */
    record Asked(String what, String body, String authorization) {}
}
