package dev.lockstep.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    @TempDir
    private Path folder;

    private Path jar = Path.of("");

    /** What is archived. */
    public static final class Program {
        public static void main(String[] arguments) {
            System.out.println("ran");
        }
    }

    @BeforeEach
    void aProgramInAJar() throws IOException {
        jar = folder.resolve("program.jar");
        writeJar();
    }

    private void writeJar() throws IOException {
        String entry = Program.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream program = Objects.requireNonNull(
                        ClassArchiveTest.class.getClassLoader().getResourceAsStream(entry))) {
            out.putNextEntry(new JarEntry(entry));
            program.transferTo(out);
        }
    }

    private ClassArchive archive() throws IOException {
        ClassArchive archive =
                new ClassArchive(folder.resolve("kept"), "program", List.of(jar), folder.resolve("working"));
        archive.prepare();
        return archive;
    }

    @Test
    void whatTheFirstRunLoadedIsThereForTheSecond() throws Exception {
        ClassArchive first = archive();
        assertThat(first.delaysStop()).isPresent();
        assertThat(run(first.options())).isEqualTo("ran");
        first.keep();

        ClassArchive second = archive();

        assertThat(second.delaysStop()).isEmpty();
        List<String> options = new ArrayList<>(second.options());
        options.addAll(List.of("-Xlog:cds=info", "-Xshare:on", "-verbose:class"));
        assertThat(run(options)).contains(Program.class.getName() + " source: shared objects file (top)");
    }

    @Test
    void aRunThatWasNotKeptLeavesNothing() throws Exception {
        ClassArchive killed = archive();
        run(killed.options());

        assertThat(archive().options()).anyMatch(option -> option.startsWith("-XX:ArchiveClassesAtExit="));
        assertThat(files("working")).isEmpty();
    }

    @Test
    void anotherJarIsRecordedAnewAndTheOldArchiveGoes() throws Exception {
        ClassArchive first = archive();
        run(first.options());
        first.keep();
        List<Path> before = files("kept");

        writeJar();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        ClassArchive second = archive();
        assertThat(run(second.options())).isEqualTo("ran");
        second.keep();

        assertThat(files("kept")).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aJarThatIsReplacedWhileItsProgramRunsGivesItsRecordingNoNewName() throws Exception {
        ClassArchive archive = archive();
        run(archive.options());

        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        archive.keep();

        assertThat(folder.resolve("kept")).doesNotExist();
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.toList();
        }
    }

    private String run(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", jar.toString(), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
