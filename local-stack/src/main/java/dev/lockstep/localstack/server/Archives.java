package dev.lockstep.localstack.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks server distributions: whole or not at all, once, also when several processes want the same one. */
final class Archives {
    private static final int OWNER_EXECUTES = 0100;
    private static final Object WITHIN_THIS_PROCESS = new Object();

    private Archives() {}

    /** Opens the tar stream of a distribution. */
    interface TarSource {
        InputStream open() throws IOException;
    }

    /** Puts finishing touches on a freshly unpacked distribution, before anyone sees it. */
    interface Finish {
        void apply(Path distribution) throws IOException, InterruptedException;
    }

    /**
     * Unpacks into {@code target} unless it is there already.
     *
     * @param target the folder to create; its parent is created as needed
     * @param leadingFolders how many leading path elements of the entries to drop
     */
    static void unpackOnce(TarSource source, Path target, int leadingFolders, Finish finish)
            throws IOException, InterruptedException {
        Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
        Path lockFile = parent.resolve("." + target.getFileName() + ".lock");
        synchronized (WITHIN_THIS_PROCESS) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.exists(target)) {
                    Path partial = parent.resolve("." + target.getFileName() + ".partial");
                    Folders.deleteRecursively(partial);
                    try (InputStream tar = source.open()) {
                        unpack(tar, partial, leadingFolders);
                    }
                    finish.apply(partial);
                    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static void unpack(InputStream stream, Path target, int leadingFolders) throws IOException {
        Files.createDirectories(target);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(stream))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path name = Path.of(entry.getName()).normalize();
                if (name.getNameCount() > leadingFolders && !name.toString().isEmpty()) {
                    unpackEntry(tar, entry, within(target, name.subpath(leadingFolders, name.getNameCount())));
                }
            }
        }
    }

    private static Path within(Path target, Path name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("archive entry points out of its folder: " + name);
        }
        return path;
    }

    private static void unpackEntry(InputStream content, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            if ((entry.getMode() & OWNER_EXECUTES) != 0) {
                Files.setPosixFilePermissions(path, executable());
            }
        }
    }

    private static Set<PosixFilePermission> executable() {
        return EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_EXECUTE);
    }
}
