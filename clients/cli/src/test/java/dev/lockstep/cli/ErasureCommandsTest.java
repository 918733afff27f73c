package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasures are asked for, listed and confirmed. */
class ErasureCommandsTest {

    private static final String ERASURE = """
            {"erasure":"e1","person":"00ff","name":"bert","reason":"has left","requestedBy":"anna","requestedAt":"2027-01-01T00:00:00Z"}""";

    @TempDir
    Path folder;

    private final StubPlatform platform = new StubPlatform();

    @AfterEach
    void stopPlatform() {
        platform.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of("LOCKSTEP_URL", platform.url()), "", arguments);
    }

    @Test
    void anErasureIsAskedForAndConfirmedBySomebodyElse() {
        platform.answers("POST /api/audit/erasures", 201, ERASURE);
        platform.answers("POST /api/audit/erasures/e1/confirmation", 200, "{\"erasure\":\"e1\",\"person\":\"00ff\"}");

        CommandRun asked = run("audit", "erase", "bert", "--reason", "has left", "--as", "auditor");
        CommandRun confirmed = run("audit", "confirm-erasure", "e1", "--as", "administrator");

        assertThat(asked.out()).contains("Nothing is erased yet", "'audit confirm-erasure e1'");
        assertThat(confirmed.out()).contains("as soon as the history says so");
        assertThat(platform.asked().get(0).body()).isEqualTo("{\"person\":\"bert\",\"reason\":\"has left\"}");
    }

    @Test
    void whatWaitsIsShown() {
        platform.answers("GET /api/audit/erasures", 200, "[" + ERASURE + "]");

        assertThat(run("audit", "erasures", "--as", "auditor").out()).contains("e1", "bert", "anna", "has left");
    }
}
