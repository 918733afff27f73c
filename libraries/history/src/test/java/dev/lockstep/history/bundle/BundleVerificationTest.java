package dev.lockstep.history.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.certificate.Violation;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle that holds, and every way in which it can be made not to. */
class BundleVerificationTest {

    private static final SigningKey KEY = SigningKey.generate(SampleLog.ORIGIN);
    private static final int SIZE = 700;
    private static final SampleLog LOG = SampleLog.of(KEY, SIZE, 40);
    private static final SampleLog EARLIER = SampleLog.of(KEY, 400, 40);
    private static final String ENTRIES = "tile/entries/001";

    @TempDir
    Path temporary;

    private Path bundle = Path.of("");

    @BeforeEach
    void write() throws IOException {
        bundle = LOG.writeTo(temporary.resolve("bundle"));
    }

    private BundleVerification verify() {
        return verify(null);
    }

    private BundleVerification verify(@Nullable SignedNote seen) {
        return BundleVerification.of(bundle, Trust.in(KEY.verifier()).having(seen), done -> {});
    }

    private void assertFound(Finding.Kind kind, String place) {
        assertThat(verify().findings())
                .anySatisfy(finding -> assertThat(finding)
                        .extracting(Finding::kind, Finding::place)
                        .containsExactly(kind, place));
    }

    private List<byte[]> leaves(String place) throws IOException {
        return new ArrayList<>(
                EntryBundle.parse(Files.readAllBytes(bundle.resolve(place))).orElseThrow());
    }

    private void write(String place, byte[] content) throws IOException {
        Files.write(bundle.resolve(place), content);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(bundle)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static SignedNote note(SampleLog log) throws IOException {
        Path folder = Files.createTempDirectory("other").resolve("bundle");
        return SignedNote.parse(Files.readAllBytes(log.writeTo(folder).resolve(BundleLayout.CHECKPOINT)))
                .orElseThrow();
    }

    @Test
    void allOfItHolds() {
        BundleVerification verified = verify();

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.isIntact()).isTrue();
        assertThat(verified.isOrderly()).isTrue();
        assertThat(verified.entries()).isEqualTo(SIZE);
        assertThat(verified.checkpoints()).isEqualTo(18);
        assertThat(verified.certificates()).isEqualTo(2);
        assertThat(verified.exportedAt()).isEqualTo(SampleLog.EXPORTED);
    }

    /** Every file, at its beginning, at its end and at some places between. */
    @Test
    void anyFlippedBitIsFound() throws IOException {
        Random random = new Random(7);
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            List<Integer> places = new ArrayList<>(List.of(0, whole.length - 1));
            random.ints(3, 0, whole.length).forEach(places::add);
            for (int place : places) {
                byte[] damaged = whole.clone();
                damaged[place] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, damaged);

                assertThat(verify().isIntact())
                        .as("%s, byte %d", bundle.relativize(file), place)
                        .isFalse();
            }
            Files.write(file, whole);
        }
        assertThat(verify().isIntact()).isTrue();
    }

    @Test
    void anyFileThatIsTakenAwayOrCutIsFound() throws IOException {
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(verify().isIntact()).as("without %s", file).isFalse();
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
            assertThat(verify().isIntact()).as("half of %s", file).isFalse();
            Files.write(file, whole);
        }
    }

    @Test
    void anyFileThatNothingCoversIsFound() throws IOException {
        for (String place : List.of(
                "notes.txt",
                "tile/0/003",
                "tile/0/000.p/5",
                "tile/entries/002.p/12",
                "certificates/" + new UUID(0, 9) + ".json",
                "schemas/other.json",
                "detached/00/" + "0".repeat(64))) {
            Files.createDirectories(bundle.resolve(place).getParent());
            write(place, new byte[] {1});
            assertFound(Finding.Kind.FILE_ADDED, place);
            Files.delete(bundle.resolve(place));
        }
    }

    @Test
    void aChangedEntryIsNamed() throws IOException {
        List<byte[]> leaves = leaves(ENTRIES);
        leaves.get(44)[10] ^= 1;
        write(ENTRIES, EntryBundle.write(leaves));

        assertFound(Finding.Kind.ENTRY_CHANGED, "entry 300");
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        List<byte[]> leaves = leaves(ENTRIES);
        leaves.remove(44);
        write(ENTRIES, EntryBundle.write(leaves));

        assertThat(verify().findings())
                .extracting(Finding::kind, Finding::place)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.ENTRY_MISSING, "entry 300"));
    }

    @Test
    void anAddedEntryIsNamed() throws IOException {
        String last = "tile/entries/002.p/188";
        List<byte[]> leaves = leaves(last);
        leaves.add(10, "{}".getBytes(StandardCharsets.UTF_8));
        write(last, EntryBundle.write(leaves));

        assertFound(Finding.Kind.ENTRY_ADDED, "entry 522");
    }

    @Test
    void anEntryThatIsThereTwiceIsNamed() throws IOException {
        String last = "tile/entries/002.p/188";
        List<byte[]> leaves = leaves(last);
        leaves.add(leaves.getLast());
        write(last, EntryBundle.write(leaves));

        assertFound(Finding.Kind.ENTRY_ADDED, "entry 700");
    }

    @Test
    void reorderedEntriesAreNamed() throws IOException {
        List<byte[]> leaves = leaves(ENTRIES);
        Collections.swap(leaves, 44, 45);
        write(ENTRIES, EntryBundle.write(leaves));

        assertThat(verify().findings())
                .extracting(Finding::kind, Finding::place)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Finding.Kind.ENTRY_REORDERED, "entry 300"),
                        org.assertj.core.groups.Tuple.tuple(Finding.Kind.ENTRY_REORDERED, "entry 301"));
    }

    @Test
    void aChangedTileIsToldFromAChangedEntry() throws IOException {
        for (String place : List.of("tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2")) {
            byte[] whole = Files.readAllBytes(bundle.resolve(place));
            byte[] damaged = whole.clone();
            damaged[33] ^= 4;
            write(place, damaged);

            assertThat(verify().findings())
                    .as(place)
                    .extracting(Finding::kind, Finding::place)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Finding.Kind.TILE_CHANGED, place));
            write(place, whole);
        }
    }

    @Test
    void aTruncatedTreeIsNamed() throws IOException {
        Files.delete(bundle.resolve("tile/0/002.p/188"));
        Files.delete(bundle.resolve("tile/entries/002.p/188"));

        assertFound(Finding.Kind.ENTRY_MISSING, "entry 512");
        assertFound(Finding.Kind.TILE_MISSING, "tile/0/002.p/188");
    }

    @Test
    void entriesAndTilesChangedAlikeStillDoNotLeadToWhatWasSigned() throws IOException {
        SampleLog forged = SampleLog.of(SigningKey.generate(SampleLog.ORIGIN), SIZE + 1, 40);
        Path other = forged.writeTo(temporary.resolve("forged"));
        for (String place : List.of("tile/0/000", "tile/0/001", "tile/1/000.p/2", "tile/entries/000", ENTRIES)) {
            Files.copy(other.resolve(place), bundle.resolve(place), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        List<byte[]> leaves = leaves(ENTRIES);
        leaves.set(44, "{}".getBytes(StandardCharsets.UTF_8));
        write(ENTRIES, EntryBundle.write(leaves));
        rebuildTiles();

        assertThat(verify().findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.ROOT_MISMATCH)
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.detail()).contains("the first 280 entries are as signed; the first 320"));
    }

    private void rebuildTiles() throws IOException {
        dev.lockstep.transparencylog.TreeHasher hasher = new dev.lockstep.transparencylog.TreeHasher();
        List<dev.lockstep.transparencylog.Tile> tiles = new ArrayList<>();
        dev.lockstep.transparencylog.TreeBuilder tree = new dev.lockstep.transparencylog.TreeBuilder(tiles::add);
        for (String place : List.of("tile/entries/000", ENTRIES, "tile/entries/002.p/188")) {
            leaves(place).forEach(leaf -> tree.add(hasher.leaf(leaf)));
        }
        tiles.addAll(tree.partial());
        for (dev.lockstep.transparencylog.Tile tile : tiles) {
            write(new dev.lockstep.transparencylog.TileId.Sized(tile.id(), tile.width()).path(), tile.toBytes());
        }
    }

    @Test
    void aCheckpointOfAnotherKeyIsForeign() throws IOException {
        SampleLog foreign = SampleLog.of(SigningKey.generate(SampleLog.ORIGIN), SIZE, 40);
        Path other = foreign.writeTo(temporary.resolve("foreign"));
        Files.copy(
                other.resolve(BundleLayout.CHECKPOINT),
                bundle.resolve(BundleLayout.CHECKPOINT),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertFound(Finding.Kind.CHECKPOINT_FOREIGN, BundleLayout.CHECKPOINT);
    }

    @Test
    void aCheckpointOfAnotherStateIsReplayed() throws IOException {
        write(BundleLayout.CHECKPOINT, note(EARLIER).toBytes());

        assertFound(Finding.Kind.CHECKPOINT_REPLAYED, BundleLayout.CHECKPOINT);
    }

    @Test
    void aManifestOfAnotherStateIsFound() throws IOException {
        Path earlier = EARLIER.writeTo(temporary.resolve("earlier"));
        Files.copy(
                earlier.resolve(BundleLayout.MANIFEST),
                bundle.resolve(BundleLayout.MANIFEST),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertFound(Finding.Kind.CHECKPOINT_REPLAYED, BundleLayout.CHECKPOINT);
    }

    @Test
    void aMissingForgedOrDoubledCheckpointIsNamed() throws IOException {
        List<String> lines = Files.readAllLines(bundle.resolve(BundleLayout.CHECKPOINTS));
        List<String> without = new ArrayList<>(lines);
        without.remove(4);
        List<String> doubled = new ArrayList<>(lines);
        doubled.add(5, lines.get(4));
        List<String> forged = new ArrayList<>(lines);
        forged.set(4, lines.get(4).replace("\\n160\\n", "\\n161\\n").replace("\\n200\\n", "\\n201\\n"));

        Files.write(bundle.resolve(BundleLayout.CHECKPOINTS), without);
        assertFound(Finding.Kind.FILE_CHANGED, BundleLayout.CHECKPOINTS);
        Files.write(bundle.resolve(BundleLayout.CHECKPOINTS), doubled);
        assertFound(Finding.Kind.CHECKPOINT_REPLAYED, "checkpoints line 6");
        Files.write(bundle.resolve(BundleLayout.CHECKPOINTS), forged);
        assertFound(Finding.Kind.CHECKPOINT_FORGED, "checkpoints line 5");
    }

    @Test
    void aBundleThatEndsBeforeWhatWasSeenElsewhereIsNamed() throws IOException {
        bundle = EARLIER.writeTo(temporary.resolve("earlier"));
        SignedNote later = note(LOG);

        assertThat(verify().isIntact()).isTrue();
        assertThat(verify(later).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.CHECKPOINT_REPLAYED);
        bundle = temporary.resolve("bundle");
        assertThat(verify(note(EARLIER)).isIntact()).isTrue();
    }

    @Test
    void anotherHistoryThanTheOneSeenElsewhereIsNamed() throws IOException {
        SampleLog other = new SampleLog(
                KEY,
                SampleLog.entries(
                        new RolloutScript().requested(new UUID(0, 5), "z").published()),
                1);

        assertThat(verify(note(other)).findings())
                .extracting(Finding::kind, Finding::place)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Finding.Kind.CHECKPOINT_REPLAYED, "checkpoint seen"));
    }

    @Test
    void theWrongKeyVerifiesNothing() {
        BundleVerification verified = BundleVerification.of(
                bundle, Trust.in(SigningKey.generate(SampleLog.ORIGIN).verifier()), done -> {});

        assertThat(verified.isIntact()).isFalse();
        assertThat(verified.entries()).isZero();
    }

    @Test
    void aLogThatTellsOfABrokenRuleIsIntactAndNotOrderly() throws IOException {
        UUID rollout = new UUID(0, 1);
        SampleLog log = new SampleLog(
                KEY,
                SampleLog.entries(new RolloutScript()
                        .requested(rollout, "a", "b")
                        .approved(rollout)
                        .gatedStep(rollout, "a")
                        .step(rollout, "b")
                        .published()),
                5);
        bundle = log.writeTo(temporary.resolve("broken"));

        BundleVerification verified = verify();

        assertThat(verified.isIntact()).isTrue();
        assertThat(verified.isOrderly()).isFalse();
        assertThat(verified.violated())
                .singleElement()
                .satisfies(certificate ->
                        assertThat(certificate.violations()).singleElement().isInstanceOf(Violation.WithoutGate.class));
    }
}
