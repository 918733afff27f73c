package dev.lockstep.audit.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.audit.identity.KeycloakRecords.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A realm that gives out records as Keycloak does, by time and by place, to who has the client's secret. */
final class StubRealm implements AutoCloseable {

    static final String CLIENT = "lockstep-audit";

    private static final String SECRET = "the secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<ObjectNode> signIns = new CopyOnWriteArrayList<>();
    private final List<ObjectNode> administration = new CopyOnWriteArrayList<>();
    private final List<Integer> signInsAsked = new CopyOnWriteArrayList<>();
    private final List<Integer> administrationAsked = new CopyOnWriteArrayList<>();
    /** The status of the answer to the so-manieth question for sign-ins. */
    private volatile IntUnaryOperator signInsAnswer = _ -> 200;

    StubRealm() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException unavailable) {
            throw new UncheckedIOException(unavailable);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/realms/stub/protocol/openid-connect/token", this::token);
        server.createContext("/admin/realms/stub/events", this::giveSignIns);
        server.createContext("/admin/realms/stub/admin-events", this::giveAdministration);
        server.start();
    }

    /** A reader of it. */
    KeycloakRecords reader(Clock clock) {
        return reader(clock, SECRET);
    }

    KeycloakRecords reader(Clock clock, String secret) {
        return new KeycloakRecords(
                URI.create("http://127.0.0.1:%d/realms/stub"
                        .formatted(server.getAddress().getPort())),
                CLIENT,
                secret,
                clock);
    }

    /** From now on sign-ins are answered with what the function says to the number of the question, from 1. */
    void answersSignIns(IntUnaryOperator status) {
        signInsAsked.clear();
        signInsAnswer = status;
    }

    /** How many records were wanted in each question. */
    List<Integer> asked(Source source) {
        return List.copyOf(source == Source.SIGN_INS ? signInsAsked : administrationAsked);
    }

    /** Something that was recorded of a sign-in; what it says besides is added to it. */
    ObjectNode signIn(String id, String type, Instant at) {
        ObjectNode record = record(id, at).put("type", type).put("ipAddress", "203.0.113.77");
        signIns.add(record);
        return record;
    }

    /** A sign-in of an account, of which the name was typed. */
    void login(String id, String typed, Instant at) {
        ObjectNode record =
                signIn(id, "LOGIN", at).put("clientId", "lockstep-cli").put("userId", "id-of-" + typed);
        record.putObject("details").put("username", typed);
    }

    /** A failed sign-in of nobody known. */
    void failure(String id, String address, Instant at) {
        signIn(id, "LOGIN_ERROR", at)
                .put("clientId", "lockstep-cli")
                .put("error", "user_not_found")
                .put("ipAddress", address)
                .putObject("details")
                .put("username", "hunter2");
    }

    /** Something that an administrator did. */
    ObjectNode administered(String id, String operation, String resource, Instant at) {
        ObjectNode record = record(id, at)
                .put("operationType", operation)
                .put("resourceType", resource)
                .put("resourcePath", "users/u1");
        record.putObject("authDetails").put("userId", "id-of-anna").put("ipAddress", "203.0.113.77");
        administration.add(record);
        return record;
    }

    private static ObjectNode record(String id, Instant at) {
        return JSON.createObjectNode().put("id", id).put("time", at.toEpochMilli());
    }

    private void token(HttpExchange exchange) throws IOException {
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + SECRET.replace(' ', '+')).getBytes(StandardCharsets.UTF_8));
        boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, known ? 200 : 401, known ? "{\"access_token\":\"t\",\"expires_in\":300}" : "{}");
    }

    private void giveSignIns(HttpExchange exchange) throws IOException {
        int most = parameter(exchange, "max");
        signInsAsked.add(most);
        answer(exchange, signInsAnswer.applyAsInt(signInsAsked.size()), page(exchange, signIns));
    }

    private void giveAdministration(HttpExchange exchange) throws IOException {
        administrationAsked.add(parameter(exchange, "max"));
        answer(exchange, 200, page(exchange, administration));
    }

    private static String page(HttpExchange exchange, List<ObjectNode> records) {
        long from = number(exchange, "dateFrom");
        ArrayNode given = JSON.createArrayNode();
        records.stream()
                .filter(record -> record.path("time").asLong() >= from)
                .sorted(Comparator.comparingLong(record -> record.path("time").asLong()))
                .skip(number(exchange, "first"))
                .limit(number(exchange, "max"))
                .forEach(given::add);
        return given.toString();
    }

    private static int parameter(HttpExchange exchange, String name) {
        return Math.toIntExact(number(exchange, name));
    }

    private static long number(HttpExchange exchange, String name) {
        return Arrays.stream(exchange.getRequestURI().getQuery().split("&", -1))
                .filter(part -> part.startsWith(name + "="))
                .mapToLong(part -> Long.parseLong(part.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Whoever does not read to the end has had enough. */
    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
