package dev.lockstep.audit;

import dev.lockstep.audit.siem.SyslogReceiver;
import dev.lockstep.audit.witness.TestWitness;
import dev.lockstep.transparencylog.LogKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key folder of the test's own, two witnesses of which one is not there (one is enough), and a SIEM. */
public final class NewKeyFolder implements QuarkusTestResourceLifecycleManager {

    private static volatile @Nullable TestWitness witness;

    private static volatile @Nullable SyslogReceiver siem;

    private @Nullable TestWitness running;

    /** The one that is there. */
    static TestWitness witness() {
        return Objects.requireNonNull(witness);
    }

    /** What entries are sent to. */
    static SyslogReceiver siem() {
        return Objects.requireNonNull(siem);
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("audit-key-");
            Path keys = folder.resolve("verifier-key");
            TestWitness there = new TestWitness("witness.example/there", () -> read(keys));
            TestWitness gone = new TestWitness("witness.example/gone", () -> read(keys));
            gone.close();
            witness = there;
            running = there;
            Path file = folder.resolve("witnesses");
            Files.writeString(file, "%s %s\n%s %s\n".formatted(there.prefix(), there.key(), gone.prefix(), gone.key()));
            SyslogReceiver receiver = SyslogReceiver.plain();
            siem = receiver;
            return Map.of(
                    "lockstep.audit.siem.address",
                    receiver.address(),
                    "lockstep.audit.key-folder",
                    folder.toString(),
                    "lockstep.audit.witnesses",
                    file.toString(),
                    "lockstep.audit.witness-quorum",
                    "1",
                    "lockstep.audit.witness-interval",
                    "PT0.5S");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<LogKeys> read(Path keys) {
        try {
            return Files.exists(keys)
                    ? Optional.of(LogKeys.parse(Files.readString(keys)).orElseThrow())
                    : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void stop() {
        TestWitness there = running;
        if (there != null) {
            there.close();
        }
        SyslogReceiver receiver = siem;
        if (receiver != null) {
            receiver.close();
        }
    }
}
