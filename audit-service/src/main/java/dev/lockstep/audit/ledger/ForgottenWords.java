package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Forgets the words by which texts of erased persons were found: a thousand entries in a transaction, while the service takes in what happens.
 * It goes on where it was broken off, and replicas share the persons. The entries are locked before the keys are read: whoever is erased
 * meanwhile is erased after that, and these entries are gone through again for them.
 */
@ApplicationScoped
public class ForgottenWords implements BackgroundTask {

    private static final Logger LOG = Logger.getLogger(ForgottenWords.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int BATCH = 1_000;
    private static final long REACH = 100_000;
    private static final String NEXT = """
            select person, done_to from words_to_forget order by erased_at, person limit 1 for update skip locked
            """;
    private static final String READ = """
            select index, content, detached from entry where words @@ ?::tsquery and index between ? and ?
            order by index limit ? for update
            """;
    private static final String FIND_BY =
            "update entry set words = array_to_tsvector(string_to_array(?, ' ')) where index = ?";
    private static final String LAST = "select coalesce(max(index), -1) from entry";
    private static final String ADVANCE = "update words_to_forget set done_to = ? where person = ?";
    private static final String DONE = "delete from words_to_forget where person = ?";

    private final DataSource dataSource;
    private final PersonTable persons;
    private final int batch;
    private final long reach;

    @Inject
    public ForgottenWords(DataSource dataSource, PersonTable persons) {
        this(dataSource, persons, BATCH, REACH);
    }

    /**
     * @param batch entries in a transaction
     * @param reach how much of the log a transaction looks through for them
     */
    ForgottenWords(DataSource dataSource, PersonTable persons, int batch, long reach) {
        this.dataSource = dataSource;
        this.persons = persons;
        this.batch = batch;
        this.reach = reach;
    }

    @Override
    public String name() {
        return "forgotten-words";
    }

    @Override
    public Duration idle() {
        return IDLE;
    }

    /** Forgets the words of one batch; nothing when nobody's are left, and while other replicas have what is left. */
    @Override
    public int work() {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<Due> due = next(connection);
                int forgotten = due.isPresent() ? forget(connection, due.get()) : 0;
                connection.commit();
                return forgotten;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException failed) {
            throw new DatabaseException("forgetting the words of erased persons", failed);
        }
    }

    private record Due(String person, long doneTo) {}

    private record Stored(long index, LedgerEntry entry) {}

    private static Optional<Due> next(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEXT);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(new Due(row.getString(1), row.getLong(2))) : Optional.empty();
        }
    }

    /** One batch; having looked for one in vain is work, too. */
    private int forget(Connection connection, Due due) throws SQLException {
        long last = last(connection);
        long end = due.doneTo() + reach;
        List<Stored> stored = read(connection, due.person(), due.doneTo() + 1, end);
        findAsTheySayNow(connection, stored);
        if (stored.size() == batch) {
            run(connection, ADVANCE, stored.getLast().index(), due.person());
        } else if (end < last) {
            run(connection, ADVANCE, end, due.person());
        } else {
            run(connection, DONE, due.person());
            LOG.infof("Nothing is found any more by words of the erased person %s", due.person());
        }
        return Math.max(1, stored.size());
    }

    private static long last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void findAsTheySayNow(Connection connection, List<Stored> stored) throws SQLException {
        Set<String> keys = new HashSet<>();
        stored.forEach(each -> keys.addAll(each.entry().personKeys()));
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

    private List<Stored> read(Connection connection, String person, long from, long to) throws SQLException {
        List<Stored> stored = new ArrayList<>();
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, person);
            read.setLong(2, from);
            read.setLong(3, to);
            read.setInt(4, batch);
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    stored.add(new Stored(
                            rows.getLong(1), LedgerEntry.read(new Leaf(rows.getString(2), rows.getString(3)))));
                }
            }
        }
        return stored;
    }

    private static void run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
