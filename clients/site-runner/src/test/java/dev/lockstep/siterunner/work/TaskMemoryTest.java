package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.Work;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskMemoryTest {

    private static final RunnerTask TASK = StubPlatform.task(
            UUID.randomUUID(), 1, new Work.Execute(List.of("cluster", "node")), Duration.ofMinutes(1));

    @TempDir
    Path folder;

    @Test
    void whereAFolderCannotBeOpenedItsFilesAreRememberedNevertheless() throws IOException {
        TaskMemory memory = TaskMemory.open(folder, each -> {
            throw new AccessDeniedException(each.toString());
        });

        memory.started(TASK);

        assertThat(memory.knows(TASK.id())).isTrue();
        assertThat(TaskMemory.open(folder).unfinished()).containsExactly(TASK);
    }

    @Test
    void anyOtherFailureToMakeAFolderDurableIsAFailure() throws IOException {
        TaskMemory memory = TaskMemory.open(folder, each -> {
            throw new FileSystemException(each.toString(), null, "Input/output error");
        });

        assertThatThrownBy(() -> memory.started(TASK)).hasMessageContaining("Input/output error");
    }

    @Test
    void theFolderIsMadeDurableAfterEachFile() throws IOException {
        List<Path> forced = new java.util.ArrayList<>();
        TaskMemory memory = TaskMemory.open(folder, forced::add);

        memory.started(TASK);

        assertThat(forced).containsExactly(folder);
    }
}
