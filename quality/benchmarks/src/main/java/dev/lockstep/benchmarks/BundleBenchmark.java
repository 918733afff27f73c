package dev.lockstep.benchmarks;

import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.BundleVerification;
import dev.lockstep.history.bundle.BundleWriter;
import dev.lockstep.history.bundle.Manifest;
import dev.lockstep.history.bundle.Trust;
import dev.lockstep.localstack.server.Folders;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TreeBuilder;
import dev.lockstep.transparencylog.TreeHasher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Verifies an exported history offline, as {@code lockstep verify} does, and reads and hashes the same files beside it. */
final class BundleBenchmark {

    private static final long MOST_ENTRIES = 300_000;
    private static final int BETWEEN_CHECKPOINTS = 200;
    private static final int CHUNK = 64 * TileId.WIDTH;
    private static final int ROUNDS = 3;

    private final SigningKey key = SigningKey.generate("lockstep.benchmark/audit");
    private final int entries;

    BundleBenchmark(long entries) {
        this.entries = (int) Math.min(MOST_ENTRIES, entries);
    }

    List<Figure> run() throws IOException {
        Path folder = Files.createTempDirectory("lockstep-bundle-");
        try {
            Path bundle = folder.resolve("bundle");
            Files.createDirectory(bundle);
            new BundleWriter(new Exported(), bundle).write(_ -> {});
            double best = 0;
            double plain = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                hashAll(bundle);
                long hashed = System.nanoTime();
                BundleVerification verified = BundleVerification.of(bundle, Trust.in(key.verifier()), _ -> {});
                long end = System.nanoTime();
                if (!verified.isIntact() || !verified.isOrderly() || verified.entries() != entries) {
                    throw new IllegalStateException("the bundle does not verify: " + verified);
                }
                plain = Math.max(plain, entries * 1e9 / (hashed - start));
                best = Math.max(best, entries * 1e9 / (end - hashed));
            }
            return List.of(
                    Figure.information(
                            "baseline: the files of %,d entries read and hashed".formatted(entries),
                            plain,
                            "entries/s"),
                    Figure.atLeast("entries verified offline", best, "entries/s", 100_000),
                    Figure.information("  against the baseline", best / plain, "ratio"));
        } finally {
            Folders.deleteRecursively(folder);
        }
    }

    private static void hashAll(Path bundle) throws IOException {
        MessageDigest digest = sha256();
        try (Stream<Path> files = Files.walk(bundle)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
        digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The files of the log, as the service would serve them. */
    private final class Exported implements BundleWriter.Source {

        private final Map<String, byte[]> files = new TreeMap<>();

        Exported() {
            StringBuilder checkpoints = new StringBuilder();
            TreeHasher hasher = new TreeHasher();
            TreeBuilder tree = new TreeBuilder(this::put);
            Checkpoint head = new Checkpoint(key.verifier().name(), 0, TreeHasher.EMPTY_ROOT);
            for (int first = 0; first < entries; first += CHUNK) {
                List<byte[]> leaves = LongStream.range(first, Math.min(entries, first + CHUNK))
                        .parallel()
                        .mapToObj(index -> SampleHistory.entry(index).leaf().toBytes())
                        .toList();
                for (int from = 0; from < leaves.size(); from += TileId.WIDTH) {
                    List<byte[]> part = leaves.subList(from, Math.min(leaves.size(), from + TileId.WIDTH));
                    files.put(EntryBundle.path((first + from) / TileId.WIDTH, part.size()), EntryBundle.write(part));
                }
                for (byte[] leaf : leaves) {
                    tree.add(hasher.leaf(leaf));
                    if (tree.size() % BETWEEN_CHECKPOINTS == 0 || tree.size() == entries) {
                        head = new Checkpoint(head.origin(), tree.size(), tree.root());
                        checkpoints.append(
                                BundleLayout.checkpointLine(head.signedBy(key).toString()));
                    }
                }
            }
            tree.partial().forEach(this::put);
            byte[] lines = checkpoints.toString().getBytes(StandardCharsets.UTF_8);
            files.put(BundleLayout.CHECKPOINTS, lines);
            files.put(BundleLayout.PERSON_KEYS, new byte[0]);
            SortedMap<String, String> covered = new TreeMap<>();
            covered.put(BundleLayout.CHECKPOINTS, HexFormat.of().formatHex(sha256().digest(lines)));
            files.put(
                    BundleLayout.MANIFEST,
                    new Manifest(Instant.EPOCH, head, covered).signedBy(key).toBytes());
        }

        private void put(Tile tile) {
            files.put(new TileId.Sized(tile.id(), tile.width()).path(), tile.toBytes());
        }

        @Override
        public InputStream open(long size, String place) throws IOException {
            byte[] content = place.equals(BundleLayout.WITNESSED) ? new byte[0] : files.get(place);
            if (content == null) {
                throw new NoSuchFileException(place);
            }
            return new ByteArrayInputStream(content);
        }

        @Override
        public InputStream data(long entry) throws IOException {
            throw new NoSuchFileException("no entry has data beside it: " + entry);
        }
    }
}
