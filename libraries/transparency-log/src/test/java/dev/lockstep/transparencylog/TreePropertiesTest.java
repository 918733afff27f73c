package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The tiled tree against the definitions, and proofs against every kind of damage. */
class TreePropertiesTest {

    private static final int MOST = 1_500;
    private static final List<byte[]> CONTENTS = IntStream.range(0, MOST)
            .mapToObj(index -> ByteBuffer.allocate(Integer.BYTES).putInt(index).array())
            .toList();
    private static final ReferenceTree REFERENCE = new ReferenceTree(CONTENTS);
    private static final List<Hash> LEAVES =
            CONTENTS.stream().map(content -> new TreeHasher().leaf(content)).toList();

    private static ReferenceTree.Tiles log(int size) {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        tiles.append(CONTENTS.subList(0, size));
        return tiles;
    }

    @Property(tries = 40)
    void growsToTheSameRootWhateverTheBatches(@ForAll @Size(max = 12) List<@IntRange(max = 600) Integer> batches) {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        int size = 0;
        for (int batch : batches) {
            int end = Math.min(MOST, size + batch);

            Hash root = tiles.append(CONTENTS.subList(size, end));

            size = end;
            assertThat(root).isEqualTo(REFERENCE.root(size));
            assertThat(tiles.tree().root()).isEqualTo(root);
        }
    }

    @Property(tries = 60)
    void provesInclusionAsDefined(
            @ForAll @IntRange(min = 1, max = MOST) int size, @ForAll @IntRange(max = MOST) int any) {
        int index = any % size;
        ReferenceTree.Tiles tiles = log(MOST);

        List<Hash> proof = new TiledTree(tiles, size).inclusionProof(index);

        assertThat(proof).isEqualTo(REFERENCE.inclusion(index, size));
        assertThat(new ProofVerifier().inclusion(index, size, LEAVES.get(index), proof, REFERENCE.root(size)))
                .isEmpty();
    }

    @Property(tries = 60)
    void provesConsistencyAsDefined(
            @ForAll @IntRange(min = 1, max = MOST) int later, @ForAll @IntRange(max = MOST) int any) {
        int earlier = 1 + any % later;
        TiledTree tree = new TiledTree(log(MOST), later);

        List<Hash> proof = tree.consistencyProof(earlier);

        assertThat(proof).isEqualTo(REFERENCE.consistency(earlier, later));
        assertThat(new ProofVerifier()
                        .consistency(earlier, later, REFERENCE.root(earlier), REFERENCE.root(later), proof))
                .isEmpty();
        assertThat(tree.rootAt(earlier)).isEqualTo(REFERENCE.root(earlier));
    }

    @Property(tries = 200)
    void refusesDamagedInclusion(
            @ForAll @IntRange(min = 2, max = 300) int size,
            @ForAll @IntRange(max = 300) int any,
            @ForAll Damage damage) {
        int index = any % size;
        Hash root = REFERENCE.root(size);
        List<Hash> proof = damage.of(REFERENCE.inclusion(index, size), any);

        Optional<Refusal> refusal = new ProofVerifier().inclusion(index, size, LEAVES.get(index), proof, root);

        assertThat(refusal).map(Refusal::kind).contains(damage.found);
    }

    @Property(tries = 200)
    void refusesInclusionElsewhere(
            @ForAll @IntRange(min = 2, max = 300) int size,
            @ForAll @IntRange(max = 300) int any,
            @ForAll @IntRange(max = 300) int claimed) {
        int index = any % size;
        List<Hash> proof = REFERENCE.inclusion(index, size);

        Optional<Refusal> refusal =
                new ProofVerifier().inclusion(claimed, size, LEAVES.get(index), proof, REFERENCE.root(size));

        assertThat(refusal.isEmpty()).isEqualTo(claimed == index);
    }

    @Property(tries = 200)
    void refusesDamagedConsistency(
            @ForAll @IntRange(min = 2, max = 300) int later,
            @ForAll @IntRange(max = 300) int any,
            @ForAll Damage damage) {
        int earlier = 1 + any % (later - 1);
        List<Hash> proof = damage.of(REFERENCE.consistency(earlier, later), any);

        Optional<Refusal> refusal =
                new ProofVerifier().consistency(earlier, later, REFERENCE.root(earlier), REFERENCE.root(later), proof);

        assertThat(refusal).map(Refusal::kind).contains(damage.found);
    }

    @Property(tries = 200)
    void refusesConsistencyOfOtherRoots(
            @ForAll @IntRange(min = 2, max = 300) int later,
            @ForAll @IntRange(max = 300) int any,
            @ForAll boolean old) {
        int earlier = 1 + any % (later - 1);
        Hash forged = flipped(REFERENCE.root(old ? earlier : later), any);

        Optional<Refusal> refusal = new ProofVerifier()
                .consistency(
                        earlier,
                        later,
                        old ? forged : REFERENCE.root(earlier),
                        old ? REFERENCE.root(later) : forged,
                        REFERENCE.consistency(earlier, later));

        assertThat(refusal).map(Refusal::kind).contains(Refusal.Kind.ROOT_MISMATCH);
    }

    @Property(tries = 100)
    void refusesGrowthFromNothingAndShrinking(
            @ForAll @IntRange(min = 1, max = 300) int later, @ForAll @IntRange(max = 300) int any) {
        int larger = later + 1 + any;

        Optional<Refusal> fromNothing =
                new ProofVerifier().consistency(0, later, REFERENCE.root(0), REFERENCE.root(later), List.of());
        Optional<Refusal> shrinking = new ProofVerifier()
                .consistency(larger, later, REFERENCE.root(larger), REFERENCE.root(later), List.of());

        assertThat(fromNothing).map(Refusal::kind).contains(Refusal.Kind.OUT_OF_RANGE);
        assertThat(shrinking).map(Refusal::kind).contains(Refusal.Kind.OUT_OF_RANGE);
    }

    private static Hash flipped(Hash hash, int bit) {
        byte[] bytes = hash.toBytes();
        bytes[bit % Hash.LENGTH] ^= (byte) (1 << (bit % 8));
        return Hash.of(bytes);
    }

    /** What a forger or a broken disk does to a proof. */
    enum Damage {
        FLIPPED_BIT(Refusal.Kind.ROOT_MISMATCH),
        FIRST_LOST(Refusal.Kind.WRONG_PROOF_LENGTH),
        LAST_LOST(Refusal.Kind.WRONG_PROOF_LENGTH),
        ONE_TOO_MANY(Refusal.Kind.WRONG_PROOF_LENGTH),
        EMPTIED(Refusal.Kind.WRONG_PROOF_LENGTH);

        private final Refusal.Kind found;

        Damage(Refusal.Kind found) {
            this.found = found;
        }

        List<Hash> of(List<Hash> proof, int where) {
            List<Hash> damaged = new ArrayList<>(proof);
            switch (this) {
                case FLIPPED_BIT -> damaged.set(where % proof.size(), flipped(proof.get(where % proof.size()), where));
                case FIRST_LOST -> damaged.removeFirst();
                case LAST_LOST -> damaged.removeLast();
                case ONE_TOO_MANY -> damaged.add(proof.getFirst());
                case EMPTIED -> damaged.clear();
            }
            return damaged;
        }
    }
}
