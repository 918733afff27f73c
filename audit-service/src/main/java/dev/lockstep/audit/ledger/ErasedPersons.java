package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Persons who are erased. Their key goes in the transaction in which the log comes to say so. The words by which their texts were found go
 * afterwards, some at a time ({@link ForgottenWords}); until then the entries that still have them are listed here, and no text finds them.
 */
public final class ErasedPersons {

    private static final String LIST = """
            insert into words_to_forget (person, erased_at) values (?, ?::timestamptz) on conflict do nothing
            """;
    private static final String LISTED = "select person, done_to from words_to_forget";

    private ErasedPersons() {}

    /** Carries out what an entry says that is appended in the same transaction; the id of the key that went, if one did. */
    public static Optional<String> erase(Connection connection, PersonTable persons, LedgerEntry entry, Instant now)
            throws SQLException {
        if (GivenUpData.statement(entry).orElse(null) instanceof PersonErased erased
                && persons.destroy(connection, erased.person())) {
            try (PreparedStatement statement = connection.prepareStatement(LIST)) {
                statement.setString(1, erased.person());
                statement.setString(2, now.toString());
                statement.executeUpdate();
            }
            return Optional.of(erased.person());
        }
        return Optional.empty();
    }

    /** By the ids of erased persons, the last entry up to which words of theirs are forgotten; who is not there has none left. */
    static Map<String, Long> forgottenTo(Connection connection) throws SQLException {
        Map<String, Long> doneTo = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LISTED);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                doneTo.put(rows.getString(1), rows.getLong(2));
            }
        }
        return doneTo;
    }
}
