package dev.lockstep.systemtests;

import static org.awaitility.Awaitility.await;

import dev.lockstep.localstack.process.ChildProcess;
import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.StopSignal;
import dev.lockstep.localstack.server.JavaCommand;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A second process of a service, on the same database and the same broker as the one that the platform runs. */
final class Replica implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Scene scene;
    private final String service;
    private final URI address;
    private final ChildProcess process;

    private Replica(Scene scene, String service, URI address, ChildProcess process) {
        this.scene = scene;
        this.service = service;
        this.address = address;
        this.process = process;
    }

    /** Starts it; see {@link #awaitReady()}. */
    static Replica start(Scene scene, String service) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + freePort());
        ChildSpec child = new ChildSpec(
                service + "-replica",
                JavaCommand.of(
                        List.of("-Xmx96m"),
                        List.of(
                                "-jar",
                                scene.checkout()
                                        .resolve(service + "-service/target/quarkus-app/quarkus-run.jar")
                                        .toString())),
                environment(scene, service, address),
                scene.state(),
                scene.state().resolve("logs/" + service + "-replica.log"),
                StopSignal.TERMINATE,
                false);
        return new Replica(scene, service, address, Launcher.forThisMachine().launch(child));
    }

    private static Map<String, String> environment(Scene scene, String service, URI address) throws IOException {
        URI kafka = scene.component("kafka").address();
        Map<String, String> environment = new HashMap<>(scene.settings(service));
        environment.putAll(Map.of(
                "LOCKSTEP_AUDIT_KEY_FOLDER",
                        scene.state().resolve("data/audit-key").toString(),
                "QUARKUS_HTTP_HOST", address.getHost(),
                "QUARKUS_HTTP_PORT", Integer.toString(address.getPort()),
                "QUARKUS_DATASOURCE_JDBC_URL", scene.jdbcUrl(service),
                "QUARKUS_DATASOURCE_USERNAME", service,
                "QUARKUS_DATASOURCE_PASSWORD", scene.databasePassword(service),
                "KAFKA_BOOTSTRAP_SERVERS", kafka.getHost() + ":" + kafka.getPort(),
                "LOCKSTEP_ACCESS_ISSUED_AT_COUNTS_AS_SIGN_IN", "true",
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                        scene.url("keycloak").resolve("/realms/lockstep").toString()));
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void awaitReady() {
        await("second process of " + service)
                .atMost(START_LIMIT)
                .ignoreExceptions()
                .until(() -> answer("/q/health/ready").statusCode() == 200);
    }

    private HttpResponse<String> answer(String path) {
        return scene.send(HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build());
    }

    String service() {
        return service;
    }

    String metrics() {
        return answer("/q/metrics").body();
    }

    boolean alive() {
        return process.isAlive();
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        try {
            process.stop(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
