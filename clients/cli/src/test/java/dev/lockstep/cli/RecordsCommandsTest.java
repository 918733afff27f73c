package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds are placed, listed and lifted; periods are shown. */
class RecordsCommandsTest {

    private static final String HOLD = """
            {"hold":"h1","kind":"cluster","id":"contoso:clu01","reason":"case 7","placedBy":"anna","placedAt":"2027-01-01T00:00:00Z"}""";

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
    void aHoldIsPlacedAndLifted() {
        platform.answers("POST /api/audit/holds", 201, HOLD);
        platform.answers("POST /api/audit/holds/h1/lifting", 200, "[]");

        CommandRun placed = run("audit", "hold", "cluster", "Contoso:CLU01", "--reason", "case 7", "--as", "auditor");
        CommandRun lifted = run("audit", "lift-hold", "h1", "--reason", "closed", "--as", "administrator");

        assertThat(placed.out()).contains("The cluster contoso:clu01 is held", "'audit lift-hold h1'");
        assertThat(lifted.out()).contains("The hold h1 is lifted; 0 stand.");
        assertThat(platform.asked().get(0).body())
                .isEqualTo("{\"kind\":\"cluster\",\"id\":\"contoso:clu01\",\"reason\":\"case 7\"}");
        assertThat(platform.asked().get(1).body()).isEqualTo("{\"reason\":\"closed\"}");
    }

    @Test
    void aHoldWithoutAReasonIsNotAskedFor() {
        CommandRun run = run("audit", "hold", "cluster", "contoso:clu01", "--as", "auditor");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("--reason");
        assertThat(platform.asked()).isEmpty();
    }

    @Test
    void whatStandsAndHowLongDataAreKeptIsShown() {
        platform.answers("GET /api/audit/holds", 200, "[" + HOLD + "]");
        platform.answers(
                "GET /api/audit/retention",
                200,
                "[{\"kind\":\"lockstep.orchestration.facts-reported.v1\",\"period\":\"PT17520H\"}]");

        assertThat(run("audit", "holds", "--as", "auditor").out()).contains("h1", "contoso:clu01", "anna", "case 7");
        assertThat(run("audit", "retention", "--as", "auditor").out())
                .contains("lockstep.orchestration.facts-reported.v1", "PT17520H");
    }
}
