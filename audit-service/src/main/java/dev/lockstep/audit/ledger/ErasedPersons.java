package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Persons who are erased. Their key goes, and the words by which their texts were found, in the transaction in which the log comes to say
 * so.
 */
public final class ErasedPersons {

    private static final int BATCH = 1_000;
    private static final String OF_PERSON = "select index from entry where words @@ ?::tsquery order by index";
    private static final String READ = "select index, content, detached from entry where index = any(?)";
    private static final String FIND_BY =
            "update entry set words = array_to_tsvector(string_to_array(?, ' ')) where index = ?";

    private ErasedPersons() {}

    /** Carries out what entries say that were appended in the same transaction. */
    public static void erase(Connection connection, PersonTable persons, List<LedgerEntry> entries)
            throws SQLException {
        for (LedgerEntry entry : entries) {
            if (GivenUpData.statement(entry).orElse(null) instanceof PersonErased erased
                    && persons.destroy(connection, erased.person())) {
                forgetWords(connection, persons, entriesOf(connection, erased.person()));
            }
        }
    }

    private static List<Long> entriesOf(Connection connection, String person) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_PERSON)) {
            statement.setString(1, person);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        return found;
    }

    private static void forgetWords(Connection connection, PersonTable persons, List<Long> indexes)
            throws SQLException {
        record Stored(long index, LedgerEntry entry) {}
        for (int from = 0; from < indexes.size(); from += BATCH) {
            List<Stored> stored = new ArrayList<>();
            Set<String> keys = new HashSet<>();
            try (PreparedStatement read = connection.prepareStatement(READ)) {
                read.setArray(
                        1,
                        connection.createArrayOf(
                                "int8",
                                indexes.subList(from, Math.min(indexes.size(), from + BATCH))
                                        .toArray()));
                try (ResultSet rows = read.executeQuery()) {
                    while (rows.next()) {
                        LedgerEntry entry = LedgerEntry.read(new Leaf(rows.getString(2), rows.getString(3)));
                        stored.add(new Stored(rows.getLong(1), entry));
                        keys.addAll(entry.personKeys());
                    }
                }
            }
            Opening opening = PersonTable.opening(persons.ofIds(connection, keys));
            try (PreparedStatement findBy = connection.prepareStatement(FIND_BY)) {
                for (Stored each : stored) {
                    findBy.setString(1, String.join(" ", SearchWords.of(each.entry(), opening)));
                    findBy.setLong(2, each.index());
                    findBy.addBatch();
                }
                findBy.executeBatch();
            }
        }
    }
}
