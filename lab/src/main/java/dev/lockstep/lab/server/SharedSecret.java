package dev.lockstep.lab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that the lab's programs prove themselves with: one line in a file that only its owner reads. */
public final class SharedSecret {
    private static final int BYTES = 32;

    private SharedSecret() {}

    /** Reads the secret, or makes one when the file does not exist. */
    public static String readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Path fresh = Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.WRITE);
        }
        String secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            throw new IOException("the file with the lab's secret is empty: " + file);
        }
        return secret;
    }
}
