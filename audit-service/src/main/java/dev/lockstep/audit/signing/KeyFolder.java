package dev.lockstep.audit.signing;

import dev.lockstep.audit.ledger.CheckpointMemory;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Optional;
import java.util.Set;

/**
 * The folder with the log's signing key (readable by its owner only), the verifier key for everybody, and the latest checkpoint
 * known to be published. Replicas share the key.
 */
public final class KeyFolder implements CheckpointMemory {

    private static final String SIGNING_KEY = "signing-key";
    private static final String VERIFIER_KEY = "verifier-key";
    private static final String CHECKPOINT = "checkpoint";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path folder;
    private final LogIdentity identity;
    private Optional<Checkpoint> remembered;

    private KeyFolder(Path folder, LogIdentity identity) throws IOException {
        this.folder = folder;
        this.identity = identity;
        Path checkpoint = folder.resolve(CHECKPOINT);
        this.remembered = Files.exists(checkpoint)
                ? Optional.of(identity.open(Files.readString(checkpoint)).orElseThrow())
                : Optional.empty();
    }

    /**
     * Opens the folder, and makes it with a new key when there is none.
     *
     * @param origin the log's name, which is also the key's
     * @throws IllegalStateException when the key is readable by others, is another log's or cannot be read
     */
    public static KeyFolder open(Path folder, String origin) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(SIGNING_KEY);
            if (!Files.exists(file)) {
                generate(folder, file, origin);
            }
            requireOwnerOnly(file);
            SigningKey key = switch (SigningKey.parse(Files.readString(file))) {
                case Checked.Accepted<SigningKey>(SigningKey read) -> read;
                case Checked.Refused<SigningKey>(var refusal) ->
                    throw new IllegalStateException(file + " is not a signing key: " + refusal.detail());
            };
            if (!key.verifier().name().equals(origin)) {
                throw new IllegalStateException("%s is the key of the log %s, not of %s"
                        .formatted(file, key.verifier().name(), origin));
            }
            return new KeyFolder(folder, new LogIdentity(key));
        } catch (IOException failed) {
            throw new UncheckedIOException("the key folder " + folder, failed);
        }
    }

    /** Written aside and linked into place, so that a key is there as a whole or not at all, and only one of two processes wins. */
    private static void generate(Path folder, Path file, String origin) throws IOException {
        SigningKey key = SigningKey.generate(origin);
        Path aside = Files.createTempFile(folder, SIGNING_KEY, ".new", ownerOnly(folder));
        try {
            write(aside, key.toText());
            Files.createLink(file, aside);
            Files.writeString(folder.resolve(VERIFIER_KEY), key.verifier() + "\n");
        } catch (FileAlreadyExistsException otherProcessWasFirst) {
            System.getLogger(KeyFolder.class.getName())
                    .log(System.Logger.Level.INFO, "Another process made the signing key first");
        } finally {
            Files.delete(aside);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(file + " must be readable by its owner only (chmod 600)");
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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

    /** The log's name and key. */
    public LogIdentity identity() {
        return identity;
    }

    @Override
    public synchronized Optional<Checkpoint> remembered() {
        return remembered;
    }

    @Override
    public synchronized void remember(Checkpoint checkpoint, String note) {
        if (remembered.map(Checkpoint::size).orElse(0L) >= checkpoint.size()) {
            return;
        }
        try {
            Path aside = folder.resolve(CHECKPOINT + ".new");
            write(aside, note);
            Files.move(
                    aside,
                    folder.resolve(CHECKPOINT),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            remembered = Optional.of(checkpoint);
        } catch (IOException failed) {
            throw new UncheckedIOException("remembering a checkpoint", failed);
        }
    }
}
