package dev.lockstep.lab.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.programs.Call;
import dev.lockstep.lab.programs.Programs;
import dev.lockstep.lab.scenario.FaultReader;
import dev.lockstep.lab.world.Fault;
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
 * bearer. {@code GET /state} shows the data centre, {@code POST /faults} arms a fault, {@code GET} shows all, {@code DELETE}
 * mends them, {@code DELETE /faults/ID} one, and
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

    private Gateway(Lab lab, CommandLog log, String token, HttpServer server) {
        this.lab = lab;
        this.faults = new Faults(lab);
        this.log = log;
        this.token = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /** Starts serving on a port of the loopback interface; port 0 takes a free one. */
    public static Gateway start(Lab lab, CommandLog log, String token, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Gateway gateway = new Gateway(lab, log, token, server);
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
            answer(exchange, 200, faults.all());
        } else if (call.equals("POST /faults")) {
            arm(exchange);
        } else if (call.equals("DELETE /faults")) {
            faults.mendAll();
            answer(exchange, 200, faults.all());
        } else if (call.startsWith("DELETE /faults/")) {
            answer(exchange, faults.mend(call.substring("DELETE /faults/".length())), 404, "unknown-fault");
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

    private void arm(HttpExchange exchange) throws IOException {
        try {
            Fault fault = FaultReader.read(JSON.readTree(body(exchange)));
            answer(exchange, faults.add(fault), 400, "malformed-fault");
        } catch (IllegalArgumentException | JsonProcessingException e) {
            answer(
                    exchange,
                    400,
                    problem("malformed-fault", "This is not a fault that the lab knows: " + e.getMessage()));
        }
    }

    /** All faults when it was done, otherwise why it was not. */
    private void answer(HttpExchange exchange, Outcome outcome, int status, String refusal) throws IOException {
        switch (outcome) {
            case Outcome.Done _ -> answer(exchange, 200, faults.all());
            case Outcome.Refused refused -> answer(exchange, status, problem(refusal, refused.message()));
        }
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
