package dev.lockstep.siterunner.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runner decides by itself on Windows, wherever this test runs; Windows' own part is not tried. */
class LocalTransportOnWindowsTest {

    @TempDir
    Path folder;

    private Path program(String in, String name) throws IOException {
        Path file = Files.createDirectories(folder.resolve(in)).resolve(name);
        Files.writeString(file, "#!/bin/sh\necho " + in + "/" + name + "\nprintf '<%s>' \"$@\"\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CommandResult run(String... argv) throws InterruptedException {
        List<Path> folders = List.of(folder.resolve("first"), folder.resolve("second"));
        return new LocalTransport(folders, StandardCharsets.UTF_8, HostSystem.WINDOWS)
                .run(List.of(argv), Duration.ofSeconds(30), process -> {}, line -> {});
    }

    private String output(String... argv) throws InterruptedException {
        CommandResult result = run(argv);
        assertThat(result).isInstanceOf(CommandResult.Ended.class);
        return ((CommandResult.Ended) result).output();
    }

    @Test
    void aProgramIsFoundByItsNameWithExe() throws Exception {
        program("second", "cluster.exe");

        assertThat(output("cluster", "/cluster:CLU01")).isEqualTo("second/cluster.exe\n</cluster:CLU01>");
        assertThat(output("cluster.exe", "a")).startsWith("second/cluster.exe");
    }

    @Test
    void theNameAsGivenComesFirstInEachFolderAndTheFoldersInTheirOrder() throws Exception {
        program("first", "sc.exe");
        program("second", "sc");
        program("second", "reg");
        program("second", "reg.exe");

        assertThat(output("sc", "a")).startsWith("first/sc.exe");
        assertThat(output("reg", "a")).startsWith("second/reg\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tool",
                "tool.bat",
                "tool.cmd",
                "TOOL.CMD",
                "tool.bat.",
                "tool.bat ",
                "tool.cmd::$DATA",
                "tool.com",
                "C:tool",
                "..\\first\\tool.bat",
                ""
            })
    void aCommandFileIsNeverStarted(String name) throws Exception {
        for (String each : List.of("tool.bat", "tool.cmd", "TOOL.CMD", "tool.com", "tool.bat.", "tool.bat ")) {
            program("first", each);
        }

        assertThat(run(name, "a")).isInstanceOf(CommandResult.NotStarted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two  blanks",
                "R&D",
                "100%",
                "%PATH%",
                "a^b|c<d>e",
                "C:\\Program Files\\",
                "\\\\N1\\C$\\Exchange Server Setup Progress.log",
                "trailing\\",
                "it's",
                "/c:Error code",
                "Größe 漢字"
            })
    void whatEveryProgramReadsAlikeIsPassedOn(String argument) throws Exception {
        program("first", "tell.exe");

        assertThat(HostSystem.WINDOWS.refusal(argument)).isEmpty();
        assertThat(output("tell", argument)).endsWith("<" + argument + ">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "a\"b", "\"a\" /evil \"b\"", "a\\\"", "line\nbreak", "tab\tbetween", "\r", "zero\0"})
    void whatCouldBeReadInMoreThanOneWayIsRefusedAndNothingStarts(String argument) throws Exception {
        program("first", "tell.exe");

        assertThat(run("tell", "a", argument)).isInstanceOf(CommandResult.NotStarted.class);
    }

    @ParameterizedTest
    @CsvSource({"Path", "PATH", "path"})
    void variablesAreLookedUpWithoutRegardToCase(String name) {
        assertThat(HostSystem.WINDOWS.variables(Map.of(name, "x"))).containsEntry("PATH", "x");
        assertThat(HostSystem.POSIX.variables(Map.of("Path", "x"))).doesNotContainKey("PATH");
    }

    @Test
    void foldersAreSeparatedAsOnTheSystem() {
        assertThat(HostSystem.WINDOWS.folders("C:\\Windows\\system32;;\"C:\\Program Files\\Tools\";D:\\bin;"))
                .containsExactly("C:\\Windows\\system32", "C:\\Program Files\\Tools", "D:\\bin");
        assertThat(HostSystem.POSIX.folders("/bin::/usr/bin;x")).containsExactly("/bin", "/usr/bin;x");
    }
}
