package dev.lockstep.localstack.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.platform.PlatformState.Phase;
import dev.lockstep.localstack.platform.PlatformState.Status;
import dev.lockstep.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final ProcessIdentity SELF = ProcessIdentity.of(ProcessHandle.current());

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        StateFile file = new StateFile(folder.resolve("deep/state.json"));
        PlatformState state = state(SELF);

        file.write(state);

        assertThat(file.read()).contains(state);
        assertThat(file.running()).contains(state);
        try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
            assertThat(files).containsExactly(folder.resolve("deep/state.json"));
        }
    }

    @Test
    void theStateOfACrashedSupervisorIsStale() throws IOException {
        StateFile file = new StateFile(folder.resolve("state.json"));
        file.write(state(new ProcessIdentity(SELF.pid(), SELF.startedAt().minus(Duration.ofHours(1)))));

        assertThat(file.read()).isPresent();
        assertThat(file.running()).isEmpty();
    }

    @Test
    void withoutAFileNothingRuns() throws IOException {
        assertThat(new StateFile(folder.resolve("state.json")).running()).isEmpty();
    }

    @Test
    void aFileOfAnotherFormIsRefused() throws IOException {
        Path path = folder.resolve("state.json");
        StateFile file = new StateFile(path);
        file.write(state(SELF));
        Files.writeString(path, Files.readString(path).replace("\"version\" : 1", "\"version\" : 2"));

        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("form 2");
    }

    private static PlatformState state(ProcessIdentity supervisor) {
        return new PlatformState(
                1,
                Phase.READY,
                supervisor,
                Map.of("keycloak", URI.create("http://127.0.0.1:18080")),
                List.of(new ComponentState(
                        "keycloak", Status.READY, SELF, URI.create("http://127.0.0.1:18080"), "keycloak.log", 0, "")));
    }
}
