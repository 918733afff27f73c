package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.ClassArchive;
import dev.lockstep.localstack.server.Component;
import dev.lockstep.localstack.server.Distributions;
import dev.lockstep.localstack.server.KafkaServer;
import dev.lockstep.localstack.server.KeycloakServer;
import dev.lockstep.localstack.server.PostgresqlServer;
import dev.lockstep.localstack.server.RealmDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The children of the platform: what they are, how they are configured, in which order they start. The one place for it. */
final class PlatformDefinition {
    private static final int PARTITIONS = 6;
    private static final List<String> SERVICES = List.of("inventory", "validation", "orchestration", "audit");
    private static final Set<String> SERVERS = Set.of("postgresql", "kafka", "keycloak");
    private static final String SITE = "demo";
    private static final String LAB_SPEED = "LOCKSTEP_LAB_SPEED";

    private static final List<String> SERVICE_MEMORY =
            List.of("-Xms32m", "-Xmx96m", "-XX:MaxMetaspaceSize=128m", "-XX:ReservedCodeCacheSize=48m", "-Xss512k");
    private static final List<String> SMALL_MEMORY =
            List.of("-Xms16m", "-Xmx64m", "-XX:MaxMetaspaceSize=64m", "-XX:ReservedCodeCacheSize=32m", "-Xss512k");

    private final Path root;
    private final Path state;
    private final Path dataCentre;
    private final Map<String, Map<String, String>> settings;
    private final Map<PortUse, Integer> ports;
    private final Platform.Records records;
    private final Secrets secrets;
    private final Launcher launcher;

    /**
     * @param root of the checkout, where the build put the jars
     * @param state folder for data, logs and secrets
     * @param dataCentre inventory document that the lab begins with, or a folder of those of several clusters
     * @param settings environment variables by the service's name, beside those that it needs here
     * @param ports one for each use
     * @param records whether the services begin with what they recorded before
     */
    PlatformDefinition(
            Path root,
            Path state,
            Path dataCentre,
            Map<String, Map<String, String>> settings,
            Map<PortUse, Integer> ports,
            Platform.Records records,
            Launcher launcher) {
        this.root = root;
        this.state = state;
        this.dataCentre = dataCentre;
        this.settings = settings;
        this.ports = Map.copyOf(ports);
        this.records = records;
        this.secrets = new Secrets(state.resolve("secrets"));
        this.launcher = launcher;
    }

    /** All components, each after those it depends on. */
    List<Component> components() throws IOException {
        PostgresqlServer postgresql = postgresql();
        KafkaServer kafka = kafka();
        KeycloakServer keycloak = keycloak(postgresql);
        List<Component> components = new ArrayList<>(List.of(postgresql, kafka, keycloak));
        for (String service : SERVICES) {
            components.add(service(service, postgresql, kafka, keycloak));
        }
        components.add(lab());
        components.add(siteRunner(keycloak));
        components.add(labOperator(keycloak));
        return components;
    }

    private PostgresqlServer postgresql() throws IOException {
        Map<String, String> databases = new LinkedHashMap<>();
        for (String service : SERVICES) {
            databases.put(service, databasePassword(service));
        }
        databases.put("keycloak", databasePassword("keycloak"));
        return new PostgresqlServer(
                new PostgresqlServer.Settings(
                        distributions(),
                        state.resolve("data/postgresql"),
                        log("postgresql"),
                        port(PortUse.POSTGRESQL),
                        secrets.password("postgresql-superuser"),
                        databases,
                        records == Platform.Records.KEPT ? Set.of() : Set.copyOf(SERVICES)),
                launcher);
    }

    /** Topics keep everything: a service that was away for long must find all of it. */
    private KafkaServer kafka() {
        List<KafkaServer.Topic> topics = new ArrayList<>();
        for (String service : SERVICES) {
            for (String name : List.of("lockstep." + service, "lockstep." + service + ".parking")) {
                topics.add(new KafkaServer.Topic(name, PARTITIONS, Map.of("retention.ms", "-1")));
            }
        }
        topics.add(new KafkaServer.Topic("lockstep.audit.checkpoints", 1, Map.of("retention.ms", "-1")));
        return new KafkaServer(
                new KafkaServer.Settings(
                        state.resolve("data/kafka"),
                        log("kafka"),
                        port(PortUse.KAFKA),
                        port(PortUse.KAFKA_CONTROLLER),
                        topics,
                        false,
                        Optional.of(archive("kafka", Distributions.fromBuild().kafkaLibraries()))),
                launcher);
    }

    private KeycloakServer keycloak(PostgresqlServer postgresql) throws IOException {
        return new KeycloakServer(
                new KeycloakServer.Settings(
                        distributions(),
                        state.resolve("data/keycloak"),
                        log("keycloak"),
                        port(PortUse.KEYCLOAK),
                        port(PortUse.KEYCLOAK_MANAGEMENT),
                        postgresql.jdbcUrl("keycloak"),
                        "keycloak",
                        databasePassword("keycloak"),
                        secrets.password("keycloak-administrator"),
                        RealmDocument.demo(),
                        Optional.empty()),
                launcher);
    }

    private Component service(String name, PostgresqlServer postgresql, KafkaServer kafka, KeycloakServer keycloak)
            throws IOException {
        URI address = http(PortUse.valueOf(name.toUpperCase(Locale.ROOT)));
        Map<String, String> environment = new HashMap<>(settings.getOrDefault(name, Map.of()));
        environment.putAll(Map.of(
                "LOCKSTEP_AUDIT_KEY_FOLDER", state.resolve("data/audit-key").toString(),
                "QUARKUS_HTTP_HOST", address.getHost(),
                "QUARKUS_HTTP_PORT", Integer.toString(address.getPort()),
                "QUARKUS_DATASOURCE_JDBC_URL", postgresql.jdbcUrl(name),
                "QUARKUS_DATASOURCE_USERNAME", name,
                "QUARKUS_DATASOURCE_PASSWORD", databasePassword(name),
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "QUARKUS_OIDC_AUTH_SERVER_URL", keycloak.issuer().toString(),
                // Demo accounts sign in by password, and such tokens do not tell when that was.
                "LOCKSTEP_ACCESS_ISSUED_AT_COUNTS_AS_SIGN_IN", "true"));
        if (name.equals("audit")) {
            environment.put("LOCKSTEP_AUDIT_IDENTITY_SECRET", "demo-lockstep-audit");
        }
        return new JavaService(
                name,
                root.resolve(name + "-service/target/quarkus-app/quarkus-run.jar"),
                SERVICE_MEMORY,
                archive(name, root.resolve(name + "-service/target/quarkus-app")),
                List.of(),
                environment,
                state.resolve("work").resolve(name),
                log(name),
                SERVERS,
                address,
                "/q/health/ready");
    }

    private Component lab() throws IOException {
        Map<String, String> environment = new HashMap<>(labAccess());
        environment.put("LOCKSTEP_LAB_PORT", Integer.toString(port(PortUse.LAB)));
        environment.put("LOCKSTEP_LAB_STATE", state.resolve("data/lab").toString());
        environment.put("LOCKSTEP_LAB_SCENARIO", dataCentre.toString());
        return new JavaService(
                "lab",
                root.resolve("lab/target/lockstep-lab.jar"),
                SMALL_MEMORY,
                archive("lab", root.resolve("lab/target/lockstep-lab.jar"), root.resolve("lab/target/lib")),
                List.of(),
                environment,
                state.resolve("work/lab"),
                log("lab"),
                Set.of(),
                http(PortUse.LAB),
                "/health");
    }

    /** The runner of the lab's site: its commands are the lab's programs. */
    private Component siteRunner(KeycloakServer keycloak) throws IOException {
        Map<String, String> environment = new HashMap<>(labAccess());
        environment.put("LOCKSTEP_SITE", SITE);
        environment.put(
                "LOCKSTEP_ORCHESTRATION_URL", http(PortUse.ORCHESTRATION).toString());
        environment.put("LOCKSTEP_ISSUER_URL", keycloak.issuer().toString());
        environment.put("LOCKSTEP_CLIENT_ID", "lockstep-runner-demo");
        environment.put("LOCKSTEP_CLIENT_SECRET", "demo-lockstep-runner");
        environment.put("LOCKSTEP_COMMAND_PATH", root.resolve("lab/target/bin").toString());
        return new JavaService(
                "site-runner",
                root.resolve("clients/site-runner/target/lockstep-site-runner.jar"),
                SMALL_MEMORY,
                archive(
                        "site-runner",
                        root.resolve("clients/site-runner/target/lockstep-site-runner.jar"),
                        root.resolve("clients/site-runner/target/lib")),
                List.of(),
                environment,
                state.resolve("work/site-runner"),
                log("site-runner"),
                Set.of("orchestration", "lab"),
                URI.create("process:site-runner"),
                "");
    }

    /** The robot that carries attended steps out in the lab, with demo accounts for what it does and for what it records. */
    private Component labOperator(KeycloakServer keycloak) throws IOException {
        Map<String, String> environment = new HashMap<>(labAccess());
        environment.put(
                "LOCKSTEP_ORCHESTRATION_URL", http(PortUse.ORCHESTRATION).toString());
        environment.put("LOCKSTEP_TOKEN_URL", keycloak.issuer() + "/protocol/openid-connect/token");
        environment.put("LOCKSTEP_OPERATOR_USER", "lab-operator");
        environment.put("LOCKSTEP_OPERATOR_PASSWORD", "demo-lab-operator");
        environment.put("LOCKSTEP_INVENTORY_URL", http(PortUse.INVENTORY).toString());
        environment.put("LOCKSTEP_EDITOR_USER", "inventory-editor");
        environment.put("LOCKSTEP_EDITOR_PASSWORD", "demo-inventory-editor");
        environment.put("LOCKSTEP_LAB_BIN", root.resolve("lab/target/bin").toString());
        return new JavaService(
                Platform.LAB_OPERATOR,
                root.resolve("lab/target/lockstep-lab.jar"),
                SMALL_MEMORY,
                archive(
                        Platform.LAB_OPERATOR,
                        root.resolve("lab/target/lockstep-lab.jar"),
                        root.resolve("lab/target/lib")),
                List.of("operator"),
                environment,
                state.resolve("work/lab-operator"),
                log(Platform.LAB_OPERATOR),
                Set.of("orchestration", "lab"),
                URI.create("process:" + Platform.LAB_OPERATOR),
                "");
    }

    /** How programs reach the lab: its address and the file with its secret; and how fast its time runs. */
    private Map<String, String> labAccess() throws IOException {
        Map<String, String> access = new HashMap<>(Map.of(
                "LOCKSTEP_LAB_URL", http(PortUse.LAB).toString(),
                "LOCKSTEP_LAB_TOKEN", secrets.file("lab").toString()));
        Optional.ofNullable(System.getenv(LAB_SPEED)).ifPresent(speed -> access.put(LAB_SPEED, speed));
        return access;
    }

    private ClassArchive archive(String component, Path... classPath) {
        return new ClassArchive(
                root.resolve(".lockstep/classes"), component, List.of(classPath), state.resolve("work/classes"));
    }

    private Path distributions() {
        return root.resolve(".lockstep/servers");
    }

    private Path log(String component) {
        return state.resolve("logs").resolve(component + ".log");
    }

    private String databasePassword(String role) throws IOException {
        return secrets.password("postgresql-" + role);
    }

    private int port(PortUse use) {
        return Objects.requireNonNull(ports.get(use));
    }

    private URI http(PortUse use) {
        return URI.create("http://127.0.0.1:" + port(use));
    }
}
