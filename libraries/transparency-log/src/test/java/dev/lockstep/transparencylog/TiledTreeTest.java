package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiledTreeTest {

    private static final int TWO_LEVELS = 70_000;

    private static List<byte[]> contents(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> ("entry " + index).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void growsThroughThreeLevelsOfTiles() {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        RootAccumulator accumulator = new RootAccumulator();
        contents(TWO_LEVELS).forEach(accumulator::addLeaf);

        Hash root = tiles.append(contents(TWO_LEVELS));

        assertThat(root).isEqualTo(accumulator.root());
        assertThat(tiles.tree().root()).isEqualTo(root);
        assertThat(new TileId(0, 273).widthAt(TWO_LEVELS)).isEqualTo(112);
        assertThat(new TileId(1, 1).widthAt(TWO_LEVELS)).isEqualTo(17);
        assertThat(new TileId(2, 0).widthAt(TWO_LEVELS)).isEqualTo(1);
        assertThat(new ProofVerifier()
                        .inclusion(
                                65_535,
                                TWO_LEVELS,
                                new TreeHasher().leaf(contents(TWO_LEVELS).get(65_535)),
                                tiles.tree().inclusionProof(65_535),
                                root))
                .isEmpty();
        assertThat(new ProofVerifier()
                        .consistency(
                                65_536,
                                TWO_LEVELS,
                                tiles.tree().rootAt(65_536),
                                root,
                                tiles.tree().consistencyProof(65_536)))
                .isEmpty();
    }

    @Test
    void asksForTheTilesOfOneQuestionAtOnce() {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        tiles.append(contents(TWO_LEVELS));
        int[] reads = {0};

        new TiledTree(
                        places -> {
                            reads[0]++;
                            return tiles.read(places);
                        },
                        TWO_LEVELS)
                .inclusionProof(12_345);

        assertThat(reads[0]).isEqualTo(1);
    }

    @Test
    void namesTheTileThatWasCutShort() {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        tiles.append(contents(600));
        TileId second = new TileId(0, 1);
        tiles.put(new Tile(second, tiles.get(second).hashes().subList(0, 255)));

        assertThatThrownBy(() -> tiles.tree().inclusionProof(300))
                .isInstanceOfSatisfying(
                        MissingTileException.class,
                        missing -> assertThat(missing.place()).isEqualTo(second));
    }

    @Test
    void refusesWhatLiesOutsideTheTree() {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        tiles.append(contents(10));

        assertThatThrownBy(() -> tiles.tree().inclusionProof(10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tiles.tree().inclusionProof(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tiles.tree().consistencyProof(11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tiles.tree().consistencyProof(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tiles.tree().rootAt(11)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 1234067, 256, tile/0/x001/x234/067",
        "1, 999, 17, tile/1/999.p/17",
        "2, 1000, 1, tile/2/x001/000.p/1"
    })
    void writesAndReadsPathsOfTiles(int level, long index, int width, String path) {
        TileId.Sized tile = new TileId.Sized(new TileId(level, index), width);

        assertThat(tile.path()).isEqualTo(path);
        assertThat(TileId.Sized.parse(path).orElseThrow()).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/00/000",
                "tile/8/000",
                "tile/0/0",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/999",
                "tile/0/-01",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/7/001",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/000\n"
            })
    void refusesOtherSpellingsOfPaths(String path) {
        assertThat(TileId.Sized.parse(path)).isInstanceOf(Checked.Refused.class);
    }

    @Test
    void tilesSurviveTheirBytes() {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        tiles.append(contents(300));
        TileId first = new TileId(0, 0);
        Tile tile = tiles.get(first);

        assertThat(Tile.of(first, tile.toBytes())).isEqualTo(tile);
        assertThat(tile.toBytes()).hasSize(8192);
        assertThat(tile.toBytes(3)).hasSize(96);
        assertThatThrownBy(() -> Tile.of(first, new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tile.of(first, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
