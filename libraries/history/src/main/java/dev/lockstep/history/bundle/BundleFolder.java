package dev.lockstep.history.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files of a bundle. Links are not followed: what is not a plain file is not there.
 *
 * @param root the folder
 */
record BundleFolder(Path root) {

    private static final int BUFFER = 1 << 16;
    /** Nothing that is read whole is larger: 256 entries of 64 KB with their lengths. */
    private static final long LARGEST = 17L << 20;

    /** The bytes of a file; empty when it is not there or is larger than anything that belongs here. */
    Optional<byte[]> bytes(String place) {
        Path file = root.resolve(place);
        try {
            return isFile(file) && Files.size(file) <= LARGEST
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("reading " + place, failed);
        }
    }

    boolean has(String place) {
        return isFile(root.resolve(place));
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** SHA-256 of a file in hexadecimal; empty when it is not there. */
    Optional<String> sha256(String place) {
        if (!has(place)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(root.resolve(place))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException failed) {
            throw new UncheckedIOException("reading " + place, failed);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Names everything that is there and is not a folder, with slashes between the parts. */
    void forEach(Consumer<String> place) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    place.accept(root.relativize(file).toString().replace(java.io.File.separatorChar, '/'));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException("listing " + root, failed);
        }
    }
}
