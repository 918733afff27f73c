package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.server.Passwords;
import dev.lockstep.localstack.server.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Passwords that only this platform knows: made at the first start, kept in files that only their owner can read. */
final class Secrets {
    private final Path folder;

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The password of that name, made if it does not exist. */
    String password(String name) throws IOException {
        return Files.readString(file(name)).strip();
    }

    /** The file that holds the password of that name, made if it does not exist. */
    Path file(String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            PrivateFiles.write(file, Passwords.random());
        }
        return file;
    }
}
