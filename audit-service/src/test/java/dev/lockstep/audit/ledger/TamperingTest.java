package dev.lockstep.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.transparencylog.Checkpoint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody with all rights on the database changes it on a real server: update, delete, insert, reorder, truncate, restore. Verification
 * finds it and says where; for a state that was consistent once, what is known outside the database tells.
 */
class TamperingTest {

    private static final int SIZE = 900;

    private final LedgerDatabase database = new LedgerDatabase();
    private final List<Checkpoint> signed = new ArrayList<>();

    @BeforeEach
    void threeBatches() throws SQLException {
        for (int from = 1; from <= SIZE; from += 300) {
            signed.add(database.append(SampleEvents.entries("rollout-1", from, 300)));
        }
        assertThat(verify().findings()).isEmpty();
    }

    private Verification verify() throws SQLException {
        return database.verify(signed);
    }

    private void assertFound(Verification.Finding.Kind kind, long index) throws SQLException {
        assertThat(verify().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .extracting(Verification.Finding::kind, Verification.Finding::index)
                        .containsExactly(kind, index));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event_id = 'x'",
                "source = 'x'",
                "type = 'x'",
                "stream = 'x'",
                "stream_version = 9999",
                "time = now()",
                "actor = null",
                "organization = 'fabrikam'",
                "cluster = null",
                "rollout = null",
                "step = 's1'",
                "words = words || 'more'::tsvector",
                "words = ts_delete(words, 's556')",
                "site = 'oslo'"
            })
    void anUpdateOfAnyColumnIsFound(String change) throws SQLException {
        database.change("update entry set " + change + " where index = 555");

        assertFound(Verification.Finding.Kind.COLUMNS_CHANGED, 555);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update entry_span set last_time = '2026-01-01' where block = 0",
                "delete from entry_span",
                "insert into entry_span values (7, now(), now())",
                "insert into cluster_site values ('contoso:clu01', 'oslo')"
            })
    void aChangeOfWhatDecidesWhoFindsEntriesIsFound(String change) throws SQLException {
        database.change(change);

        assertThat(verify().findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Verification.Finding.Kind.COLUMNS_CHANGED));
    }

    @Test
    void anUpdateOfTheContentIsFound() throws SQLException {
        database.change("update entry set content = replace(content, 's556', 's557') where index = 555");

        assertFound(Verification.Finding.Kind.LEAF_CHANGED, 555);
    }

    @Test
    void aContentThatCannotBeReadIsFoundAndEndsNothing() throws SQLException {
        database.change("update entry set content = replace(content, '10:15:30', '1x:15:30') where index = 555");
        database.change("update entry set actor = 'x' where index = 777");

        assertFound(Verification.Finding.Kind.LEAF_CHANGED, 555);
        assertFound(Verification.Finding.Kind.COLUMNS_CHANGED, 777);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 255, 256, 555, 899})
    void aDeletionIsFound(long index) throws SQLException {
        database.change("delete from entry where index = " + index);

        assertFound(Verification.Finding.Kind.ENTRY_MISSING, index);
    }

    @Test
    void anInsertionAtTheEndIsFound() throws SQLException {
        database.change("""
                insert into entry (index, event_id, source, type, stream, stream_version, time, content)
                select 900, event_id, source, type, 'rollout-2', 1, time, content from entry where index = 555""");

        assertFound(Verification.Finding.Kind.ENTRY_ADDED, 900);
    }

    @Test
    void anInsertionBetweenIsFoundWhereItStands() throws SQLException {
        database.change("update entry set index = index + 100000 where index >= 555");
        database.change("update entry set index = index - 99999 where index >= 100000");
        database.change("""
                insert into entry (index, event_id, source, type, stream, stream_version, time, content)
                select 555, event_id, source, type, 'rollout-2', 1, time, content from entry where index = 0""");

        assertThat(verify().findings())
                .first()
                .extracting(Verification.Finding::kind, Verification.Finding::index)
                .containsExactly(Verification.Finding.Kind.LEAF_CHANGED, 555L);
    }

    @Test
    void aReorderingIsFoundAtBothPlaces() throws SQLException {
        database.change("update entry set index = 100000 where index = 300");
        database.change("update entry set index = 300 where index = 600");
        database.change("update entry set index = 600 where index = 100000");

        assertFound(Verification.Finding.Kind.LEAF_CHANGED, 300);
        assertFound(Verification.Finding.Kind.LEAF_CHANGED, 600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "truncate entry                                           | ENTRY_MISSING | 0",
                "truncate tile                                            | TILES_DAMAGED | 0",
                "truncate checkpoint                                      | SET_BACK      | 0",
                "truncate entry, tile, checkpoint                         | SET_BACK      | 0",
                "delete from checkpoint where size > 600                  | SET_BACK      | 600",
                "delete from entry where index >= 700                     | ENTRY_MISSING | 700",
                "delete from tile where level = 1                         | TILES_DAMAGED | 900",
                "update tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 1 | TILES_DAMAGED | 900",
                "update tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and index = 1 | LEAF_CHANGED | 257"
            })
    void aTruncationIsFound(String change, Verification.Finding.Kind kind, long index) throws SQLException {
        database.change(change);

        assertFound(kind, index);
    }

    /** All tables together, as they were: consistent in itself, and less than what was signed since. */
    @Test
    void anOldBackupIsFoundByWhatWasPublished() throws SQLException {
        for (String table : List.of("entry", "tile", "checkpoint")) {
            database.change("drop table if exists backup_" + table);
            database.change("create table backup_%s as select * from %s".formatted(table, table));
        }
        signed.add(database.append(SampleEvents.entries("rollout-1", SIZE + 1, 50)));
        for (String table : List.of("entry", "tile", "checkpoint")) {
            database.change("truncate " + table);
            database.change("insert into %s select * from backup_%s".formatted(table, table));
        }

        assertThat(database.verify().findings()).isEmpty();
        assertFound(Verification.Finding.Kind.SET_BACK, SIZE);
    }

    /** After the restoration other events were taken in, so that the log is as long as before, and signed by its own key. */
    @Test
    void anotherHistoryOnTopOfAnOldBackupIsFound() throws SQLException {
        database.change("delete from entry where index >= 600");
        database.change("delete from checkpoint where size > 600");
        database.change("delete from tile where level = 0 and index = 3");
        database.change("update tile set hashes = substr(hashes, 1, 32 * 88) where level = 0 and index = 2");
        database.change("update tile set hashes = substr(hashes, 1, 32 * 2) where level = 1");
        database.memory.forget();
        database.append(SampleEvents.entries("rollout-9", 1, 400));

        assertThat(database.verify().findings()).isEmpty();
        assertFound(Verification.Finding.Kind.OTHER_HISTORY, 900);
    }
}
