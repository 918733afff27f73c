package dev.lockstep.benchmarks;

import dev.lockstep.audit.ledger.CheckpointMemory;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.ledger.StoredTiles;
import dev.lockstep.history.bundle.BundleVerification;
import dev.lockstep.history.bundle.SampleLog;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TiledTree;
import dev.lockstep.transparencylog.TreeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The history: entries taken in (from the event to the committed, signed batch; Kafka and the inbox are not in it), the proof of one of
 * ten million entries out of the database, and the verification of a bundle on disk.
 */
final class HistoryBenchmark implements Benchmark {

    private static final int BATCH = 500;
    private static final int BUNDLE = 100_000;
    private static final int CHECKPOINT_EVERY = 50;
    private static final long LARGE = 10_000_000;
    private static final int TILES_A_BATCH = 500;
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final LogIdentity identity = new LogIdentity(SigningKey.generate(SampleLog.ORIGIN));

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "entries taken in, the proof of one of ten million, offline verification";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Database database = new Database(2)) {
            database.execute(schema());
            ingest(database, time.dividedBy(2));
            figures.add(Figure.atLeast(
                    "entries taken in, in batches of " + BATCH, ingest(database, time), "entries/s", 5_000));
            figures.addAll(proofs(database, time));
        }
        figures.add(Figure.atLeast("entries verified offline", verification(), "entries/s", 100_000));
        return figures;
    }

    private static String schema() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(Ledger.class.getResourceAsStream("/db/migration/V1__ledger.sql"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static LedgerEntry entry(long number) {
        String data = """
                {"cluster":"contoso:clu01","rollout":"6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11","step":"s%d","attempt":1,\
                "begunAt":"2026-03-01T10:15:30Z"}""".formatted(number % 300);
        return LedgerEntry.of(SampleEvents.event("rollout-" + number / 300, number % 300 + 1, data));
    }

    private double ingest(Database database, Duration time) throws Exception {
        database.execute("truncate entry, tile, checkpoint");
        Ledger ledger = new Ledger(identity, new NoMemory());
        long start = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            List<LedgerEntry> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                batch.add(entry(done + i));
            }
            try (Connection connection = database.pool().getConnection()) {
                connection.setAutoCommit(false);
                ledger.append(connection, batch, Instant.now());
                connection.commit();
                connection.setAutoCommit(true);
            }
            done += BATCH;
        }
        return done * 1e9 / (System.nanoTime() - start);
    }

    private static final class NoMemory implements CheckpointMemory {

        @Override
        public Optional<Checkpoint> remembered() {
            return Optional.empty();
        }

        @Override
        public void remember(Checkpoint checkpoint, String note) {
            // Nothing is set back here.
        }
    }

    private static List<Figure> proofs(Database database, Duration time) throws Exception {
        database.execute("truncate entry, tile, checkpoint");
        store(database);
        SplittableRandom random = new SplittableRandom(7);
        Histogram histogram = new Histogram(LONGEST_NANOS, 3);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            long asked = System.nanoTime();
            try (Connection connection = database.pool().getConnection()) {
                TiledTree tree = new TiledTree(new StoredTiles(connection), LARGE);
                if (tree.inclusionProof(random.nextLong(LARGE)).isEmpty()) {
                    throw new IllegalStateException("An entry among millions has siblings");
                }
            }
            histogram.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - asked));
        }
        return List.of(
                Figure.information("proof of one of 10,000,000 entries, p50", Latencies.millis(histogram, 50), "ms"),
                Figure.atMost("proof of one of 10,000,000 entries, p99", Latencies.millis(histogram, 99), "ms", 20));
    }

    private static void store(Database database) throws SQLException {
        try (Connection connection = database.pool().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into tile (level, index, hashes) values (?, ?, ?)")) {
            connection.setAutoCommit(false);
            List<Tile> waiting = new ArrayList<>();
            TreeBuilder tree = new TreeBuilder(waiting::add);
            for (long leaf = 0; leaf < LARGE; leaf++) {
                tree.add(new Hash(leaf, 0, 0, 0));
                if (waiting.size() >= TILES_A_BATCH) {
                    store(insert, waiting);
                }
            }
            waiting.addAll(tree.partial());
            store(insert, waiting);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static void store(PreparedStatement insert, List<Tile> tiles) throws SQLException {
        for (Tile tile : tiles) {
            insert.setInt(1, tile.id().level());
            insert.setLong(2, tile.id().index());
            insert.setBytes(3, tile.toBytes());
            insert.addBatch();
        }
        insert.executeBatch();
        tiles.clear();
    }

    /** Of the second of two verifications: the first one warms up and fills the file cache. */
    private double verification() throws IOException {
        List<LedgerEntry> entries = new ArrayList<>(BUNDLE);
        for (int number = 0; number < BUNDLE; number++) {
            entries.add(entry(number));
        }
        Path folder = Files.createTempDirectory("history");
        try {
            Path bundle = new SampleLog(identity.key(), entries, CHECKPOINT_EVERY).writeTo(folder.resolve("bundle"));
            verify(bundle);
            long start = System.nanoTime();
            verify(bundle);
            return BUNDLE * 1e9 / (System.nanoTime() - start);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void verify(Path bundle) {
        BundleVerification verified = BundleVerification.of(bundle, identity.verifier(), null, done -> {});
        if (!verified.isIntact()) {
            throw new IllegalStateException("The bundle does not verify: " + verified.findings());
        }
    }
}
