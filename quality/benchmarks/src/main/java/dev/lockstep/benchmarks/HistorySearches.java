package dev.lockstep.benchmarks;

import dev.lockstep.audit.entries.Condition;
import dev.lockstep.audit.entries.Entry;
import dev.lockstep.audit.entries.LogSearch;
import dev.lockstep.audit.entries.Order;
import dev.lockstep.audit.entries.Search;
import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.history.entry.LedgerEntry;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Pages of 50 of all kinds of searches in turn: from either end or from the middle, by one key and by several, by words, within times. */
final class HistorySearches {

    private static final int PAGE = 50;
    private static final int WARM_UP_ROUNDS = 10;
    private static final Condition EVERYTHING = new Condition("true", List.of(), true);

    private final LogSearch log;
    private final long entries;

    HistorySearches(LogSearch log, long entries) {
        this.log = log;
        this.entries = entries;
    }

    private record Asked(List<Condition> keys, Search.Span span, Condition visible) {}

    private interface Kind {
        Asked any(ThreadLocalRandom random);
    }

    private static Condition key(String column, Object value) {
        return new Condition("e." + column + " = ?", List.of(value), true);
    }

    private static Condition words(String query) {
        return new Condition("e.words @@ ?::tsquery", List.of(query), false);
    }

    private static Asked asked(Condition... keys) {
        return new Asked(List.of(keys), new Search.Span(null, null), EVERYTHING);
    }

    private static Condition site(ThreadLocalRandom random) {
        return key("site", SampleHistory.site(random.nextInt(SampleHistory.SITES)));
    }

    private static String uncommon(ThreadLocalRandom random) {
        return "'topic" + random.nextInt(SampleRollout.TOPICS) + "'";
    }

    private Search.Span day(ThreadLocalRandom random) {
        OffsetDateTime begin = SampleHistory.time(random.nextLong(entries)).atOffset(ZoneOffset.UTC);
        return new Search.Span(begin, begin.plusDays(1));
    }

    private Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("everything", _ -> asked());
        kinds.put("a cluster", random -> asked(cluster(random)));
        kinds.put("a rollout", random -> asked(key("rollout", SampleHistory.rolloutOf(random.nextLong(entries)))));
        kinds.put("a person", random -> asked(person(random)));
        kinds.put("a type", _ -> asked(key("type", "lockstep.orchestration.rollout-requested.v1")));
        kinds.put(
                "types that begin so",
                _ -> asked(new Condition("e.type like ?", List.of("lockstep.orchestration.rollout-%"), false)));
        kinds.put("a person on a cluster", random -> asked(person(random), cluster(random)));
        kinds.put(
                "a type by a person",
                random -> asked(key("type", "lockstep.orchestration.work-attested.v1"), person(random)));
        kinds.put("what one site may see", random -> new Asked(List.of(), new Search.Span(null, null), site(random)));
        kinds.put(
                "what another site may see of a cluster",
                random -> new Asked(List.of(cluster(random)), new Search.Span(null, null), site(random)));
        kinds.put("a frequent word", _ -> asked(words("'step'")));
        kinds.put("an uncommon word", random -> asked(words(uncommon(random))));
        kinds.put("a rare word", random -> asked(words("'subject" + random.nextInt(SampleRollout.SUBJECTS) + "'")));
        kinds.put("a word that is not there", _ -> asked(words("'nowhere'")));
        kinds.put("two words", random -> asked(words("'n%d' & %s".formatted(random.nextInt(7) + 1, uncommon(random)))));
        kinds.put(
                "the beginning of a word", random -> asked(words("'subject%d':*".formatted(random.nextInt(100, 280)))));
        kinds.put(
                "the id of a rollout as a word",
                random -> asked(words("'" + SampleHistory.rolloutOf(random.nextLong(entries)) + "'")));
        kinds.put("a word on a cluster", random -> asked(words("'begun'"), cluster(random)));
        kinds.put(
                "a word that one site may see",
                random -> new Asked(List.of(words(uncommon(random))), new Search.Span(null, null), site(random)));
        kinds.put("a day", random -> new Asked(List.of(), day(random), EVERYTHING));
        kinds.put("a person on a day", random -> new Asked(List.of(person(random)), day(random), EVERYTHING));
        return kinds;
    }

    private static Condition cluster(ThreadLocalRandom random) {
        return key("cluster", SampleHistory.cluster(random.nextInt(SampleHistory.CLUSTERS)));
    }

    private static Condition person(ThreadLocalRandom random) {
        String account = SampleHistory.person(random.nextInt(SampleHistory.PEOPLE));
        return key("actor", SampleHistory.known(account).sealedName().toString());
    }

    List<Figure> run(Duration time) {
        Map<String, Kind> kinds = kinds();
        Map<String, Histogram> each = new LinkedHashMap<>();
        kinds.keySet().forEach(kind -> each.put(kind, new Histogram(TimeUnit.MINUTES.toNanos(1), 3)));
        Histogram all = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            kinds.values().forEach(this::page);
        }
        long end = System.nanoTime() + 2 * time.toNanos();
        while (System.nanoTime() < end) {
            kinds.forEach((name, kind) -> {
                long nanos = page(kind);
                all.recordValue(nanos);
                each.getOrDefault(name, all).recordValue(nanos);
            });
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.information("a page of 50, all kinds of searches, p50", Latencies.millis(all, 50), "ms"));
        figures.add(Figure.atMost("a page of 50, all kinds of searches, p99", Latencies.millis(all, 99), "ms", 100));
        each.forEach((name, histogram) ->
                figures.add(Figure.information("  " + name + ", p99", Latencies.millis(histogram, 99), "ms")));
        return figures;
    }

    /** Reads one page, from either end or from somewhere in the log; nanoseconds. */
    private long page(Kind kind) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Asked asked = kind.any(random);
        Order order = random.nextBoolean() ? Order.OLDEST : Order.NEWEST;
        Optional<Long> after = random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong(entries));
        long start = System.nanoTime();
        log.find(
                new Search(asked.keys(), asked.span(), false),
                asked.visible(),
                order,
                after,
                PAGE + 1,
                LedgerRows.COLUMNS,
                row -> {
                    LedgerEntry entry = LedgerRows.entry(row);
                    return Entry.of(row.getLong("index"), entry, entry);
                });
        return System.nanoTime() - start;
    }
}
