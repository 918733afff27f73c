package dev.lockstep.eventsourcing.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** The tables and functions of the event store. */
public final class EventStoreSchema {

    /** What a service adds to its Flyway locations. Versions below 1 are the event store's. */
    public static final String FLYWAY_LOCATION = "classpath:db/eventsourcing";

    private static final List<String> SCRIPTS = List.of(
            "/db/eventsourcing/V0.1__event_store.sql", "/db/eventsourcing/V0.2__parking_decisions_and_pruning.sql");

    private EventStoreSchema() {}

    /** Creates everything in an empty database, for tests and measurements; services use Flyway. */
    public static void create(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String script : SCRIPTS) {
                statement.execute(text(script));
            }
        }
    }

    private static String text(String script) {
        try (InputStream stream = Objects.requireNonNull(EventStoreSchema.class.getResourceAsStream(script))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
