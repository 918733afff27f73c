package dev.lockstep.cli.work;

import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that shows what attended work did: 1 to 8,000,000 bytes. */
final class EvidenceFile {

    private static final int LARGEST = 8_000_000;

    private final String name;
    private final byte[] content;

    private EvidenceFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /** Reads a file as the person named it. */
    static EvidenceFile read(Surroundings surroundings, String named) {
        Path file = surroundings.workingFolder().resolve(named);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length == 0 || content.length > LARGEST) {
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "'%s' is %s.".formatted(named, content.length == 0 ? "empty" : "larger than 8,000,000 bytes"),
                        "Give the part of it that shows the work.");
            }
            return new EvidenceFile(String.valueOf(file.getFileName()), content);
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.INVALID, "'%s' cannot be read: %s.".formatted(named, FileTrouble.of(unreadable)), "");
        }
    }

    /** Gives it to the platform for a step; its SHA-256 comes back. */
    String give(PlatformClient platform, String rollout, String step) {
        @Nullable String type = URLConnection.guessContentTypeFromName(name);
        return Json.text(
                platform.post(
                        Service.ORCHESTRATION,
                        Query.of("/rollouts/{}/steps/{}/evidence", rollout, step)
                                .with("name", name),
                        content,
                        Objects.requireNonNullElse(type, "application/octet-stream")),
                "sha256");
    }
}
