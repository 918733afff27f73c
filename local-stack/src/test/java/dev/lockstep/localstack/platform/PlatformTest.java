package dev.lockstep.localstack.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.Platform.Stop;
import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.process.ProcessIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform's servers as a person would run them, with a supervisor that is a process of its own. */
class PlatformTest {
    private static final Set<String> SERVERS = Set.of("postgresql", "kafka");

    private final List<Process> supervisors = new ArrayList<>();

    @TempDir
    private Path root;

    @AfterEach
    void nothingIsLeft() {
        supervisors.forEach(Process::destroyForcibly);
    }

    /** Launched in a process of its own: runs the servers until it is ended. */
    public static final class Supervising {
        public static void main(String[] arguments) throws Exception {
            Platform platform = new Platform(Path.of(arguments[0]), Path.of(arguments[0], ".lockstep"));
            Start start = platform.up(progress -> {}, SERVERS);
            System.out.println(start.getClass().getSimpleName());
            if (start instanceof Start.Started started) {
                started.platform().awaitEnd();
            }
        }
    }

    @Test
    void dataSurviveAKillOfTheSupervisorWhichLeavesNoOrphans() throws Exception {
        Platform platform = new Platform(root, root.resolve(".lockstep"));
        Process supervisor = supervise();
        List<ProcessIdentity> children = children(platform);
        sql("create table note as select 'before the kill' as text");

        supervisor.destroyForcibly().waitFor();

        for (ProcessIdentity child : children) {
            child.find().ifPresent(PlatformTest::awaitEnd);
        }
        assertThat(platform.status()).as("a stale state file").isEmpty();
        assertThat(root.resolve(".lockstep/state.json")).exists();

        Process second = supervise();
        assertThat(sql("select text from note")).isEqualTo("before the kill");
        assertThat(platform.up(progress -> {}, SERVERS)).isInstanceOf(Start.AlreadyRuns.class);
        List<ProcessIdentity> successors = children(platform);

        assertThat(platform.down()).isEqualTo(Stop.STOPPED);

        assertThat(second.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(successors).allMatch(child -> child.find().isEmpty());
        assertThat(platform.down()).isEqualTo(Stop.NOT_RUNNING);
        assertThat(root.resolve(".lockstep/state.json")).doesNotExist();
    }

    private Process supervise() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Supervising.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        supervisors.add(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("Started");
        return process;
    }

    private static List<ProcessIdentity> children(Platform platform) throws IOException {
        List<ProcessIdentity> children = platform.status().orElseThrow().components().stream()
                .map(ComponentState::process)
                .map(Objects::requireNonNull)
                .toList();
        assertThat(children).hasSize(SERVERS.size());
        return children;
    }

    private static void awaitEnd(ProcessHandle process) {
        assertThat(process.onExit()).succeedsWithin(20, TimeUnit.SECONDS);
    }

    private String sql(String statement) throws IOException, SQLException {
        Platform platform = new Platform(root, root.resolve(".lockstep"));
        ComponentState server = platform.status().orElseThrow().components().stream()
                .filter(component -> component.name().equals("postgresql"))
                .findFirst()
                .orElseThrow();
        String password = Files.readString(root.resolve(".lockstep/secrets/postgresql-audit"));
        try (Connection connection =
                        DriverManager.getConnection("jdbc:" + server.address() + "/audit", "audit", password);
                Statement query = connection.createStatement()) {
            boolean hasRows = query.execute(statement);
            try (ResultSet rows = hasRows ? query.getResultSet() : query.executeQuery("select ''")) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }
}
