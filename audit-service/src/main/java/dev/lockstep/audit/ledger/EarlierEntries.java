package dev.lockstep.audit.ledger;

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
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Gives entries that were appended before there was a search the step and the words that follow from them: a thousand in a transaction, while
 * the service takes in what happens. It goes on where it was broken off, and replicas share the work. Until it is done the service is not
 * ready, for it would not find what is there.
 */
@ApplicationScoped
public class EarlierEntries implements BackgroundTask {

    /** The entries that are left, in order. */
    static final String MARK = "create index if not exists entry_without_words on entry (index) where words is null";

    private static final Logger LOG = Logger.getLogger(EarlierEntries.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_NEWS = Duration.ofSeconds(30);
    private static final int BATCH = 1_000;
    private static final String REQUIRED = """
            select attnotnull from pg_attribute where attrelid = 'entry'::regclass and attname = 'words'
            """;
    private static final String LEFT = "select count(*) from entry where words is null";
    private static final String READ = """
            select index, content, detached from entry where words is null order by index limit %d for update skip locked
            """.formatted(BATCH);
    private static final String FILL =
            "update entry set step = ?, words = array_to_tsvector(string_to_array(?, ' ')) where index = ?";
    /** The scan that proves it blocks nobody; what follows believes it. */
    private static final String PROVE = """
            alter table entry drop constraint if exists entry_has_words;
            alter table entry add constraint entry_has_words check (words is not null) not valid
            """;

    private static final String VALIDATE = "alter table entry validate constraint entry_has_words";
    private static final String REQUIRE = """
            alter table entry alter column words set not null;
            alter table entry drop constraint if exists entry_has_words;
            drop index if exists entry_without_words
            """;

    private static final String TURN = "hashtext('entry_has_words')";

    private final DataSource dataSource;
    private final Clock clock;
    private Instant newsDue = Instant.MIN;
    private volatile State state = new State(false, -1);

    @Inject
    public EarlierEntries(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * How far it is.
     *
     * @param done whether every entry can be found by its words
     * @param left how many could not when that was counted last; -1 before
     */
    public record State(boolean done, long left) {}

    /** How far it is. */
    public State state() {
        return state;
    }

    @Override
    public String name() {
        return "earlier-entries";
    }

    @Override
    public Duration idle() {
        return IDLE;
    }

    /** Fills one batch; nothing when all is done, and while other replicas have what is left. */
    @Override
    public int work() {
        if (state.done()) {
            return 0;
        }
        try (Connection connection = dataSource.getConnection()) {
            if (isRequired(connection)) {
                state = new State(true, 0);
                return 0;
            }
            tell(connection);
            int filled = inTransaction(connection);
            if (filled == 0 && left(connection) == 0) {
                require(connection);
                state = new State(true, 0);
                LOG.info("All entries of earlier versions can be found by their words");
            }
            return filled;
        } catch (SQLException failed) {
            throw new DatabaseException("giving earlier entries their words", failed);
        }
    }

    private static boolean isRequired(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REQUIRED);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void tell(Connection connection) throws SQLException {
        Instant now = clock.instant();
        if (now.isBefore(newsDue)) {
            return;
        }
        newsDue = now.plus(BETWEEN_NEWS);
        long left = left(connection);
        state = new State(false, left);
        if (left > 0) {
            LOG.infof("Entries of earlier versions are made searchable: %,d are left; not ready until then", left);
        }
    }

    private static long left(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LEFT);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int inTransaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            int filled = fill(connection);
            connection.commit();
            return filled;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static int fill(Connection connection) throws SQLException {
        int filled = 0;
        try (PreparedStatement read = connection.prepareStatement(READ);
                PreparedStatement fill = connection.prepareStatement(FILL);
                ResultSet rows = read.executeQuery()) {
            while (rows.next()) {
                LedgerEntry entry = LedgerEntry.read(new Leaf(rows.getString(2), rows.getString(3)));
                fill.setString(1, entry.step());
                fill.setString(2, String.join(" ", SearchWords.of(entry, Opening.NONE)));
                fill.setLong(3, rows.getLong(1));
                fill.addBatch();
                filled++;
            }
            fill.executeBatch();
        }
        return filled;
    }

    /** One replica at a time; who comes later finds it done. */
    private static void require(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + TURN + ")");
            try {
                if (!isRequired(connection)) {
                    statement.execute(PROVE);
                    statement.execute(VALIDATE);
                    statement.execute(REQUIRE);
                }
            } finally {
                statement.execute("select pg_advisory_unlock(" + TURN + ")");
            }
        }
    }
}
