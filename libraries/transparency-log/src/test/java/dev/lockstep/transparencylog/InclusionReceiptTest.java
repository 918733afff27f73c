package dev.lockstep.transparencylog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InclusionReceiptTest {

    private static final String ORIGIN = "lockstep.example/audit";
    private static final SigningKey KEY = SigningKey.generate(ORIGIN);
    private static final List<byte[]> CONTENTS = IntStream.range(0, 300)
            .mapToObj(index -> ("entry " + index).getBytes(StandardCharsets.UTF_8))
            .toList();
    private static final String RECEIPT = receipt(257).toString();

    private static InclusionReceipt receipt(long index) {
        ReferenceTree.Tiles tiles = new ReferenceTree.Tiles();
        Hash root = tiles.append(CONTENTS);
        SignedNote checkpoint = new Checkpoint(ORIGIN, CONTENTS.size(), root).signedBy(KEY);
        return new InclusionReceipt(index, tiles.tree().inclusionProof(index), checkpoint);
    }

    private static Checked<Checkpoint> verify(String receipt, byte[] leaf) {
        return InclusionReceipt.parse(receipt).then(read -> read.verify(leaf, ORIGIN, List.of(KEY.verifier())));
    }

    @Test
    void verifiesWithTheEntryAndTheKeyAlone() {
        assertThat(verify(RECEIPT, CONTENTS.get(257)).orElseThrow().size()).isEqualTo(300);
        assertThat(RECEIPT).startsWith("c2sp.org/tlog-proof@v1\nindex 257\n");
        assertThat(InclusionReceipt.parse(RECEIPT).orElseThrow()).hasToString(RECEIPT);
    }

    @Test
    void provesNoOtherEntry() {
        assertThat(verify(RECEIPT, CONTENTS.get(256))).isInstanceOf(Checked.Refused.class);
    }

    @Property(tries = 400)
    void anyChangedCharacterIsFound(@ForAll @IntRange(max = 10_000) int any) {
        int place = any % RECEIPT.length();
        char other = (char) (RECEIPT.charAt(place) ^ (1 << (any % 5)));
        String damaged = RECEIPT.substring(0, place) + other + RECEIPT.substring(place + 1);

        assertThat(verify(damaged, CONTENTS.get(257))).isInstanceOf(Checked.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "index 257, index 0257",
        "index 257, Index 257",
        "@v1, @v2",
        "index 257, extra AAAA",
    })
    void refusesOtherForms(String written, String changed) {
        assertThat(verify(RECEIPT.replace(written, changed), CONTENTS.get(257))).isInstanceOf(Checked.Refused.class);
    }
}
