package dev.lockstep.audit.entries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.ingest.PersonsHistory;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Persons are searched for by name and by their words, until they are erased. */
class PersonSearchTest {

    private final LedgerDatabase database = new LedgerDatabase();
    private final PersonsHistory history = new PersonsHistory(database);
    private final PersonReader reader = new PersonReader(database.dataSource(), LedgerDatabase.PERSONS);

    @BeforeEach
    void annaAndBertApprove() {
        history.take(history.approved("anna", "peculiar words"));
        history.take(history.approved("bert", "other words"));
        history.take(history.approved("anna", "peculiar again"));
    }

    private Search byActor(String actor) {
        EntryFilter filter = new EntryFilter();
        filter.actor = actor;
        return filter.search(reader);
    }

    private Search byText(String text) {
        EntryFilter filter = new EntryFilter();
        filter.text = text;
        return filter.search(reader);
    }

    private List<Long> found(Search search) {
        return new LogSearch(database.dataSource())
                .find(
                        search,
                        Condition.nearlyAll("true"),
                        Order.OLDEST,
                        Optional.empty(),
                        100,
                        "e.index",
                        row -> row.getLong(1));
    }

    @Test
    void aPersonIsOneKeyOfTheIndexUnlessSomethingIsFromBeforeThereWereKeys() throws SQLException {
        assertThat(byActor("anna").isOneKey()).isTrue();
        assertThat(found(byActor("anna"))).containsExactly(0L, 2L);

        SortedMap<String, String> before = SampleEvents.attributes("rollout-before", 1);
        before.put("actor", "anna");
        database.append(List.of(LedgerEntry.of(new CloudEvent(before, "{}"))));

        assertThat(found(byActor("anna"))).containsExactly(0L, 2L, 3L);
        assertThat(byActor("bert").isOneKey()).isTrue();
        assertThat(found(byActor("bert"))).containsExactly(1L);
    }

    @Test
    void noTextFindsWhoIsErasedWhileTheirWordsAreStillToBeForgotten() throws SQLException {
        assertThat(found(byText("peculiar"))).containsExactly(0L, 2L);

        history.take(history.erased(history.id("anna")));

        assertThat(found(byText("peculiar"))).isEmpty();
        assertThat(found(byText("words"))).containsExactly(1L);
        assertThat(database.forgetWords(1, 1_000)).isEqualTo(1);
        assertThat(found(byText("peculiar"))).isEmpty();
        assertThat(found(byText("approved")))
                .as("what is forgotten already is found by the rest")
                .contains(0L, 1L);
        while (database.forgetWords(1, 1_000) > 0) {
            assertThat(found(byText("peculiar"))).isEmpty();
        }
        assertThat(found(byText("peculiar"))).isEmpty();
        assertThat(found(byText("approved"))).containsExactly(0L, 1L, 2L);
    }
}
