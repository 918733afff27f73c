package dev.lockstep.siterunner.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract over SSH, to a server that runs real shells, and what is particular to it. */
class SshTransportTest extends TransportContract {

    private SshMachines machines;

    @BeforeEach
    void startTheServer() throws Exception {
        machines = new SshMachines(folder.resolve("ssh"), "/bin/sh");
    }

    @AfterEach
    void endTheServer() throws Exception {
        machines.close();
    }

    @Override
    Transport transport(Path programs) {
        return new SshTransport(machines.machine(programs), StandardCharsets.UTF_8);
    }

    private void refusedBecause(String... words) throws InterruptedException {
        CommandResult result = run(LONG, "tell");
        assertThat(result)
                .isInstanceOfSatisfying(
                        CommandResult.NotStarted.class,
                        refusal -> assertThat(refusal.reason()).contains(words));
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    private void tell() {
        program("tell", "echo ran > '" + folder.resolve("ran") + "'");
    }

    @Test
    void aMachineWhoseKeyIsNotKnownIsNotBelieved() throws Exception {
        tell();
        machines.forgetHost();

        refusedBecause(
                "SHA256:",
                "is not known",
                "compare it at the machine",
                machines.knownHosts().toString());
        assertThat(machines.knownHosts()).isEmptyFile();
    }

    @Test
    void aMachineWhoseKeyHasChangedIsNotBelieved() throws Exception {
        tell();
        machines.changeKey();

        refusedBecause(
                "CHANGED",
                "another machine may answer in its place",
                machines.knownHosts().toString());
    }

    @Test
    void withoutAFileOfKnownHostsNoMachineIsBelieved() throws Exception {
        tell();
        Files.delete(machines.knownHosts());

        refusedBecause("known hosts", "cannot be read");
    }

    @Test
    void aKeyThatOthersMayReadIsNotUsed() throws Exception {
        tell();
        Files.setPosixFilePermissions(machines.keyFile(), PosixFilePermissions.fromString("rw-r-----"));

        refusedBecause("is open to others", "chmod 600");
    }

    @Test
    void anAccountThatTheMachineDoesNotKnowIsToldSo() throws Exception {
        tell();
        machines.replaceAccountKey();

        refusedBecause(SshMachines.USER + "@127.0.0.1", "authentication");
    }

    @Test
    void aMachineThatDoesNotAnswerIsNotWaitedForLongerThanTheTask() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            SshMachine machine = new SshMachine(
                    "127.0.0.1",
                    silent.getLocalPort(),
                    SshMachines.USER,
                    machines.keyFile(),
                    machines.knownHosts(),
                    List.of());
            long begun = System.nanoTime();

            CommandResult result = new SshTransport(machine, StandardCharsets.UTF_8)
                    .run(List.of("tell"), Duration.ofSeconds(2), process -> {}, line -> {});

            assertThat(result).isInstanceOf(CommandResult.NotStarted.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void whenTheConnectionBreaksTheOtherSideEndsTheTreeAndTheResultIsNotKnown() throws Exception {
        Path pid = folder.resolve("pid");
        program("stuck", "sleep 600 & echo $! > '" + pid + ".new'; mv '" + pid + ".new' '" + pid + "'; wait");
        CompletableFuture<CommandResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return run(LONG, "stuck");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> Files.exists(pid));

        machines.breakConnections();

        assertThat(result.get(LONG.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(CommandResult.Lost.class);
        long child = Long.parseLong(Files.readString(pid).strip());
        await(() -> !runs(child));
    }

    @Test
    void aMachineThatRunsNothingIsNotWaitedFor() throws Exception {
        tell();
        machines.runNothing();
        long begun = System.nanoTime();

        CommandResult result = run(LONG, "tell");

        assertThat(result).isInstanceOf(CommandResult.Lost.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG.dividedBy(2));
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aShellThatIsNoneOfPosixStartsNothing() throws Exception {
        tell();
        Path odd = program("odd-shell", "echo 'C:\\> what?'; exit 1");
        machines.close();
        machines = new SshMachines(folder.resolve("other"), odd.toString());

        refusedBecause("does not understand POSIX");
    }

    @Test
    void whatALoginShellSaysFirstIsNoOutputOfTheProgram() throws Exception {
        program("tell", "echo \"$1\"");
        Path chatty = program("chatty-shell", "echo 'Welcome to this machine'; exec /bin/sh \"$@\"");
        machines.close();
        machines = new SshMachines(folder.resolve("other"), chatty.toString());

        assertThat(run(LONG, "tell", "it's")).isEqualTo(new CommandResult.Ended(0, "it's\n", true));
    }
}
