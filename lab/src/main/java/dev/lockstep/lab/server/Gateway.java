package dev.lockstep.lab.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.programs.Call;
import dev.lockstep.lab.programs.Programs;
import dev.lockstep.lab.world.DataCentre;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The lab's HTTP server on the loopback interface. {@code GET /health} is open; everything else needs the shared token as
 * bearer. {@code GET /state} shows the data centre, {@code POST /faults} asks for a fault, {@code GET} and {@code DELETE}
 * show and forget them, {@code POST /nodes/NAME/stays-down} keeps a node down at its next restart, and
 * {@code POST /programs/NAME} runs a program: the body holds the arguments, each ended by a zero byte; the answer is a line
 * protocol ({@code o} output, {@code e} error output, {@code x} exit code).
 */
public final class Gateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 1 << 20;

    private final Lab lab;
    private final Faults faults;
    private final CommandLog log;
    private final byte[] token;
    private final HttpServer server;
    private final ExecutorService threads;

    private Gateway(Lab lab, Faults faults, CommandLog log, String token, HttpServer server) {
        this.lab = lab;
        this.faults = faults;
        this.log = log;
        this.token = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /** Starts serving on a port of the loopback interface; port 0 takes a free one. */
    public static Gateway start(Lab lab, Faults faults, CommandLog log, String token, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Gateway gateway = new Gateway(lab, faults, log, token, server);
        server.setExecutor(gateway.threads);
        server.createContext("/", gateway::handle);
        server.start();
        return gateway;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/health")) {
                answer(exchange, 200, Map.of("status", "UP"));
            } else if (!trusted(exchange)) {
                answer(exchange, 401, problem("unauthenticated", "The lab's token is missing or wrong."));
            } else {
                route(exchange, exchange.getRequestMethod() + " " + path);
            }
        } catch (IOException e) {
            // the caller has gone; there is nobody left to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void route(HttpExchange exchange, String call) throws IOException, InterruptedException {
        if (call.equals("GET /state")) {
            answer(exchange, 200, lab.now());
        } else if (call.equals("GET /faults")) {
            answer(exchange, 200, faults.pending());
        } else if (call.equals("POST /faults")) {
            addFault(exchange);
        } else if (call.equals("DELETE /faults")) {
            faults.clear();
            answer(exchange, 200, faults.pending());
        } else if (call.startsWith("POST /nodes/") && call.endsWith("/stays-down")) {
            String node = call.substring("POST /nodes/".length(), call.length() - "/stays-down".length());
            keepDown(exchange, node);
        } else if (call.startsWith("POST /programs/")) {
            program(exchange, call.substring("POST /programs/".length()));
        } else {
            answer(exchange, 404, problem("not-found", "The lab has nothing at this address."));
        }
    }

    private boolean trusted(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return header != null && MessageDigest.isEqual(token, header.getBytes(StandardCharsets.UTF_8));
    }

    private void addFault(HttpExchange exchange) throws IOException {
        try {
            JsonNode body = JSON.readTree(body(exchange));
            faults.add(new Fault(
                    Fault.Kind.valueOf(body.path("kind").asText()),
                    body.path("program").asText(""),
                    body.path("argument").asText(""),
                    body.path("times").asInt(1)));
            answer(exchange, 200, faults.pending());
        } catch (IllegalArgumentException | JsonProcessingException e) {
            answer(exchange, 400, problem("malformed-fault", "This is not a fault that the lab knows."));
        }
    }

    private void keepDown(HttpExchange exchange, String node) throws IOException {
        Outcome outcome = lab.perform((world, tick) -> stayingDown(world, node));
        switch (outcome) {
            case Outcome.Done done -> answer(exchange, 200, Map.of("node", node, "staysDown", true));
            case Outcome.Refused refused -> answer(exchange, 404, problem("unknown-node", refused.message()));
        }
    }

    private static Outcome stayingDown(DataCentre world, String name) {
        return world.node(name)
                .<Outcome>map(node -> new Outcome.Done(world.withCluster(
                        world.clusterOfNode(node.name()).orElseThrow().withNode(node.withStaysDown(true)))))
                .orElseGet(() -> Outcome.Refused.because("There is no node of this name."));
    }

    private void program(HttpExchange exchange, String name) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        String body = new String(body(exchange), StandardCharsets.UTF_8);
        for (int from = 0, to = body.indexOf('\0'); to >= 0; from = to + 1, to = body.indexOf('\0', from)) {
            arguments.add(body.substring(from, to));
        }
        String node = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Lab-Node"))
                .orElse("");
        log.started(name, node, arguments);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody())) {
            LineTerminal terminal = new LineTerminal(out);
            int code = Misfortune.run(faults, new Call(lab, name, arguments, node), terminal, Programs::run);
            terminal.exit(code);
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new IOException("the request is too large");
        }
        return body;
    }

    private static Map<String, String> problem(String name, String detail) {
        return Map.of("type", "urn:lockstep:problem:" + name, "title", name.replace('-', ' '), "detail", detail);
    }

    private static void answer(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(value);
        exchange.getResponseHeaders()
                .set("Content-Type", status < 400 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
