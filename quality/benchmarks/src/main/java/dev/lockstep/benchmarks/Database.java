package dev.lockstep.benchmarks;

import dev.lockstep.eventsourcing.postgres.EventStoreSchema;
import dev.lockstep.localstack.TestPostgresql;
import dev.lockstep.localstack.TestServers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own with the event store's tables, behind a pool of the services' kind. */
final class Database implements AutoCloseable {

    private final TestPostgresql.Database database = TestServers.postgresql().freshDatabase();
    private final AgroalDataSource pool;

    Database(int connections) throws SQLException {
        this(connections, "");
    }

    /** @param initial what every connection of the pool is told first */
    Database(int connections, String initial) throws SQLException {
        pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pooled -> pooled.maxSize(connections)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                .initialSql(initial)
                                .principal(new NamePrincipal(database.user()))
                                .credential(new SimplePassword(database.password())))));
        EventStoreSchema.create(pool);
    }

    DataSource pool() {
        return pool;
    }

    DataSource direct() {
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setUrl(database.jdbcUrl());
        direct.setUser(database.user());
        direct.setPassword(database.password());
        return direct;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
