package dev.lockstep.localstack.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a Java program loaded, parsed and linked, kept by the JDK so that its next start need not do it again (class data
 * sharing). It is recorded by the first run that ends in good order, is good for exactly these jars and this JDK, and may be
 * removed at any time: a program starts without it too, only slower.
 */
public final class ClassArchive {
    private static final String SUFFIX = ".jsa";
    private static final int KEY_LENGTH = 16;

    private final Path folder;
    private final String name;
    private final List<Path> classPath;
    private final Path working;

    /**
     * The archive of one program.
     *
     * @param folder where archives are kept; platforms of one checkout share it
     * @param name of the program
     * @param classPath jars, and folders that hold jars at any depth
     * @param working folder of one platform, which its runs record in
     */
    public ClassArchive(Path folder, String name, List<Path> classPath, Path working) {
        this.folder = folder.toAbsolutePath();
        this.name = name;
        this.classPath = List.copyOf(classPath);
        this.working = working.toAbsolutePath();
    }

    /** Makes ready for a run. What a run recorded that was killed is dropped: it may be half an archive. */
    public void prepare() throws IOException {
        Files.createDirectories(working);
        dropAllBut(working.resolve(fileName()), working);
        Files.deleteIfExists(working.resolve(fileName()));
    }

    /** The JVM options that use what is kept, or else record it. */
    public List<String> options() {
        String file = fileName();
        Path kept = folder.resolve(file);
        String option = Files.exists(kept)
                ? "-XX:SharedArchiveFile=" + kept
                : "-XX:ArchiveClassesAtExit=" + working.resolve(file);
        return List.of(option, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /** Whether a run records now, which makes its end take some seconds longer. */
    public boolean records() {
        return !Files.exists(folder.resolve(fileName()));
    }

    /** Why the end of a run takes some seconds, if it does. */
    public Optional<String> delaysStop() {
        return records() ? Optional.of("writes down its classes for faster starts (once)") : Optional.empty();
    }

    /** Keeps what was recorded by a run that had served and ended in good order, and drops what is out of date. */
    public void keep() throws IOException {
        String file = fileName();
        Path recorded = working.resolve(file);
        if (!Files.exists(recorded)) {
            return;
        }
        Path kept = folder.resolve(file);
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, name + "-", ".next");
        Files.move(recorded, next, StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        dropAllBut(kept, folder);
    }

    private void dropAllBut(Path current, Path where) throws IOException {
        try (Stream<Path> archives = Files.list(where)) {
            for (Path archive : archives.toList()) {
                if (isOfThisProgram(archive) && !archive.equals(current)) {
                    Files.deleteIfExists(archive);
                }
            }
        }
    }

    private boolean isOfThisProgram(Path archive) {
        String file = archive.getFileName().toString();
        return file.startsWith(name + "-")
                && file.endsWith(SUFFIX)
                && file.length() == name.length() + 1 + KEY_LENGTH + SUFFIX.length();
    }

    /** Looked up anew each time: jars that a build replaced meanwhile give another name. */
    private String fileName() {
        StringBuilder text = new StringBuilder(System.getProperty("java.home"))
                .append(Runtime.version())
                .append('\n');
        try {
            for (Path entry : classPath) {
                for (Path jar : jars(entry)) {
                    // Length and age are what the JDK itself compares.
                    text.append("%s %d %d%n"
                            .formatted(
                                    jar,
                                    Files.size(jar),
                                    Files.getLastModifiedTime(jar).toMillis()));
                }
            }
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return name + "-" + HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH) + SUFFIX;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-256", e);
        }
    }

    private static List<Path> jars(Path entry) throws IOException {
        if (!Files.exists(entry)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(entry)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
