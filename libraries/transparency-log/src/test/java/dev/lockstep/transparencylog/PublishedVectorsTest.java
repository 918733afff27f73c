package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The inputs and roots of the Certificate Transparency reference implementation and the proof vectors of transparency-dev/merkle (both
 * Apache License 2.0; see {@code published/README.md}), the note of the Go module {@code golang.org/x/mod/sumdb/note} (3-clause BSD
 * licence), and the examples of C2SP signed-note (CC BY 4.0).
 */
class PublishedVectorsTest {

    private static final List<byte[]> LEAVES = List.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .stream()
            .map(HexFormat.of()::parseHex)
            .toList();

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final String NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String NEUMANN_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void rootsOfTheReferenceTreeOfEightLeaves() {
        for (int size = 0; size <= LEAVES.size(); size++) {
            Hash root = Hash.ofHex(ROOTS.get(size));
            RootAccumulator accumulator = new RootAccumulator();
            LEAVES.subList(0, size).forEach(accumulator::addLeaf);
            ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();

            Hash appended = tiles.append(LEAVES.subList(0, size));

            assertThat(appended).isEqualTo(root);
            assertThat(accumulator.root()).isEqualTo(root);
            assertThat(new ReferenceTree(LEAVES).root(size)).isEqualTo(root);
        }
    }

    @Test
    void inclusionProofOfTheFirstOfEightLeaves() {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        tiles.append(LEAVES);

        List<Hash> proof = tiles.tree().inclusionProof(0);

        assertThat(proof)
                .extracting(Hash::toHex)
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    }

    @Test
    void noteOfTheGoModuleVerifiesUnderItsKey() {
        VerifierKey key = VerifierKey.parse(NEUMANN_KEY).orElseThrow();
        SignedNote note =
                SignedNote.parse(NEUMANN_NOTE.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        Checked<String> text = note.verifiedBy(List.of(key));

        assertThat(text.orElseThrow()).endsWith("then you don't know what your problem is.\n");
        assertThat(note).hasToString(NEUMANN_NOTE);
        assertThat(key).hasToString(NEUMANN_KEY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "/published/inclusion.csv",
            delimiter = '|',
            numLinesToSkip = 1,
            maxCharsPerColumn = 100_000)
    void provesInclusionExactlyWhereTheVectorsSaySo(
            String name,
            boolean accepted,
            String index,
            String size,
            String leaf,
            String root,
            @Nullable String proof) {
        Checked<Hash> checked = hashes(proof)
                .then(hashes -> Hash.parseBase64(text(leaf))
                        .then(leafHash -> Hash.parseBase64(text(root))
                                .then(rootHash -> new ProofVerifier()
                                        .inclusion(
                                                Long.parseUnsignedLong(index),
                                                Long.parseUnsignedLong(size),
                                                leafHash,
                                                hashes,
                                                rootHash)
                                        .<Checked<Hash>>map(Checked.Refused::new)
                                        .orElseGet(() -> new Checked.Accepted<>(rootHash)))));

        assertThat(checked instanceof Checked.Accepted<Hash>).as(name).isEqualTo(accepted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "/published/consistency.csv",
            delimiter = '|',
            numLinesToSkip = 1,
            maxCharsPerColumn = 100_000)
    void provesConsistencyExactlyWhereTheVectorsSaySo(
            String name,
            boolean accepted,
            String earlier,
            String later,
            @Nullable String earlierRoot,
            @Nullable String laterRoot,
            @Nullable String proof) {
        Checked<Hash> checked = hashes(proof)
                .then(hashes -> root(name, text(earlierRoot))
                        .then(first -> root(name, text(laterRoot))
                                .then(second -> new ProofVerifier()
                                        .consistency(
                                                Long.parseUnsignedLong(earlier),
                                                Long.parseUnsignedLong(later),
                                                first,
                                                second,
                                                hashes)
                                        .<Checked<Hash>>map(Checked.Refused::new)
                                        .orElseGet(() -> new Checked.Accepted<>(second)))));

        assertThat(checked instanceof Checked.Accepted<Hash>).as(name).isEqualTo(accepted);
    }

    /** The additional vectors have words of twelve bytes for roots that do not matter; they are filled up to the length of a hash. */
    private static Checked<Hash> root(String vector, String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return vector.startsWith("additional/") && bytes.length < Hash.LENGTH
                ? new Checked.Accepted<>(Hash.of(Arrays.copyOf(bytes, Hash.LENGTH)))
                : Hash.parseBase64(base64);
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    private static Checked<List<Hash>> hashes(@Nullable String proof) {
        List<Hash> hashes = new ArrayList<>();
        for (String each : proof == null ? new String[0] : proof.split(",", -1)) {
            switch (Hash.parseBase64(each)) {
                case Checked.Accepted<Hash>(Hash hash) -> hashes.add(hash);
                case Checked.Refused<Hash> refused -> {
                    return refused.as();
                }
            }
        }
        return new Checked.Accepted<>(hashes);
    }

    @Test
    void examplesOfTheSignedNoteSpecificationVerify() {
        VerifierKey key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
                .orElseThrow();
        String note = """
                This is an example message.

                — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
                """;

        assertThat(SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))
                        .then(parsed -> parsed.verifiedBy(List.of(key)))
                        .orElseThrow())
                .isEqualTo("This is an example message.\n");
        assertThat(SignedNote.parse(note.replace("an example", "no example").getBytes(StandardCharsets.UTF_8))
                        .then(parsed -> parsed.verifiedBy(List.of(key))))
                .isInstanceOf(Checked.Refused.class);
    }
}
