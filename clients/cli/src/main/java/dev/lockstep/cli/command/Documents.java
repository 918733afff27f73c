package dev.lockstep.cli.command;

import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.FileTrouble;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.requirements.document.DocumentReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Inventory documents that a person hands over: a file, or {@code -} for what is piped in. */
public final class Documents {

    private Documents() {}

    /**
     * Reads a document as text.
     *
     * @throws CommandFailure when it cannot be read, is larger than any document, or is not UTF-8
     */
    public static String read(String file, Surroundings surroundings) {
        try {
            byte[] bytes = bytes(file, surroundings);
            if (bytes.length > DocumentReader.MAXIMUM_BYTES) {
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "'%s' is larger than %,d bytes.".formatted(file, DocumentReader.MAXIMUM_BYTES),
                        "Give one document for each cluster.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailure(ExitCode.INVALID, "'%s' is not UTF-8 text.".formatted(file), "Save it as UTF-8.");
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.INVALID, "There is no file '%s'.".formatted(file), "Name one, or - for what is piped in.");
        } catch (IOException e) {
            if (Files.isDirectory(surroundings.workingFolder().resolve(file))) {
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "'%s' is a folder.".formatted(file),
                        "Name a file, or - for what is piped in.");
            }
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "'%s' cannot be read: %s.".formatted(file, FileTrouble.of(e)),
                    "Name a file, or - for what is piped in.");
        }
    }

    /** One byte more than a document may have, at most: whatever is larger is refused, not read. */
    private static byte[] bytes(String file, Surroundings surroundings) throws IOException {
        if (file.equals("-")) {
            return surroundings.input().readNBytes(DocumentReader.MAXIMUM_BYTES + 1);
        }
        try (InputStream in = Files.newInputStream(surroundings.workingFolder().resolve(file))) {
            return in.readNBytes(DocumentReader.MAXIMUM_BYTES + 1);
        }
    }

    /** The media type of a document by its first character: JSON begins with a brace, everything else is YAML. */
    public static String mediaType(String document) {
        return document.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
    }

    /** Whether an argument has the form of a cluster's id and names no file. */
    public static boolean isCluster(String argument, Surroundings surroundings) {
        if (isFile(argument, surroundings)) {
            return false;
        }
        try {
            return !new ClusterId(argument.toLowerCase(Locale.ROOT)).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether an argument names a file rather than a cluster on the platform. */
    public static boolean isFile(String argument, Surroundings surroundings) {
        return argument.equals("-")
                || Files.isRegularFile(surroundings.workingFolder().resolve(argument));
    }
}
