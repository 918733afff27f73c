package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree made anew from its leaves is the tree that grew. */
class TreeBuilderTest {

    private static final int MOST = 1_500;
    private static final List<byte[]> CONTENTS = contents(MOST);
    private static final ReferenceTree REFERENCE = new ReferenceTree(CONTENTS);

    private static List<byte[]> contents(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> ("leaf " + index).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Property(tries = 60)
    void itsRootIsTheDefinedOne(@ForAll @IntRange(max = MOST) int size) {
        TreeBuilder builder = new TreeBuilder(tile -> {});
        TreeHasher hasher = new TreeHasher();
        CONTENTS.subList(0, size).forEach(content -> builder.add(hasher.leaf(content)));

        assertThat(builder.root()).isEqualTo(REFERENCE.root(size));
        assertThat(builder.size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 66_000})
    void itsTilesAreThoseThatAppendingStored(int size) {
        ReferenceTree.Tiles stored = new ReferenceTree.Tiles();
        List<byte[]> contents = contents(size);
        Hash root = stored.append(contents);
        Map<TileId, Tile> made = new LinkedHashMap<>();
        TreeBuilder builder = new TreeBuilder(tile -> made.put(tile.id(), tile));
        TreeHasher hasher = new TreeHasher();

        contents.forEach(content -> builder.add(hasher.leaf(content)));
        builder.partial().forEach(tile -> made.put(tile.id(), tile));

        assertThat(made).isEqualTo(stored.read(made.keySet()));
        assertThat(made).hasSize(stored.count());
        assertThat(builder.root()).isEqualTo(root);
    }

    @Property(tries = 200)
    void bundlesSurviveTheirBytes(@ForAll @Size(max = 256) List<@Size(max = 40) byte[]> leaves) {
        assertThat(EntryBundle.parse(EntryBundle.write(leaves)).orElseThrow()).containsExactlyElementsOf(leaves);
    }

    @Property(tries = 200)
    void whateverBytesAreReadAreWrittenAlike(@ForAll @Size(max = 300) byte[] bytes) {
        if (EntryBundle.parse(bytes) instanceof Checked.Accepted<List<byte[]>>(List<byte[]> leaves)) {
            assertThat(EntryBundle.write(leaves)).isEqualTo(bytes);
        }
    }

    @Test
    void aBundleThatIsCutOrTooLongIsRefused() {
        byte[] bundle = EntryBundle.write(contents(3));
        byte[] cut = java.util.Arrays.copyOf(bundle, bundle.length - 1);
        byte[] half = {0};

        assertThat(EntryBundle.parse(cut)).isInstanceOf(Checked.Refused.class);
        assertThat(EntryBundle.parse(half)).isInstanceOf(Checked.Refused.class);
        assertThat(EntryBundle.parse(EntryBundle.write(contents(257)))).isInstanceOf(Checked.Refused.class);
        assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bundlesHaveThePathsOfTheirTiles() {
        assertThat(EntryBundle.path(1_234, 12)).isEqualTo("tile/entries/x001/234.p/12");
        assertThat(EntryBundle.path(0, 256)).isEqualTo("tile/entries/000");
        assertThat(EntryBundle.parsePath("tile/entries/x001/234.p/12").orElseThrow())
                .isEqualTo(new TileId.Sized(new TileId(0, 1_234), 12));
        assertThat(EntryBundle.parsePath("tile/entries/1234")).isInstanceOf(Checked.Refused.class);
        assertThat(EntryBundle.parsePath("tile/0/000")).isInstanceOf(Checked.Refused.class);
    }
}
