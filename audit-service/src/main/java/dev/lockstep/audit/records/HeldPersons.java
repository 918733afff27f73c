package dev.lockstep.audit.records;

import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which holds cover an entry that is about a person. */
final class HeldPersons {

    private HeldPersons() {}

    /** @param person the id of their key */
    static Map<UUID, Boolean> look(Connection connection, Records records, String person) throws SQLException {
        Map<UUID, Boolean> covered = new HashMap<>();
        for (HoldPlaced hold : records.holds().values()) {
            covered.put(hold.hold(), covers(connection, hold.on(), person));
        }
        return covered;
    }

    private static boolean covers(Connection connection, HoldSubject on, String person) throws SQLException {
        String column = switch (on.kind()) {
            case ORGANIZATION -> "organization";
            case CLUSTER -> "cluster";
            case ROLLOUT -> "rollout";
        };
        try (PreparedStatement statement = connection.prepareStatement(
                "select exists (select 1 from entry e where e.words @@ ?::tsquery and e.%s = ?)".formatted(column))) {
            statement.setString(1, person);
            statement.setObject(2, on.kind() == HoldSubject.Kind.ROLLOUT ? UUID.fromString(on.id()) : on.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
