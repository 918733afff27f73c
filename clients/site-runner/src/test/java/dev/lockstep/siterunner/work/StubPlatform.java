package dev.lockstep.siterunner.work;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.work.Heartbeat;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutput;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keycloak's token endpoint and the orchestration's runner API, as far as a runner can tell. */
final class StubPlatform implements AutoCloseable {
    private static final String TOKEN = "token-of-the-runner";

    final BlockingQueue<RunnerTask> tasks = new LinkedBlockingQueue<>();
    final BlockingQueue<TaskResult> results = new LinkedBlockingQueue<>();
    final List<TaskOutput> outputs = new CopyOnWriteArrayList<>();
    final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    final List<LeaseRequest> leases = new CopyOnWriteArrayList<>();
    final AtomicInteger refusedResults = new AtomicInteger();
    volatile int resultStatus = 204;
    volatile int heartbeatStatus = 204;
    final AtomicInteger failingLeases = new AtomicInteger();
    private final HttpServer server;

    private StubPlatform(HttpServer server) {
        this.server = server;
    }

    static StubPlatform start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StubPlatform stub = new StubPlatform(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", stub::handle);
        server.start();
        return stub;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI issuer() {
        return url().resolve("/realms/lockstep");
    }

    static RunnerTask task(UUID id, long fencingToken, Work work, Duration timeout) {
        return new RunnerTask(
                id,
                fencingToken,
                new UUID(1, 1),
                "a-step",
                1,
                "demo",
                new ClusterId("contoso:clu01"),
                work,
                timeout,
                Duration.ofMillis(600));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.endsWith("/token")) {
                answer(exchange, 200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":300}");
            } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, null);
            } else if (path.endsWith("/lease")) {
                lease(exchange, body);
            } else if (path.endsWith("/heartbeat")) {
                heartbeats.add(ContractJson.mapper().readValue(body, Heartbeat.class));
                answer(exchange, heartbeatStatus, null);
            } else if (path.endsWith("/output")) {
                outputs.add(ContractJson.mapper().readValue(body, TaskOutput.class));
                answer(exchange, 204, null);
            } else {
                result(exchange, body);
            }
        }
    }

    private void lease(HttpExchange exchange, byte[] body) throws IOException {
        leases.add(ContractJson.mapper().readValue(body, LeaseRequest.class));
        if (failingLeases.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, 503, null);
            return;
        }
        RunnerTask task = null;
        try {
            task = tasks.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(
                exchange,
                task == null ? 204 : 200,
                task == null ? null : ContractJson.mapper().writeValueAsString(task));
    }

    private void result(HttpExchange exchange, byte[] body) throws IOException {
        int status = resultStatus;
        if (status < 300) {
            results.add(ContractJson.mapper().readValue(body, TaskResult.class));
        } else {
            refusedResults.incrementAndGet();
        }
        answer(exchange, status, null);
    }

    private static void answer(HttpExchange exchange, int status, @Nullable String body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
