package dev.lockstep.localstack.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.platform.PlatformState.Status;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.ProcessIdentity;
import dev.lockstep.localstack.server.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private final BlockingQueue<Progress> progress = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @Test
    void componentsStartAfterAndStopBeforeWhatTheyDependOn() throws Exception {
        List<Component> components = List.of(
                ScriptComponent.serving("base", folder),
                ScriptComponent.serving("middle", folder, "base"),
                ScriptComponent.serving("top", folder, "base", "middle"));
        Supervisor supervisor = supervisor(components, journal(components));

        supervisor.start();
        supervisor.stop();

        assertThat(Files.readAllLines(folder.resolve("events")))
                .containsExactly("start base", "start middle", "start top", "stop top", "stop middle", "stop base");
    }

    @Test
    void aChildThatDiesIsStartedAgain() throws Exception {
        List<Component> components = List.of(ScriptComponent.serving("service", folder));
        StateJournal journal = journal(components);
        Supervisor supervisor = supervisor(components, journal);
        supervisor.start();
        ProcessIdentity first = process(journal);

        first.find().orElseThrow().destroyForcibly();
        awaitProgress(Progress.Ended.class);
        awaitProgress(Progress.Ready.class);

        ComponentState state = journal.state().components().getFirst();
        assertThat(state.status()).isEqualTo(Status.READY);
        assertThat(state.restarts()).isEqualTo(1);
        assertThat(process(journal)).isNotEqualTo(first);
        supervisor.stop();
        assertThat(process(first)).isFalse();
    }

    @Test
    void whenOneDoesNotComeUpTheOthersAreStoppedAndTheReasonIsTold() throws Exception {
        List<Component> components = List.of(
                ScriptComponent.serving("base", folder),
                new ScriptComponent("broken", folder, "echo the disk is full; exit 3", Set.of("base")),
                ScriptComponent.serving("never", folder, "broken"));
        Supervisor supervisor = supervisor(components, journal(components));

        assertThatThrownBy(supervisor::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken ended with exit code 3")
                .hasMessageContaining("the disk is full");
        assertThat(Files.readAllLines(folder.resolve("events"))).containsExactly("start base", "stop base");
    }

    @Test
    void theReasonOfEachWaitIsTold() throws Exception {
        List<Component> components = List.of(
                new ScriptComponent("slow", folder, "sleep 1; touch slow.ready; " + ScriptComponent.SERVE, Set.of()),
                ScriptComponent.serving("next", folder, "slow"));
        Supervisor supervisor = supervisor(components, journal(components));

        supervisor.start();
        supervisor.stop();

        assertThat(progress.stream().filter(Progress.Waiting.class::isInstance))
                .extracting(waiting -> waiting.text().replaceFirst(" \\(.*", ""))
                .contains("slow: its file", "next: waits for slow");
    }

    @Test
    void anOrderThatCannotWorkIsRefused() {
        List<Component> components = List.of(ScriptComponent.serving("top", folder, "base"));
        StateJournal journal = journal(components);

        assertThatThrownBy(() -> supervisor(components, journal)).isInstanceOf(IllegalArgumentException.class);
    }

    private StateJournal journal(List<Component> components) {
        return new StateJournal(new StateFile(folder.resolve("state.json")), progress::add, components);
    }

    private static Supervisor supervisor(List<Component> components, StateJournal journal) {
        return new Supervisor(components, Launcher.forThisMachine(), journal);
    }

    private static ProcessIdentity process(StateJournal journal) {
        return Objects.requireNonNull(journal.state().components().getFirst().process());
    }

    private static boolean process(ProcessIdentity identity) {
        return identity.find().isPresent();
    }

    private void awaitProgress(Class<? extends Progress> kind) throws InterruptedException {
        Progress next = progress.poll(20, TimeUnit.SECONDS);
        while (next != null && !kind.isInstance(next)) {
            next = progress.poll(20, TimeUnit.SECONDS);
        }
        assertThat(next).isInstanceOf(kind);
    }
}
