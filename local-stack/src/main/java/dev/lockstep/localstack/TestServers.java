package dev.lockstep.localstack;

import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.Distributions;
import dev.lockstep.localstack.server.Folders;
import dev.lockstep.localstack.server.KafkaServer;
import dev.lockstep.localstack.server.KeycloakServer;
import dev.lockstep.localstack.server.Passwords;
import dev.lockstep.localstack.server.Ports;
import dev.lockstep.localstack.server.PostgresqlServer;
import dev.lockstep.localstack.server.RealmDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Real servers for tests: the same binaries and settings as the local stack, in a temporary folder, on free ports of
 * 127.0.0.1. The shared ones start at the first call and end with the JVM, also when it is killed.
 *
 * <p>Tests that kill a server take a separate one, so that they disturb nobody.
 */
public final class TestServers {
    private static final Launcher LAUNCHER = Launcher.forThisMachine();
    private static final Ports PORTS = new Ports();
    private static final Path FOLDER = temporaryFolder();
    private static final List<TestServer> STARTED = new CopyOnWriteArrayList<>();

    private TestServers() {}

    /** The PostgreSQL server that all tests of this JVM share. */
    public static TestPostgresql postgresql() {
        return SharedPostgresql.SERVER;
    }

    /** The Kafka broker that all tests of this JVM share. */
    public static TestKafka kafka() {
        return SharedKafka.SERVER;
    }

    /** The Keycloak server that all tests of this JVM share, on a database of the shared PostgreSQL server. */
    public static TestKeycloak keycloak() {
        return SharedKeycloak.SERVER;
    }

    /** A PostgreSQL server of the caller's own. */
    public static TestPostgresql separatePostgresql() {
        Path folder = subfolder("postgresql");
        return remember(new TestPostgresql(
                new PostgresqlServer(
                        new PostgresqlServer.Settings(
                                Distributions.fromBuild().unpacked(),
                                folder,
                                folder.resolve("postgresql.log"),
                                PORTS.any(),
                                Passwords.random(),
                                Map.of(),
                                Set.of()),
                        LAUNCHER),
                LAUNCHER));
    }

    /** A Kafka broker of the caller's own. */
    public static TestKafka separateKafka() {
        Path folder = subfolder("kafka");
        return remember(new TestKafka(
                new KafkaServer(
                        new KafkaServer.Settings(
                                folder,
                                folder.resolve("kafka.log"),
                                PORTS.any(),
                                PORTS.any(),
                                List.of(),
                                true,
                                Optional.empty()),
                        LAUNCHER),
                LAUNCHER));
    }

    private static TestKeycloak startKeycloak() {
        TestPostgresql.Database database = postgresql().freshDatabase();
        Path folder = subfolder("keycloak");
        String administratorPassword = Passwords.random();
        return remember(new TestKeycloak(
                new KeycloakServer(
                        new KeycloakServer.Settings(
                                Distributions.fromBuild().unpacked(),
                                folder,
                                folder.resolve("keycloak.log"),
                                PORTS.any(),
                                PORTS.any(),
                                database.jdbcUrl(),
                                database.user(),
                                database.password(),
                                administratorPassword,
                                RealmDocument.demo(),
                                Optional.empty()),
                        LAUNCHER),
                administratorPassword,
                LAUNCHER));
    }

    private static Path subfolder(String name) {
        try {
            return Files.createTempDirectory(FOLDER, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T extends TestServer> T remember(T server) {
        STARTED.add(server);
        return server;
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("lockstep-test-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(folder), "test-servers-cleanup"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cleanUp(Path folder) {
        STARTED.forEach(TestServer::kill);
        try {
            Folders.deleteRecursively(folder);
        } catch (IOException e) {
            System.err.println("could not delete " + folder + ": " + e.getMessage());
        }
    }

    private static final class SharedPostgresql {
        static final TestPostgresql SERVER = separatePostgresql();
    }

    private static final class SharedKeycloak {
        static final TestKeycloak SERVER = startKeycloak();
    }

    private static final class SharedKafka {
        static final TestKafka SERVER = separateKafka();
    }
}
