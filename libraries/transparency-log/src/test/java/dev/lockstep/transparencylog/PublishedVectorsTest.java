package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The inputs and roots of the Certificate Transparency reference implementation (Apache License 2.0), and the note of the Go
 * module {@code golang.org/x/mod/sumdb/note} (3-clause BSD licence).
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
}
