package dev.lockstep.lab.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger attestationStatus = new AtomicInteger(200);
    private HttpServer server;
    private Thread operator;
    private Map<String, String> settings = Map.of();
    private final BlockingQueue<String> recordings = new LinkedBlockingQueue<>();
    private volatile String recorded = "{\"items\":[]}";
    private volatile String work = "{\"items\":[]}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        for (String name : List.of("setup", "exchange-wizard")) {
            Path file = programs.resolve(name);
            Files.writeString(file, """
                    #!/usr/bin/env bash
                    printf '%s|' "$LOCKSTEP_LAB_NODE" "$@"
                    echo called >>"$0.calls"
                    while [ -e "$0.blocks" ]; do sleep 0.1; done
                    [ "$1" != /ForestPrep ]
                    """);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        settings = Map.of(
                "LOCKSTEP_ORCHESTRATION_URL",
                url,
                "LOCKSTEP_TOKEN_URL",
                url + "/token",
                "LOCKSTEP_OPERATOR_USER",
                "operator",
                "LOCKSTEP_OPERATOR_PASSWORD",
                "demo-operator",
                "LOCKSTEP_LAB_BIN",
                programs.toString(),
                "LOCKSTEP_WORK",
                programs.resolve("work").toString(),
                "LOCKSTEP_INVENTORY_URL",
                url,
                "LOCKSTEP_EDITOR_USER",
                "inventory-editor",
                "LOCKSTEP_EDITOR_PASSWORD",
                "demo-inventory-editor");
        operate();
    }

    private void operate() {
        operator = Thread.ofVirtual().start(() -> {
            try {
                Operator.run(settings, line -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
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
            int status = 200;
            if (path.equals("/token")) {
                answer = "{\"access_token\":\"t\",\"expires_in\":60}";
            } else if (path.endsWith("/attended-work")) {
                answer = work;
                asked.incrementAndGet();
            } else if (path.startsWith("/api/inventory/")) {
                answer = recorded;
                if (exchange.getRequestMethod().equals("POST")) {
                    recordings.add(path + " " + JSON.readTree(body).path("changes"));
                }
            } else {
                status = attestationStatus.get();
                paths.add(path);
                attestations.add(JSON.readTree(body));
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void offer(String action, String parameters) {
        work = "{\"items\":[" + item("r", action, parameters.replace('\'', '"')) + "]}";
    }

    private static String item(String rollout, String action, String parameters) {
        return "{\"rollout\":\"%s\",\"cluster\":\"contoso:clu01\",\"step\":\"a step\",\"attempt\":3,\"action\":\"%s\",\"title\":\"t\",\"parameters\":%s}"
                .formatted(rollout, action, parameters);
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
    void recordsWhatNoProgramShowsBeforeItAttests() throws Exception {
        recorded = """
                {"items":[{"path":"/evs/EVS 1/httpVirtualServers",
                           "value":[{"name":"Other","port":81},{"name":"wingtiptoys.com","port":82}]}]}""";
        offer(
                "CREATE_HTTP_VIRTUAL_SERVER",
                "{'node':'N1','group':'EVS 1','virtualServer':'EVS 1','resource':'R 1','address':'10.1.1.1',"
                        + "'hostHeader':'wingtiptoys.com','port':'80','paths':'[\\\"Exchange\\\"]'}");

        JsonNode attestation = attestation();

        assertThat(attestation.path("outcome").asText()).isEqualTo("DONE");
        assertThat(attestation.path("evidence").asText())
                .isEqualTo("N1|create-http-virtual-server|-group|EVS 1|-resource|R 1|\n"
                        + "Recorded in contoso:clu01: /evs/EVS 1/httpVirtualServers");
        assertThat(recordings)
                .containsExactly("/api/inventory/clusters/contoso%3Aclu01/facts ["
                        + "{\"path\":\"/evs/EVS 1/httpVirtualServers\",\"value\":[{\"name\":\"Other\",\"port\":81},"
                        + "{\"name\":\"Exchange Virtual Server\",\"hostHeader\":null,\"port\":80,"
                        + "\"paths\":[\"Exchange\",\"Public\"],\"ip\":\"10.1.1.1\"},"
                        + "{\"name\":\"wingtiptoys.com\",\"hostHeader\":\"wingtiptoys.com\",\"port\":80,"
                        + "\"paths\":[\"Exchange\"],\"ip\":\"10.1.1.1\"}]}]");
    }

    @Test
    void whatCouldNotBeRecordedIsNotDone() throws Exception {
        recorded = "no JSON";
        offer("CREATE_FRONT_END_VIRTUAL_SERVER", "{'name':'FE1 a.com','hostHeader':'a.com','port':'80','paths':'[]'}");

        assertThat(attestation().path("outcome").asText()).isEqualTo("NOT_DONE");
        assertThat(recordings).isEmpty();
    }

    @Test
    void whatAFrontEndHasIsRecordedOfTheOrganization() throws Exception {
        offer(
                "CREATE_FRONT_END_VIRTUAL_SERVER",
                "{'name':'FE1 a.com','hostHeader':'a.com','port':'80','paths':'[\\\"Public\\\"]'}");

        assertThat(attestation().path("outcome").asText()).isEqualTo("DONE");
        assertThat(recordings)
                .containsExactly(
                        "/api/inventory/organizations/contoso/facts [{\"path\":\"/frontEndVirtualServers\","
                                + "\"value\":[{\"name\":\"FE1 a.com\",\"hostHeader\":\"a.com\",\"port\":80,\"paths\":[\"Public\"]}]}]");
    }

    @Test
    void saysSoWhenTheActDidNotSucceed() throws Exception {
        offer("RUN_FORESTPREP", "{}");

        assertThat(attestation().path("outcome").asText()).isEqualTo("NOT_DONE");
    }

    @Test
    void anAttestationThatWasNotHeardIsGivenAgainWithoutDoingTheActAgain() throws Exception {
        attestationStatus.set(503);
        offer("RUN_SETUP", "{'node':'N1'}");
        attestation();
        attestationStatus.set(200);

        JsonNode again = attestation();

        assertThat(again.path("outcome").asText()).isEqualTo("DONE");
        assertThat(timesCalled("setup")).isEqualTo(1);
    }

    @Test
    void whatItWasDoingWhenItWasKilledIsNotDoneAgain() throws Exception {
        Path blocks = Files.createFile(programs.resolve("setup.blocks"));
        offer("RUN_SETUP", "{'node':'N1'}");
        await().atMost(Duration.ofMinutes(2)).until(() -> timesCalled("setup") == 1);
        Path left = Files.copy(programs.resolve("work/acts.jsonl"), programs.resolve("left"));
        operator.interrupt();
        Files.delete(blocks);
        operator.join();
        Files.copy(left, programs.resolve("work/acts.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        attestations.clear();

        operate();

        JsonNode attestation = attestation();
        assertThat(attestation.path("outcome").asText()).isEqualTo("NOT_DONE");
        assertThat(attestation.path("evidence").asText()).contains("interrupted", "not known");
        assertThat(timesCalled("setup")).isEqualTo(1);
    }

    @Test
    void theWorkOfOneRolloutDoesNotWaitForThatOfAnother() throws Exception {
        Files.createFile(programs.resolve("setup.blocks"));
        work = "{\"items\":[%s,%s]}"
                .formatted(
                        item("first", "RUN_SETUP", "{\"node\":\"N1\"}"),
                        item("second", "UPGRADE_VIRTUAL_SERVER", "{\"node\":\"M1\",\"group\":\"EVS\"}"));

        attestation();

        assertThat(paths.poll()).startsWith("/api/orchestration/rollouts/second/");
        Files.delete(programs.resolve("setup.blocks"));
        attestation();
        assertThat(paths.poll()).startsWith("/api/orchestration/rollouts/first/");
        assertThat(timesCalled("setup")).isEqualTo(1);
    }

    @Test
    void answersThatMakeNoSenseDoNotEndIt() throws Exception {
        work = "<html>Bad gateway</html>";
        await().atMost(Duration.ofMinutes(2)).until(() -> asked.get() > 2);

        offer("RUN_SETUP", "{'node':'N1'}");

        assertThat(attestation().path("outcome").asText()).isEqualTo("DONE");
    }

    private long timesCalled(String program) throws IOException {
        Path calls = programs.resolve(program + ".calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }
}
