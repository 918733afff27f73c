package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compares what every service's store holds with what the audit holds. */
final class AuditCompleteness {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private AuditCompleteness() {}

    /** Waits until the audit has as many entries as there are events, then compares them one by one. */
    static void assertComplete(Scene scene) throws IOException, SQLException, InterruptedException {
        List<String> events = List.of();
        List<String> entries = List.of();
        for (int i = 0; i < PATIENCE.toSeconds(); i++) {
            events = events(scene);
            entries = ids(scene, "audit", "select event_id from entry order by event_id");
            if (entries.size() >= events.size()) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        assertThat(events).hasSizeGreaterThan(100);
        assertThat(entries).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(events);
    }

    private static List<String> events(Scene scene) throws IOException, SQLException {
        List<String> events = new ArrayList<>();
        for (String service : List.of("inventory", "validation", "orchestration", "audit")) {
            events.addAll(ids(scene, service, "select event_id::text from event_log"));
        }
        return events;
    }

    private static List<String> ids(Scene scene, String service, String query) throws IOException, SQLException {
        try (Connection database = scene.database(service);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }
}
