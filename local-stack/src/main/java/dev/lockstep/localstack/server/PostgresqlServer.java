package dev.lockstep.localstack.server;

import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.RootPolicy;
import dev.lockstep.localstack.process.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.tukaani.xz.XZInputStream;

/** A PostgreSQL server on loopback: passwords by SCRAM, every commit synced to disk, one database and role per service. */
public final class PostgresqlServer implements Component {
    /** The superuser of the server. */
    public static final String SUPERUSER = "postgres";

    private static final int LOGIN_TIMEOUT_SECONDS = 3;

    private final Settings settings;
    private final Launcher launcher;
    private final Path home;
    private final Path distribution;
    private final AtomicBoolean furnished = new AtomicBoolean();

    /**
     * Where the server lives and what it holds.
     *
     * @param distributions folder where distributions are unpacked, shared between servers
     * @param folder data and working files of this server
     * @param log file for its output
     * @param port to listen on, at 127.0.0.1
     * @param password of the superuser
     * @param databases database name to the password of the role of the same name, which owns it
     * @param emptied the databases that begin empty, whatever they held when the server was last stopped
     */
    public record Settings(
            Path distributions,
            Path folder,
            Path log,
            int port,
            String password,
            Map<String, String> databases,
            Set<String> emptied) {
        public Settings {
            databases = Map.copyOf(databases);
            emptied = Set.copyOf(emptied);
        }

        /** Without passwords. */
        @Override
        public String toString() {
            return "Settings[" + folder + ", port " + port + ", databases " + databases.keySet() + "]";
        }
    }

    public PostgresqlServer(Settings settings, Launcher launcher) {
        this.settings = settings;
        this.launcher = launcher;
        boolean nobody = launcher.rootPolicy() == RootPolicy.NOBODY;
        this.home = nobody ? NobodyFiles.reachable(settings.folder()) : settings.folder();
        this.distribution = (nobody ? home : settings.distributions())
                .resolve("postgresql-" + Distributions.fromBuild().postgresqlVersion());
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of();
    }

    @Override
    public URI address() {
        return URI.create("postgresql://127.0.0.1:" + settings.port());
    }

    @Override
    public Set<Integer> ports() {
        return Set.of(settings.port());
    }

    /** The JDBC URL of one of its databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
    }

    @Override
    public void prepare(Consumer<String> progress) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Archives.unpackOnce(
                () -> {
                    progress.accept("unpacking PostgreSQL");
                    return new XZInputStream(archive());
                },
                distribution,
                0,
                unpacked -> {});
        if (!Files.exists(data())) {
            progress.accept("creating the database cluster");
            initialise();
        }
    }

    private void initialise() throws IOException, InterruptedException {
        Path unfinished = home.resolve("data.unfinished");
        Folders.deleteRecursively(unfinished);
        Path passwordFile = home.resolve("initial-password");
        PrivateFiles.write(passwordFile, settings.password());
        try {
            if (launcher.rootPolicy() == RootPolicy.NOBODY) {
                NobodyFiles.handOver(home);
            }
            launcher.runToEnd(child(List.of(
                    distribution.resolve("bin/initdb").toString(),
                    "--pgdata=" + unfinished,
                    "--username=" + SUPERUSER,
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--auth-host=scram-sha-256",
                    "--auth-local=scram-sha-256",
                    "--pwfile=" + passwordFile)));
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public ChildSpec child() {
        return child(List.of(
                distribution.resolve("bin/postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(settings.port()),
                "-c",
                "fsync=on",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=300",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC"));
    }

    private ChildSpec child(List<String> command) {
        return new ChildSpec(name(), command, Map.of(), home, settings.log(), StopSignal.INTERRUPT, true);
    }

    @Override
    public Optional<String> awaited() {
        try (Connection connection = connect(SUPERUSER)) {
            return connection.isValid(LOGIN_TIMEOUT_SECONDS) ? Optional.empty() : Optional.of("first query");
        } catch (SQLException e) {
            return Optional.of("accepting connections at port " + settings.port());
        }
    }

    @Override
    public void furnish() throws IOException {
        try (Connection connection = connect(SUPERUSER)) {
            if (furnished.compareAndSet(false, true)) {
                for (String database : settings.emptied()) {
                    dropDatabase(connection, database);
                }
            }
            for (Map.Entry<String, String> database : settings.databases().entrySet()) {
                createDatabase(connection, database.getKey(), database.getValue());
            }
        } catch (SQLException e) {
            throw new IOException("cannot create the databases: " + e.getMessage(), e);
        }
    }

    /**
     * Creates a role and a database of the same name that it owns, as far as they do not exist; sets the password.
     *
     * @throws SQLException when the server refuses
     */
    public void createDatabase(String name, String password) throws SQLException {
        try (Connection connection = connect(SUPERUSER)) {
            createDatabase(connection, name, password);
        }
    }

    private static void createDatabase(Connection connection, String name, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String role = statement.enquoteIdentifier(name, true);
            String verb = exists(connection, "select 1 from pg_roles where rolname = ?", name) ? "alter" : "create";
            statement.execute(verb + " role " + role + " login password " + statement.enquoteLiteral(password));
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                statement.execute("create database " + role + " owner " + role);
                statement.execute("revoke connect on database " + role + " from public");
            }
        }
    }

    private static void dropDatabase(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + statement.enquoteIdentifier(name, true) + " with (force)");
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", settings.password());
        properties.setProperty("loginTimeout", Integer.toString(LOGIN_TIMEOUT_SECONDS));
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    @Override
    public Duration startLimit() {
        return Duration.ofSeconds(90);
    }

    /** After a kill -9 the old lock file or shared memory can stay until the dead process is reaped. */
    @Override
    public int startAttempts() {
        return 10;
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Optional<String> delaysStop() {
        return Optional.empty();
    }

    @Override
    public void stopped() {}

    private Path data() {
        return home.resolve("data");
    }

    private static InputStream archive() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        String name = "/postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
        return Objects.requireNonNull(
                PostgresqlServer.class.getResourceAsStream(name), () -> "no PostgreSQL for this machine: " + name);
    }
}
