package dev.lockstep.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in a checkout of its own, on a machine that has only what each test gives it. */
class ScriptTest {
    private static final Path SCRIPT = Path.of("../lockstep");
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "cksum",
            "cut",
            "date",
            "dirname",
            "env",
            "find",
            "kill",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sha256sum",
            "shasum",
            "sleep",
            "sort",
            "tail",
            "tee",
            "xargs");

    @TempDir
    private Path folder;

    private Path home;
    private Path tools;
    private Path checkout;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void aMachineWithNothing() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        tools = Files.createDirectories(folder.resolve("tools"));
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        Files.copy(SCRIPT, checkout.resolve("lockstep"));
        for (String tool : TOOLS) {
            Path real = Path.of("/usr/bin", tool);
            program(tools.resolve(tool), "exec " + (Files.exists(real) ? real : Path.of("/bin", tool)) + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", home.toString());
        environment.put("LOCKSTEP_MACHINE_ROOT", folder.resolve("machine").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home/.sdkman/candidates/java/25.0.1-tem",
                "home/.asdf/installs/java/temurin-25.0.1",
                "home/.local/share/mise/installs/java/25",
                "home/Library/Java/JavaVirtualMachines/jdk-25.jdk/Contents/Home",
                "machine/usr/lib/jvm/java-25-openjdk",
                "machine/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                "machine/opt/homebrew/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
                "machine/usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
            })
    void aJdkIsFoundInTheUsualFolders(String place) throws Exception {
        jdk("machine/usr/lib/jvm/java-17", "17.0.9");
        Path jdk = jdk(place, "25.0.1");
        maven("3.8.7");

        Result result = lockstep("doctor");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output()).contains("JDK 25: " + jdk).contains("Maven 3.8.7: " + tools.resolve("mvn"));
    }

    @Test
    void javaHomeComesFirst() throws Exception {
        jdk("machine/usr/lib/jvm/java-25", "25.0.1");
        environment.put("JAVA_HOME", jdk("somewhere else/jdk", "26-ea").toString());
        maven("3.9.11");

        assertThat(lockstep("doctor").output()).contains("JDK 26: " + environment.get("JAVA_HOME"));
    }

    @Test
    void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "21.0.2").toString());
        Path newer = jdk("machine/usr/lib/jvm/java-25", "25");
        maven("3.8.1");

        assertThat(lockstep("doctor").output()).contains("JDK 25: " + newer);
    }

    @Test
    void theJdkOfThePathIsFoundThroughLinks() throws Exception {
        Path jdk = jdk("deep/inside/jdk", "25.0.3");
        Files.createSymbolicLink(folder.resolve("alternatives"), jdk.resolve("bin/javac"));
        Files.createSymbolicLink(tools.resolve("javac"), folder.resolve("alternatives"));
        maven("3.8.7");

        assertThat(lockstep("doctor").output()).contains("JDK 25: " + jdk.toRealPath());
    }

    @Test
    void withoutAJdkItSaysWhatIsMissingAndHowToGetIt() throws Exception {
        jdk("machine/usr/lib/jvm/java-17", "17.0.9");

        Result result = lockstep("up");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors())
                .contains("needs a JDK 25 or newer")
                .contains("JDK 17 in ")
                .contains("apt install")
                .contains("brew install")
                .contains("JAVA_HOME=");
    }

    @ParameterizedTest
    @CsvSource({"3.6.3, 1", "3.8.0, 0", "3.10.0, 0", "4.0.0, 0"})
    void mavenMustBeNewEnough(String version, int exitCode) throws Exception {
        jdk("machine/usr/lib/jvm/java-25", "25");
        maven(version);

        Result result = lockstep("doctor");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.errors().contains("Found, but too old")).isEqualTo(exitCode == 1);
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        jdk("machine/usr/lib/jvm/java-25", "25");
        maven("3.9.0");

        Result result = lockstep("import", "a file.yaml", "it's \"quoted\"", "$HOME * \\", "");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output()).endsWith("""
                <import>
                <a file.yaml>
                <it's "quoted">
                <$HOME * \\>
                <>
                """);
    }

    @Test
    void itBuildsOnlyWhenSourcesChanged() throws Exception {
        jdk("machine/usr/lib/jvm/java-25", "25");
        maven("3.9.0");
        Path source = checkout.resolve("module/src/main/java/Some File.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "one");

        assertThat(lockstep("status").errors()).contains("Building Lockstep").contains("[1/1] Lockstep · Everything");
        assertThat(lockstep("status").errors()).isEmpty();
        Files.writeString(source, "two");
        assertThat(lockstep("status").errors()).contains("Building Lockstep");
        assertThat(lockstep("status").errors()).isEmpty();
    }

    @Test
    void aFailedBuildShowsItsLogAndIsNotTakenForDone() throws Exception {
        jdk("machine/usr/lib/jvm/java-25", "25");
        maven("3.9.0");
        Files.writeString(checkout.resolve("broken"), "");

        for (int attempt = 1; attempt <= 2; attempt++) {
            Result result = lockstep("status");
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.errors()).contains("The build failed").contains("cannot find symbol");
        }
    }

    @Test
    void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
        jdk("machine/usr/lib/jvm/java-25", "25");
        maven("3.9.0");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path lock = Files.createDirectories(checkout.resolve(".lockstep/build/lock"));
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

        assertThat(lockstep("status").exitCode()).isZero();
        assertThat(lock).doesNotExist();
    }

    private Path jdk(String place, String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(place));
        program(jdk.resolve("bin/javac"), "exit 0");
        program(jdk.resolve("bin/java"), """
                while [ "$1" != -jar ]; do shift; done
                shift 2
                for argument in "$@"; do printf '<%s>\\n' "$argument"; done
                """);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    /** A Maven that "builds" by making the jar, or fails when there is a file named broken. */
    private void maven(String version) throws IOException {
        program(tools.resolve("mvn"), """
                if [ "$1" = --version ]; then printf '\\033[1mApache Maven %s (abc)\\033[m\\n'; exit; fi
                echo '[INFO] Building Lockstep · Everything 1.0.0-SNAPSHOT                  [1/1]'
                if [ -e broken ]; then echo '[ERROR] cannot find symbol'; exit 1; fi
                mkdir -p clients/cli/target
                : >clients/cli/target/lockstep-cli.jar
                """.formatted(version));
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result lockstep(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                tools.resolve("bash").toString(), checkout.resolve("lockstep").toString()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output, Files.readString(errors));
    }

    private record Result(int exitCode, String output, String errors) {}
}
