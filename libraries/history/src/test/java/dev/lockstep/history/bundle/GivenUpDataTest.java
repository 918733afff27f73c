package dev.lockstep.history.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.transparencylog.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that are not there are no damage when an entry of the log says that they were given up, and damage otherwise. */
class GivenUpDataTest {

    private static final SigningKey KEY = SigningKey.generate(SampleLog.ORIGIN);
    private static final int SIZE = 400;
    private static final SampleLog WHOLE = SampleLog.of(KEY, SIZE, 40);
    private static final GivenUp LARGE = WHOLE.large();
    private static final String AUDIT = "/lockstep/audit-service";

    @TempDir
    Path temporary;

    private static DataGivenUp decided(GivenUp data) {
        return new DataGivenUp("lockstep.example.noted.v1", Duration.ofDays(730), List.of(data), SampleLog.EXPORTED);
    }

    private static SampleLog log(GivenUp said, String source) {
        return SampleLog.of(KEY, SIZE, 40, decided(said), source);
    }

    private BundleVerification verify(Path bundle) {
        return BundleVerification.of(bundle, Trust.in(KEY.verifier()), done -> {});
    }

    @Test
    void aBundleWithoutThemVerifies() throws IOException {
        Path bundle = log(LARGE, AUDIT).writeTo(temporary.resolve("bundle"));

        BundleVerification verified = verify(bundle);

        assertThat(bundle.resolve(BundleLayout.detached(LARGE.sha256()))).doesNotExist();
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.entries()).isEqualTo(SIZE + 1);
        assertThat(verified.certificates()).isEqualTo(2);
    }

    @Test
    void aBundleFromBeforeStillVerifies() throws IOException {
        assertThat(verify(WHOLE.writeTo(temporary.resolve("bundle"))).findings())
                .isEmpty();
    }

    @Test
    void whatNobodyGaveUpIsMissed() throws IOException {
        Path bundle = WHOLE.writeTo(temporary.resolve("bundle"));
        Files.delete(bundle.resolve(BundleLayout.detached(LARGE.sha256())));

        assertThat(verify(bundle).findings())
                .extracting(Finding::kind, Finding::place)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Finding.Kind.DATA_CHANGED, BundleLayout.detached(LARGE.sha256())));
    }

    @Test
    void anotherServiceCannotGiveThemUpNorAnotherHash() {
        GivenUp other = new GivenUp(LARGE.entry(), "0".repeat(64), null, null, null);

        assertThatThrownBy(() -> log(LARGE, "/lockstep/inventory-service").writeTo(temporary.resolve("one")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the data of entry " + LARGE.entry() + " went");
        assertThatThrownBy(() -> log(other, AUDIT).writeTo(temporary.resolve("two")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("went while it was written");
    }
}
