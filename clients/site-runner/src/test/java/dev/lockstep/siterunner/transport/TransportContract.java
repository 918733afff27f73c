package dev.lockstep.siterunner.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every way to run a command. */
abstract class TransportContract {

    static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /** The transport under test, which finds programs in this folder. */
    abstract Transport transport(Path programs);

    @BeforeEach
    void makeTheFolder() throws IOException {
        Files.createDirectories(programs());
    }

    Path programs() {
        return folder.resolve("pro grams");
    }

    Path program(String name, String script) {
        try {
            Path file = programs().resolve(name);
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CommandResult run(Duration timeout, String... argv) throws InterruptedException {
        return transport(programs()).run(List.of(argv), timeout, process -> {}, lines::add);
    }

    private CommandResult.Ended ended(String... argv) throws InterruptedException {
        CommandResult result = run(LONG, argv);
        assertThat(result).isInstanceOf(CommandResult.Ended.class);
        return (CommandResult.Ended) result;
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }

    /** Whether a process runs; one that has ended and that nobody has asked about (a zombie) does not. */
    static boolean runs(long pid) {
        try {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            boolean zombie = Files.exists(status) && Files.readString(status).contains("State:\tZ");
            return !zombie && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two  blanks",
                " ",
                "",
                "it's",
                "'",
                "''",
                "'\\''",
                "\"",
                "a\"b'c",
                "\\",
                "\\\\N1",
                "trailing\\",
                "R&D",
                "a;b|c>d<e(f){g}",
                "100%",
                "%PATH%",
                "$HOME",
                "${HOME}",
                "$(touch hole)",
                "`touch hole`",
                "'; touch hole; '",
                "'$(touch hole)'",
                "*",
                "?[a-z]",
                "~",
                "!!",
                "#",
                "-n",
                "--",
                "-c",
                "line\nbreak",
                "\n",
                "'\n; touch hole\n'",
                "tab\tand\rreturn",
                "Größe 漢字 🙂"
            })
    void anArgumentArrivesAsItIs(String argument) throws Exception {
        program(
                "tell",
                "for each; do printf '%s' \"$each\" | od -An -v -tx1 | tr -d ' \\n'; echo; done; ls hole 2>/dev/null");

        CommandResult.Ended result = ended("tell", argument, "end");

        assertThat(result.output()).isEqualTo(hex(argument) + "\n" + hex("end") + "\n");
        assertThat(result.exitCode()).isEqualTo(isHoleHere() ? 0 : result.exitCode());
        assertThat(isHoleHere()).isFalse();
    }

    private static boolean isHoleHere() {
        return Files.exists(Path.of("hole")) || Files.exists(Path.of(System.getProperty("user.home"), "hole"));
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append("%02x".formatted(each));
        }
        return hex.toString();
    }

    @Test
    void theExitCodeAndBothOutputsComeBack() throws Exception {
        program("both", "echo out; echo err >&2; exit 7");

        CommandResult.Ended result = ended("both");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.output().lines()).containsExactlyInAnyOrder("out", "err");
        assertThat(result.whole()).isTrue();
    }

    @Test
    void aProgramThatASignalEndedTellsSo() throws Exception {
        program("dies", "kill -KILL $$");

        assertThat(ended("dies").exitCode()).isEqualTo(137);
    }

    @Test
    void linesComeWhileTheProgramStillRuns() throws Exception {
        program(
                "talks",
                "echo first; while [ ! -e '" + folder.resolve("go")
                        + "' ]; do sleep 0.05; done; printf 'la\\rst\\r\\nrest'");
        CountDownLatch first = new CountDownLatch(1);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                transport(programs()).run(List.of("talks"), LONG, process -> {}, line -> {
                    seen.add(line);
                    first.countDown();
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(first.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("first");
        Files.writeString(folder.resolve("go"), "");
        runner.join();

        assertThat(seen).containsExactly("first", "la\rst", "rest");
    }

    @Test
    void moreOutputThanIsKeptIsReadAndSaidToBeAPart() throws Exception {
        program("much", "head -c 6000000 /dev/zero | tr '\\0' 'x'; exit 3");

        CommandResult.Ended result = ended("much");

        assertThat(result.whole()).isFalse();
        assertThat(result.output()).hasSize(OutputLines.MOST_OUTPUT);
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void aProgramReadsNothing() throws Exception {
        program("reads", "cat; echo over");

        assertThat(ended("reads").output()).isEqualTo("over\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-program",
                "../bin/escape",
                "/bin/sh",
                ".hidden",
                "",
                "a\\b",
                "eval",
                "exit",
                "cd",
                "exec"
            })
    void whatIsNoProgramInTheFoldersIsNotStarted(String name) throws Exception {
        Files.writeString(programs().resolve("not-executable"), "#!/bin/sh\n");

        CommandResult result = run(LONG, name, "touch hole");

        assertThat(result).isInstanceOf(CommandResult.NotStarted.class);
        assertThat(run(LONG, "not-executable")).isInstanceOf(CommandResult.NotStarted.class);
    }

    @Test
    void anArgumentThatNoProgramCanTakeIsRefusedAndNothingStarts() throws Exception {
        program("tell", "echo ran > '" + folder.resolve("ran") + "'");

        assertThat(run(LONG, "tell", "a\0b")).isInstanceOf(CommandResult.NotStarted.class);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void atTheTimeoutTheWholeTreeIsEnded() throws Exception {
        Path pids = folder.resolve("pids");
        program(
                "stuck",
                "sleep 600 & echo $! > '" + pids + "'; ( sleep 601 & echo $! >> '" + pids + "'; wait ) & "
                        + "trap '' TERM HUP INT; echo $$ >> '" + pids + "'; wait; sleep 602");

        CommandResult result = run(Duration.ofSeconds(3), "stuck");

        assertThat(result).isEqualTo(new CommandResult.TimedOut());
        List<Long> all = Arrays.stream(Files.readString(pids).split("\\s+"))
                .map(Long::parseLong)
                .toList();
        assertThat(all).hasSize(3);
        for (long each : all) {
            await(() -> !runs(each));
        }
    }

    @Test
    void whoLetsGoOfACommandEndsIt() throws Exception {
        Path pid = folder.resolve("pid");
        program("stuck", "echo $$ > '" + pid + ".new'; mv '" + pid + ".new' '" + pid + "'; sleep 600");
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                run(LONG, "stuck");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await(() -> Files.exists(pid));

        runner.interrupt();
        runner.join();

        long process = Long.parseLong(Files.readString(pid).strip());
        await(() -> !runs(process));
    }

    @Test
    void aChildThatOutlivesTheProgramIsNotWaitedFor() throws Exception {
        Path pid = folder.resolve("pid");
        program("leaves", "sleep 30 & echo $! > '" + pid + "'; echo done");
        long begun = System.nanoTime();

        CommandResult.Ended result = ended("leaves");

        assertThat(result.output()).isEqualTo("done\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        Optional.of(Long.parseLong(Files.readString(pid).strip()))
                .flatMap(ProcessHandle::of)
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
