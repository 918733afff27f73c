package dev.lockstep.lab.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator against stubs of Keycloak and the orchestration, with programs that only say how they were called. */
class OperatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path programs;

    private final BlockingQueue<JsonNode> attestations = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> paths = new LinkedBlockingQueue<>();
    private HttpServer server;
    private Thread operator;
    private volatile String work = "[]";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        for (String name : List.of("setup", "exchange-wizard")) {
            Path file = programs.resolve(name);
            Files.writeString(
                    file,
                    "#!/usr/bin/env bash\nprintf '%s|' \"$LOCKSTEP_LAB_NODE\" \"$@\"\n[ \"$1\" != /ForestPrep ]\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> settings = Map.of(
                "LOCKSTEP_ORCHESTRATION_URL",
                url,
                "LOCKSTEP_TOKEN_URL",
                url + "/token",
                "LOCKSTEP_OPERATOR_USER",
                "operator",
                "LOCKSTEP_OPERATOR_PASSWORD",
                "demo-operator",
                "LOCKSTEP_LAB_BIN",
                programs.toString());
        operator = Thread.ofVirtual().start(() -> {
            try {
                Operator.run(settings, line -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void stop() {
        operator.interrupt();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String answer = "{}";
            if (path.equals("/token")) {
                answer = "{\"access_token\":\"t\",\"expires_in\":60}";
            } else if (path.endsWith("/attended-work")) {
                answer = "{\"items\":" + work + "}";
            } else {
                paths.add(path);
                attestations.add(JSON.readTree(body));
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void offer(String action, String parameters) {
        work = "[{\"rollout\":\"r\",\"step\":\"a step\",\"attempt\":3,\"action\":\"" + action
                + "\",\"title\":\"t\",\"parameters\":" + parameters.replace('\'', '"') + "}]";
    }

    private JsonNode attestation() throws InterruptedException {
        return Objects.requireNonNull(attestations.poll(20, TimeUnit.SECONDS), "no attestation came");
    }

    @Test
    void carriesTheActOutAtTheNodeAndAttestsTheAttempt() throws Exception {
        offer(
                "CREATE_SYSTEM_ATTENDANT",
                "{'node':'N1','group':'EVS 1','administrativeGroup':'A','routingGroup':'R','dataDirectory':'E:/X',"
                        + "'dependencies':'[\\\"Disk E:\\\",\\\"EVS 1 Name\\\"]'}");

        JsonNode attestation = attestation();

        assertThat(attestation.path("attempt").asInt()).isEqualTo(3);
        assertThat(attestation.path("outcome").asText()).isEqualTo("DONE");
        assertThat(attestation.path("evidence").asText())
                .isEqualTo("N1|create-system-attendant|-group|EVS 1|-administrativeGroup|A|-routingGroup|R|"
                        + "-dataDirectory|E:/X|-dependency|Disk E:|-dependency|EVS 1 Name|");
        assertThat(paths.poll()).isEqualTo("/api/orchestration/rollouts/r/steps/a%20step/attestations");
    }

    @Test
    void saysSoWhenTheActDidNotSucceed() throws Exception {
        offer("RUN_FORESTPREP", "{}");

        assertThat(attestation().path("outcome").asText()).isEqualTo("NOT_DONE");
    }
}
