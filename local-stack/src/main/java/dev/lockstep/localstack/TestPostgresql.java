package dev.lockstep.localstack;

import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.Passwords;
import dev.lockstep.localstack.server.PostgresqlServer;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server for tests. */
public final class TestPostgresql extends TestServer {
    private final AtomicInteger databases = new AtomicInteger();
    private final PostgresqlServer server;

    /**
     * A database of its own and the role that owns it.
     *
     * @param name name of the database and of its role
     * @param jdbcUrl for the PostgreSQL driver; without user and password
     * @param user the role
     * @param password of the role
     */
    public record Database(String name, String jdbcUrl, String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Database[" + jdbcUrl + ", " + user + "]";
        }
    }

    TestPostgresql(PostgresqlServer server, Launcher launcher) {
        super(server, launcher);
        this.server = server;
    }

    /** A new, empty database. */
    public Database freshDatabase() {
        String name = "test_" + databases.incrementAndGet();
        String password = Passwords.random();
        try {
            server.createDatabase(name, password);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
        return new Database(name, server.jdbcUrl(name), name, password);
    }
}
