package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.records.RecordsStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Data that stood beside entries and were given up. They go in the transaction in which the log comes to say so: at no time are data gone
 * that the log does not say were given up, nor there after it says so.
 */
public final class GivenUpData {

    private static final String READ = "select content from entry where index = ? and detached is not null for update";
    private static final String REMOVE = """
            update entry set detached = null, words = array_to_tsvector(string_to_array(?, ' ')) where index = ?
            """;

    private GivenUpData() {}

    /** Whether the data of entries of a type may ever go: certificates and the sites of clusters follow from the rest. */
    public static boolean mayGo(String type) {
        return RecordsStatements.mayBeGivenUp(type) && !ClusterSites.isRegistration(type);
    }

    /** What an entry says about the records; empty when it speaks of something else. */
    static Optional<RecordsEvent> statement(LedgerEntry entry) {
        return RecordsStatements.isType(entry.type())
                ? RecordsStatements.of(EntryHead.read(entry.leaf().toBytes()), entry.leaf())
                : Optional.empty();
    }

    /** Carries out what entries say that were appended in the same transaction. */
    public static void remove(Connection connection, PersonTable persons, List<LedgerEntry> entries)
            throws SQLException {
        for (LedgerEntry entry : entries) {
            if (statement(entry).orElse(null) instanceof DataGivenUp decided) {
                for (GivenUp data : decided.data()) {
                    remove(connection, persons, data.entry());
                }
            }
        }
    }

    private static void remove(Connection connection, PersonTable persons, long index) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ);
                PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            read.setLong(1, index);
            try (ResultSet row = read.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                LedgerEntry left = LedgerEntry.read(new Leaf(row.getString(1), null));
                if (!mayGo(left.type())) {
                    return;
                }
                remove.setString(
                        1,
                        String.join(
                                " ",
                                SearchWords.of(
                                        left, PersonTable.opening(persons.ofIds(connection, left.personKeys())))));
                remove.setLong(2, index);
                remove.executeUpdate();
            }
        }
    }
}
