package dev.lockstep.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    @Test
    void aRunningProcessIsFoundByNumberAndStartTime() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());

        assertThat(self.find()).contains(ProcessHandle.current());
    }

    @Test
    void anotherProcessThatGotTheSameNumberIsNotMistakenForIt() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
        ProcessIdentity earlier =
                new ProcessIdentity(self.pid(), self.startedAt().minus(Duration.ofMinutes(10)));

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void aProcessThatEndedIsNotFound() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "30").start();
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
        process.destroyForcibly().waitFor();

        assertThat(identity.find()).isEmpty();
    }
}
