package dev.lockstep.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.entry.SampleEvents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log in a real database as an earlier version left it: entries without words. */
class EarlierEntriesTest {

    private static final int ENTRIES = 2_345;

    private final LedgerDatabase database = new LedgerDatabase();

    @BeforeEach
    void asAnEarlierVersionLeftIt() throws SQLException {
        database.change("alter table entry alter column words drop not null");
        database.append(SampleEvents.entries("rollout-1", 1, ENTRIES));
        database.change("update entry set words = null, step = null");
        database.change(EarlierEntries.MARK);
    }

    @AfterEach
    void asOtherTestsFindIt() {
        database.change("alter table entry alter column words drop not null");
        database.change("drop index if exists entry_without_words");
    }

    private EarlierEntries replica() {
        return new EarlierEntries(database.dataSource(), Clock.systemUTC());
    }

    private long count(String what) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("select count(*) from " + what);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private boolean isRequired() throws SQLException {
        return count("pg_attribute where attrelid = 'entry'::regclass and attname = 'words' and attnotnull") == 1;
    }

    private static void toTheEnd(EarlierEntries earlier) {
        while (earlier.work() > 0) {
            // One batch after the other.
        }
    }

    @Test
    void everyEntryGetsWhatFollowsFromIt() throws SQLException {
        assertThat(database.verify().findings()).isNotEmpty();
        EarlierEntries earlier = replica();

        toTheEnd(earlier);

        assertThat(database.verify()).isEqualTo(new Verification(ENTRIES, List.of()));
        assertThat(earlier.state()).isEqualTo(new EarlierEntries.State(true, 0));
        assertThat(isRequired()).isTrue();
        assertThat(count("pg_class where relname = 'entry_without_words'")).isZero();
        assertThat(count("pg_constraint where conname = 'entry_has_words'")).isZero();
    }

    @Test
    void whatWasBrokenOffGoesOnWhereItWas() throws SQLException {
        EarlierEntries killed = replica();
        assertThat(killed.work()).isEqualTo(1_000);
        assertThat(killed.state()).isEqualTo(new EarlierEntries.State(false, ENTRIES));
        assertThat(count("entry where words is null")).isEqualTo(ENTRIES - 1_000);

        EarlierEntries next = replica();
        assertThat(next.work()).isEqualTo(1_000);
        assertThat(next.state()).isEqualTo(new EarlierEntries.State(false, ENTRIES - 1_000));
        toTheEnd(next);

        assertThat(database.verify().findings()).isEmpty();
    }

    @Test
    void whatIsAppendedMeanwhileIsLeftAlone() throws SQLException {
        EarlierEntries earlier = replica();
        earlier.work();
        database.append(SampleEvents.entries("rollout-1", ENTRIES + 1, 10));
        toTheEnd(earlier);

        assertThat(database.verify()).isEqualTo(new Verification(ENTRIES + 10, List.of()));
        assertThat(isRequired()).isTrue();
    }

    @Test
    @Timeout(60)
    void replicasShareTheWorkAndBothFinish() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Callable<EarlierEntries.State> replica = () -> {
                EarlierEntries earlier = replica();
                while (!earlier.state().done()) {
                    earlier.work();
                }
                return earlier.state();
            };
            for (Future<EarlierEntries.State> done : executor.invokeAll(List.of(replica, replica))) {
                assertThat(done.get().done()).isTrue();
            }
        }

        assertThat(database.verify().findings()).isEmpty();
    }

    /** A replica holds what is left: another neither waits for it nor says that all is done. */
    @Test
    @Timeout(60)
    void nobodyIsReadyWhileAnotherHasTheRest() throws SQLException {
        EarlierEntries earlier = replica();
        try (Connection other = database.connect();
                PreparedStatement hold = other.prepareStatement("select 1 from entry for update")) {
            other.setAutoCommit(false);
            hold.execute();

            assertThat(earlier.work()).isZero();

            assertThat(earlier.state().done()).isFalse();
            other.rollback();
        }
        toTheEnd(earlier);
        assertThat(earlier.state().done()).isTrue();
    }

    @Test
    void aLogWithoutEarlierEntriesIsReadyAtOnce() throws SQLException {
        toTheEnd(replica());
        EarlierEntries atTheNextStart = replica();

        assertThat(atTheNextStart.work()).isZero();

        assertThat(atTheNextStart.state().done()).isTrue();
        assertThat(atTheNextStart.idle()).isGreaterThan(Duration.ZERO);
    }
}
