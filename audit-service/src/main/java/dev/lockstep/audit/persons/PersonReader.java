package dev.lockstep.audit.persons;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.SealedStrings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Opens for readers what is under the keys of persons. Who may read an entry may read what it says of persons. */
@ApplicationScoped
public class PersonReader {

    private static final String NAMED_IN_CLEAR = "select exists (select 1 from entry where actor = ?)";
    private static final String WORDS_TO_FORGET = "select exists (select 1 from words_to_forget)";

    private final DataSource dataSource;
    private final PersonTable persons;

    @Inject
    public PersonReader(DataSource dataSource, PersonTable persons) {
        this.dataSource = dataSource;
        this.persons = persons;
    }

    /** What opens the entries. */
    public Opening of(Collection<LedgerEntry> entries) throws SQLException {
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.addAll(entry.personKeys()));
        return ofKeys(ids);
    }

    /** What opens a value that was made of entries. */
    public Opening of(JsonNode value) throws SQLException {
        Set<String> ids = new HashSet<>();
        SealedStrings.each(value, "", (_, sealedText) -> ids.addAll(sealedText.keys()));
        return ofKeys(ids);
    }

    private Opening ofKeys(Set<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Opening.NONE;
        }
        try (Connection connection = dataSource.getConnection()) {
            return PersonTable.opening(persons.ofIds(connection, ids));
        }
    }

    /** Whether an entry from before there were keys names an account as who caused it. */
    public boolean isNamedInClear(String account) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(NAMED_IN_CLEAR)) {
            statement.setString(1, account);
            return isTrue(statement);
        }
    }

    /** Whether entries may still be found by words of an erased person. */
    public boolean hasWordsToForget() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(WORDS_TO_FORGET)) {
            return isTrue(statement);
        }
    }

    private static boolean isTrue(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** How entries name the person of an account; empty when there is none, or not any more. */
    public Optional<String> sealedName(String account) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return persons.named(connection, account)
                    .map(known -> known.person().sealedName().toString());
        }
    }
}
