package dev.lockstep.benchmarks;

import dev.lockstep.audit.entries.Entry;
import dev.lockstep.audit.entries.LogSearch;
import dev.lockstep.audit.ingest.LedgerSubscription;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.ledger.StoredTiles;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.audit.signing.KeyFolder;
import dev.lockstep.eventsourcing.inbox.ConsumerLoop;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.localstack.TestKafka;
import dev.lockstep.localstack.TestServers;
import dev.lockstep.localstack.server.Folders;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.InclusionReceipt;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.TiledTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A large history: what it costs to find and to prove one of its entries, to take in more, and to verify it offline. The classes are
 * those of the audit service; what HTTP adds is not measured.
 */
final class HistoryBenchmark implements Benchmark {

    static final long DEFAULT_ENTRIES = 200_000;

    private static final String ORIGIN = "lockstep.benchmark/audit";
    private static final String AS_THE_SERVICE = "set plan_cache_mode = force_custom_plan";
    private static final String TOPIC = "lockstep.benchmark.history";
    private static final int PARTITIONS = 6;
    private static final int INGESTED = 60_000;
    private static final int PROOFS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final long entries;

    /** @param entries of the history in which one is found and proved */
    HistoryBenchmark(long entries) {
        this.entries = entries;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "a history of %,d entries: search, proofs, taking in more, offline verification".formatted(entries);
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        List<Figure> figures = new ArrayList<>();
        Path folder = Files.createTempDirectory("lockstep-benchmark-key-");
        try (Database database = new Database(4, AS_THE_SERVICE)) {
            KeyFolder keys = KeyFolder.open(folder, ORIGIN);
            LoadedHistory.schema(database);
            long start = System.nanoTime();
            LoadedHistory.load(database, keys.identity(), entries);
            figures.add(Figure.information("entries of the history", (double) entries, "entries"));
            figures.add(Figure.information("  loaded in", (System.nanoTime() - start) / 1e9, "s"));
            figures.addAll(LoadedHistory.sizes(database));
            figures.addAll(reading(database, keys.identity()));
            figures.addAll(new HistorySearches(new LogSearch(database.pool()), entries).run(time));
            figures.addAll(ingesting(database, keys));
            figures.addAll(new BundleBenchmark(entries).run());
        } finally {
            Folders.deleteRecursively(folder);
        }
        return figures;
    }

    private List<Figure> reading(Database database, LogIdentity identity) throws SQLException {
        Histogram rows = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        Histogram proofs = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        try (Connection connection = database.pool().getConnection();
                PreparedStatement plain = connection.prepareStatement("select content from entry where index = ?");
                PreparedStatement whole = connection.prepareStatement(
                        "select " + LedgerRows.COLUMNS + " from entry e where e.index = ?")) {
            for (int round = 0; round < PROOFS + PROOFS / 4; round++) {
                long index = ThreadLocalRandom.current().nextLong(entries);
                long start = System.nanoTime();
                plain.setLong(1, index);
                plain.executeQuery().close();
                long read = System.nanoTime();
                Entry entry = entry(whole, index);
                InclusionReceipt receipt = receipt(connection, identity, index);
                long proved = System.nanoTime();
                receipt.verify(entry.event().getBytes(StandardCharsets.UTF_8), identity.keys())
                        .orElseThrow();
                if (round >= PROOFS / 4) {
                    rows.recordValue(read - start);
                    proofs.recordValue(proved - read);
                }
            }
        }
        List<Figure> figures = new ArrayList<>(EventFlow.baseline("one row by its primary key", rows));
        figures.add(Figure.information("proof of one entry, p50", Latencies.millis(proofs, 50), "ms"));
        figures.add(Figure.atMost("proof of one entry, p99", Latencies.millis(proofs, 99), "ms", 20));
        figures.add(Figure.information("proof of one entry, longest", Latencies.millis(proofs, 100), "ms"));
        return figures;
    }

    private static Entry entry(PreparedStatement select, long index) throws SQLException {
        select.setLong(1, index);
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            LedgerEntry entry = LedgerRows.entry(rows);
            return Entry.of(index, entry, entry);
        }
    }

    /** As the service makes it: the head, believed under its signature only, and the hashes from the leaf up. */
    private static InclusionReceipt receipt(Connection connection, LogIdentity identity, long index)
            throws SQLException {
        String note = Ledger.latestNote(connection).orElseThrow();
        Checkpoint head = identity.open(note).orElseThrow();
        TiledTree tree = new TiledTree(new StoredTiles(connection), head.size());
        SignedNote signed =
                SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        return new InclusionReceipt(index, tree.inclusionProof(index), signed);
    }

    private List<Figure> ingesting(Database database, KeyFolder keys) throws Exception {
        long first = SampleHistory.nextBeginning(entries);
        double plain = PlainRows.insert(database, first + INGESTED, INGESTED / 3);
        TestKafka broker = TestServers.kafka();
        broker.createTopic(TOPIC, PARTITIONS);
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        publish(kafka, first);
        InboxConsumer inbox = new InboxConsumer(
                "audit-ledger",
                new PostgresEventStore(database.pool()),
                new LedgerSubscription(
                        new Ledger(keys.identity(), keys), new PersonTable(keys.personSecret()), Clock.systemUTC()));
        double rate;
        try (ConsumerLoop loop = ConsumerLoop.start(inbox, Optional.empty(), List.of(TOPIC), kafka)) {
            await(inbox, INGESTED / 6, loop);
            long before = inbox.handled();
            long start = System.nanoTime();
            await(inbox, INGESTED, loop);
            rate = (INGESTED - before) * 1e9 / (System.nanoTime() - start);
        }
        return List.of(
                Figure.information(
                        "baseline: the same rows, %d a transaction, no index but the key".formatted(PlainRows.BATCH),
                        plain,
                        "entries/s"),
                Figure.atLeast("entries taken in from Kafka, searchable and signed", rate, "entries/s", 5_000),
                Figure.information("  against the baseline", rate / plain, "ratio"));
    }

    private static void await(InboxConsumer inbox, long handled, ConsumerLoop loop) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (inbox.handled() < handled) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("taken in were %d of %d: %s"
                        .formatted(inbox.handled(), handled, loop.lastError().orElse("slow")));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void publish(Map<String, Object> kafka, long first) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            for (long index = first; index < first + INGESTED; index++) {
                SampleHistory.Published published = SampleHistory.published(index);
                var _ = producer.send(CloudEventRecords.write(TOPIC, published.source(), published.event()));
            }
            producer.flush();
        }
    }
}
