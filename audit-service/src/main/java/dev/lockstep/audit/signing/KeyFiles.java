package dev.lockstep.audit.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Files of the key folder: each is there as a whole or not at all, and on the disk before anybody relies on it.
 *
 * @param folder exists
 */
record KeyFiles(Path folder) {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Written aside and linked into place: of two processes that do so only one wins, and the other finds the winner's. */
    void writeSecretOnce(String name, String text) throws IOException {
        Path aside = Files.createTempFile(folder, name, ".new", ownerOnly());
        try {
            write(aside, text);
            Files.createLink(path(name), aside);
        } catch (FileAlreadyExistsException otherProcessWasFirst) {
            System.getLogger(KeyFiles.class.getName())
                    .log(System.Logger.Level.INFO, "Another process made the {0} first", name);
        } finally {
            Files.delete(aside);
        }
    }

    /** Writes a file or puts another in its place. */
    void write(String name, String text) throws IOException {
        Path aside = path(name + "." + UUID.randomUUID() + ".new");
        try {
            write(aside, text);
            Files.move(aside, path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Puts one file in the place of another. */
    void replace(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void requireOwnerOnly(String name) throws IOException {
        Path file = path(name);
        if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(file + " must be readable by its owner only (chmod 600)");
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
