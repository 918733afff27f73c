package dev.lockstep.eventsourcing;

import dev.lockstep.eventsourcing.postgres.EventStoreSchema;
import dev.lockstep.localstack.TestPostgresql;
import dev.lockstep.localstack.TestServers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own with the event store's tables, on a real server, behind the pool that the services use. */
public final class TestDatabase implements AutoCloseable {

    private final TestPostgresql.Database database;
    private final AgroalDataSource pool;

    public TestDatabase(TestPostgresql server) {
        database = server.freshDatabase();
        try {
            pool = pool(database.jdbcUrl(), database.user(), database.password(), 24);
            EventStoreSchema.create(pool);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections in the pool that the services use. */
    public static AgroalDataSource pool(String jdbcUrl, String user, String password, int size) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pooled -> pooled.maxSize(size)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(jdbcUrl)
                                .principal(new NamePrincipal(user))
                                .credential(new SimplePassword(password)))));
    }

    /** On the server that all tests share. */
    public static TestDatabase shared() {
        return new TestDatabase(TestServers.postgresql());
    }

    public DataSource pool() {
        return pool;
    }

    /** Connections outside the pool, as the relay uses them. */
    public DataSource direct() {
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setUrl(database.jdbcUrl());
        direct.setUser(database.user());
        direct.setPassword(database.password());
        return direct;
    }

    /** What a child process is given to find the database. */
    public List<String> arguments() {
        return List.of(database.jdbcUrl(), database.user(), database.password());
    }

    public void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of every row, as text. */
    public List<String> query(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void deleteEverything() {
        execute(
                "truncate event_log, stream_snapshot, relay_progress, inbox_message, inbox_stream, parked_event, parked_key,"
                        + " projection_progress");
    }

    @Override
    public void close() {
        pool.close();
    }
}
