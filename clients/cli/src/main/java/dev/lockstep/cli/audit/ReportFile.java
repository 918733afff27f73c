package dev.lockstep.cli.audit;

import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reports as files. */
final class ReportFile {

    private static final int MAXIMUM_BYTES = 64 << 20;

    private ReportFile() {}

    /** @param named as the person named it */
    static byte[] read(Path file, String named) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
            if (bytes.length > MAXIMUM_BYTES) {
                throw new CommandFailure(
                        ExitCode.INVALID, "'%s' is larger than %,d bytes.".formatted(named, MAXIMUM_BYTES), "");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.INVALID, "'%s' cannot be read: %s.".formatted(named, FileTrouble.of(unreadable)), "");
        }
    }

    /** Writes a file that was not there; under another name until it is whole. */
    static void write(byte[] bytes, Path file, String named) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            requireNew(file, named);
            Files.move(part, file);
        } catch (FileAlreadyExistsException inTheWay) {
            throw exists(String.valueOf(part.getFileName()));
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED, "'%s' cannot be written: %s.".formatted(named, FileTrouble.of(failed)), "");
        }
    }

    static void requireNew(Path file, String named) {
        if (Files.exists(file)) {
            throw exists(named);
        }
    }

    private static CommandFailure exists(String named) {
        return new CommandFailure(
                ExitCode.INVALID,
                "'%s' exists already.".formatted(named),
                "Name a file that does not exist, or remove it.");
    }
}
