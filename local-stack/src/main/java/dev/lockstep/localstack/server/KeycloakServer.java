package dev.lockstep.localstack.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.StopSignal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** A Keycloak server on loopback with its data in PostgreSQL and one realm, imported when it does not exist. */
public final class KeycloakServer implements ArchivedComponent {
    /** The account that administers Keycloak itself. */
    public static final String ADMINISTRATOR = "admin";

    private final Settings settings;
    private final Launcher launcher;
    private final Path distribution;

    /**
     * Where the server lives and what it is given.
     *
     * @param distributions folder where distributions are unpacked, shared between servers
     * @param folder working files of this server
     * @param log file for its output
     * @param port for tokens and log-ins, at 127.0.0.1
     * @param managementPort for health and metrics
     * @param databaseUrl JDBC URL of its database
     * @param databaseUser role that owns the database
     * @param databasePassword of that role
     * @param administratorPassword of {@link #ADMINISTRATOR}, taken at the first start
     * @param realm to import
     * @param archive the classes that the server loads, if they are to be kept for its next start
     */
    public record Settings(
            Path distributions,
            Path folder,
            Path log,
            int port,
            int managementPort,
            String databaseUrl,
            String databaseUser,
            String databasePassword,
            String administratorPassword,
            JsonNode realm,
            Optional<ClassArchive> archive) {
        public Settings {
            folder = folder.toAbsolutePath();
        }

        /** Without passwords. */
        @Override
        public String toString() {
            return "Settings[" + folder + ", port " + port + ", database " + databaseUrl + "]";
        }
    }

    public KeycloakServer(Settings settings, Launcher launcher) {
        this.settings = settings;
        this.launcher = launcher;
        this.distribution = settings.distributions()
                .resolve("keycloak-" + Distributions.fromBuild().keycloakVersion())
                .toAbsolutePath();
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("postgresql");
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + settings.port());
    }

    @Override
    public Set<Integer> ports() {
        return Set.of(settings.port(), settings.managementPort());
    }

    /** The realm's address: issuer of its tokens and base of its endpoints. */
    public URI issuer() {
        return address().resolve("/realms/" + settings.realm().path("realm").asText());
    }

    @Override
    public void prepare(Consumer<String> progress) throws IOException, InterruptedException {
        Archives.unpackOnce(
                () -> {
                    progress.accept("unpacking Keycloak (once)");
                    return new GZIPInputStream(
                            Files.newInputStream(Distributions.fromBuild().keycloakArchive()));
                },
                distribution,
                1,
                unpacked -> {
                    progress.accept("building Keycloak for PostgreSQL (once)");
                    launcher.runToEnd(build(unpacked));
                });
        Path imports = Files.createDirectories(home().resolve("data/import"));
        for (String shared : List.of("lib", "providers", "conf", "themes")) {
            Path link = home().resolve(shared);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution.resolve(shared));
        }
        PrivateFiles.write(imports.resolve("realm.json"), settings.realm().toPrettyString());
        if (settings.archive().isPresent()) {
            settings.archive().get().prepare();
        }
    }

    /** Without the SSSD provider the build and each start need not look for a system bus. */
    private ChildSpec build(Path unpacked) {
        return new ChildSpec(
                name(),
                List.of(
                        "sh",
                        unpacked.resolve("bin/kc.sh").toString(),
                        "build",
                        "--db=postgres",
                        "--health-enabled=true",
                        "--metrics-enabled=true",
                        "--spi-storage--sssd--enabled=false"),
                Map.of("JAVA_HOME", JavaCommand.javaHome()),
                unpacked,
                settings.log(),
                StopSignal.TERMINATE,
                false);
    }

    @Override
    public ChildSpec child() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx384m",
                "-XX:MetaspaceSize=96m",
                "-XX:MaxMetaspaceSize=256m",
                JavaCommand.NATIVE_ACCESS,
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dkc.home.dir=" + home(),
                "-Djboss.server.config.dir=" + home().resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-Djdk.tls.rejectClientInitiatedRenegotiation=true"));
        settings.archive().map(ClassArchive::options).ifPresent(options::addAll);
        List<String> target = List.of(
                "-cp",
                distribution.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + settings.port(),
                "--http-management-port=" + settings.managementPort(),
                "--hostname=" + address(),
                "--db-url=" + settings.databaseUrl(),
                "--db-pool-initial-size=2",
                "--db-pool-max-size=20",
                "--log-level=INFO,io.smallrye.health:WARN");
        return new ChildSpec(
                name(),
                JavaCommand.of(options, target),
                Map.of(
                        "KC_DB_USERNAME", settings.databaseUser(),
                        "KC_DB_PASSWORD", settings.databasePassword(),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", settings.administratorPassword()),
                settings.folder(),
                settings.log(),
                StopSignal.TERMINATE,
                false);
    }

    /** The management interface tells when the import is done; the log line comes before. */
    @Override
    public Optional<String> awaited() {
        return HttpProbe.awaited(URI.create("http://127.0.0.1:" + settings.managementPort() + "/health/ready"));
    }

    /** The realm is imported by the start itself. */
    @Override
    public void furnish() {}

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(4);
    }

    @Override
    public int startAttempts() {
        return 1;
    }

    @Override
    public Optional<ClassArchive> archive() {
        return settings.archive();
    }

    private Path home() {
        return settings.folder().resolve("home");
    }
}
