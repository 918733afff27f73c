package dev.lockstep.audit.entries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However much of the log is looked at entry by entry, a search finds the same as looking at every entry does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogSearchTest {

    private static final int SIZE = 9_000;
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Condition ALL = Condition.nearlyAll("true");

    private final LedgerDatabase database = new LedgerDatabase();
    private final List<LedgerEntry> log =
            IntStream.range(0, SIZE).mapToObj(LogSearchTest::entry).toList();

    @BeforeAll
    void append() throws SQLException {
        database.append(log.subList(0, 5_000));
        database.append(log.subList(5_000, SIZE));
    }

    /** One of ten actors in turn; a word that is only in a stretch, and one that is nearly nowhere. Times are a little out of order. */
    private static LedgerEntry entry(int index) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-" + index, 1);
        attributes.put("actor", "actor" + index % 10);
        attributes.put("time", BEGIN.plusSeconds(index + (index % 7) * 10L).toString());
        String word =
                (index >= 4_000 && index < 4_400 ? "stretch " : "") + (index % 3_001 == 17 ? "rare " : "") + "each";
        return LedgerEntry.of(new CloudEvent(attributes, "{\"text\":\"%s\"}".formatted(word)));
    }

    private static EntryFilter filter(
            @Nullable String actor, @Nullable String text, @Nullable Instant from, @Nullable Instant to) {
        EntryFilter filter = new EntryFilter();
        filter.actor = actor;
        filter.text = text;
        filter.from = from == null ? null : from.toString();
        filter.to = to == null ? null : to.toString();
        return filter;
    }

    private record Case(EntryFilter filter, Predicate<LedgerEntry> meant) {}

    private static List<Case> cases() {
        Instant from = BEGIN.plusSeconds(4_100);
        Instant to = BEGIN.plusSeconds(4_200);
        Predicate<LedgerEntry> seven = entry -> "actor7".equals(entry.actor());
        Predicate<LedgerEntry> stretch = entry -> entry.leaf().content().contains("stretch");
        Predicate<LedgerEntry> rare = entry -> entry.leaf().content().contains("rare");
        Predicate<LedgerEntry> then =
                entry -> !entry.time().isBefore(from) && entry.time().isBefore(to);
        return List.of(
                new Case(filter(null, null, null, null), _ -> true),
                new Case(filter("actor7", null, null, null), seven),
                new Case(filter("nobody", null, null, null), _ -> false),
                new Case(filter(null, "each", null, null), _ -> true),
                new Case(filter(null, "stretch", null, null), stretch),
                new Case(filter(null, "STRE* each", null, null), stretch),
                new Case(filter(null, "rare", null, null), rare),
                new Case(filter("actor7", "stretch", null, null), seven.and(stretch)),
                new Case(
                        filter("actor7", "rare stretch", null, null),
                        seven.and(stretch).and(rare)),
                new Case(filter(null, null, from, to), then),
                new Case(
                        filter("actor7", "stretch", from, null),
                        seven.and(stretch).and(entry -> !entry.time().isBefore(from))),
                new Case(filter(null, "each", null, from), entry -> entry.time().isBefore(from)),
                new Case(filter(null, null, to, from), _ -> false));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void allPagesTogetherAreWhatLookingAtEveryEntryFinds(Order order) {
        for (Case each : cases()) {
            List<Long> meant = new ArrayList<>();
            for (long index = 0; index < SIZE; index++) {
                if (each.meant().test(log.get((int) index))) {
                    meant.add(index);
                }
            }
            List<Long> expected = order == Order.OLDEST ? meant : meant.reversed();
            for (LogSearch search : List.of(
                    new LogSearch(database.dataSource()),
                    new LogSearch(database.dataSource(), 50, 300),
                    new LogSearch(database.dataSource(), 1, 1))) {
                assertThat(paged(
                                search,
                                each.filter().search(new PersonReader(database.dataSource(), LedgerDatabase.PERSONS)),
                                order))
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Long> paged(LogSearch log, Search search, Order order) {
        List<Long> all = new ArrayList<>();
        List<Long> page;
        do {
            page = log.find(
                    search,
                    ALL,
                    order,
                    all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()),
                    700,
                    "e.index",
                    row -> row.getLong(1));
            all.addAll(page);
        } while (page.size() == 700);
        return all;
    }
}
