package dev.lockstep.cli;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands that talk to a platform which answers as it is told. */
abstract class StubPlatformTest {

    @TempDir
    Path folder;

    final StubPlatform platform = new StubPlatform();

    @AfterEach
    void stopPlatform() {
        platform.close();
    }

    CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of("LOCKSTEP_URL", platform.url()), "", arguments);
    }
}
