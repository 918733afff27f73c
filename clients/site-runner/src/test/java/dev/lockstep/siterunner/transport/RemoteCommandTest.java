package dev.lockstep.siterunner.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The text that SSH takes, read by a real shell. */
@DisabledOnOs(OS.WINDOWS)
class RemoteCommandTest {

    @TempDir
    Path folder;

    private Path started;

    @BeforeEach
    void aProgramThatGoesOn() throws IOException {
        started = folder.resolve("started");
        Path program = folder.resolve("goes-on");
        Files.writeString(
                program,
                "#!/bin/sh\nsleep 600 &\necho $! >> '%1$s.new'; mv '%1$s.new' '%1$s'; wait\n".formatted(started));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Process run() throws IOException {
        String command = RemoteCommand.of("word", List.of(folder.toString()), List.of("goes-on"));
        return new ProcessBuilder("setsid", "sh", "-c", command).start();
    }

    private long child() throws Exception {
        TransportContract.await(() -> Files.exists(started));
        return Long.parseLong(Files.readString(started).strip());
    }

    /** Its watch may not have begun when the server ends the shell; then the shell itself sees to it. */
    @Test
    void aServerThatEndsTheShellEndsWhatTheProgramStarted() throws Exception {
        Process shell = run();
        long child = child();
        TransportContract.await(() -> shell.children().anyMatch(RemoteCommandTest::watches));
        shell.children().filter(RemoteCommandTest::watches).forEach(ProcessHandle::destroyForcibly);

        shell.toHandle().destroy();

        assertThat(shell.waitFor()).isNotZero();
        TransportContract.await(() -> !TransportContract.runs(child));
    }

    private static boolean watches(ProcessHandle process) {
        return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch("-c"::equals);
    }

    @Test
    void inputThatEndsEndsWhatItStarted() throws Exception {
        Process shell = run();
        long child = child();

        shell.outputWriter().close();

        TransportContract.await(() -> !TransportContract.runs(child));
    }
}
