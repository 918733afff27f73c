package dev.lockstep.localstack.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reservations of ports: one locked file each in a folder that everybody on the machine shares. The system gives a lock back
 * when the process that holds it ends.
 */
final class PortLocks {
    /** Not the user's temporary folder, which may differ from shell to shell. */
    static final PortLocks OF_THIS_MACHINE = new PortLocks(Path.of("/tmp/lockstep-ports"));

    /**
     * Held by this process. A lock belongs to a process, and closing any channel to its file gives it back: a file whose
     * lock is held here must not be opened a second time.
     */
    private static final Set<Path> OURS = new HashSet<>();

    private final Path folder;

    PortLocks(Path folder) {
        this.folder = folder;
    }

    /** A port that is reserved until this is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Reserves the port, unless somebody has. Where the folder cannot be used (it belongs to somebody else, the disk is full),
     * the port is reserved within this process only.
     */
    Optional<Held> reserve(int port) {
        Path file = folder.resolve(Integer.toString(port));
        synchronized (OURS) {
            if (!OURS.add(file)) {
                return Optional.empty();
            }
            boolean reserved = false;
            try {
                FileChannel channel = open(file);
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    return Optional.empty();
                }
                reserved = true;
                return Optional.of(() -> giveBack(file, channel));
            } catch (IOException e) {
                reserved = true;
                return Optional.of(() -> forget(file));
            } finally {
                if (!reserved) {
                    OURS.remove(file);
                }
            }
        }
    }

    /** Opens before it creates: in shared folders some systems refuse to create over the file of another user. */
    private FileChannel open(Path file) throws IOException {
        shared(folder, "rwxrwxrwx");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                FileChannel created = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
                return created;
            } catch (FileAlreadyExistsException e) {
                // Somebody else was faster: theirs is opened.
            }
        }
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static void shared(Path folder, String permissions) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
            } catch (FileAlreadyExistsException e) {
                // Somebody else was faster.
            }
        }
    }

    private static void giveBack(Path file, FileChannel channel) {
        synchronized (OURS) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                OURS.remove(file);
            }
        }
    }

    private static void forget(Path file) {
        synchronized (OURS) {
            OURS.remove(file);
        }
    }
}
