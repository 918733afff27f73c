package dev.lockstep.eventsourcing.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** The tables and functions of the event store. */
public final class EventStoreSchema {

    /** What a service adds to its Flyway locations. Versions below 1 are the event store's. */
    public static final String FLYWAY_LOCATION = "classpath:db/eventsourcing";

    private static final String SCRIPT = "/db/eventsourcing/V0.1__event_store.sql";

    private EventStoreSchema() {}

    /** Creates everything in an empty database, for tests and measurements; services use Flyway. */
    public static void create(DataSource dataSource) throws SQLException {
        try (InputStream script = Objects.requireNonNull(EventStoreSchema.class.getResourceAsStream(SCRIPT));
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
