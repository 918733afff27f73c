package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files that were given as evidence. */
@Command(
        name = "evidence",
        description = {
            "List the files that were given as evidence, or fetch one.",
            "The event that attests the work names the hash; a file that has another one is not written."
        })
final class EvidenceCommand extends PlatformCommand {

    @Parameters(index = "0", paramLabel = "ROLLOUT", description = "The rollout.")
    private String rollout;

    @Parameters(index = "1", paramLabel = "SHA256", arity = "0..1", description = "The file to fetch.")
    @Nullable private String hash;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to; it must not exist.")
    @Nullable private String target;

    EvidenceCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        String wanted = hash;
        String where = target;
        if ((wanted == null) != (where == null)) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "A file is fetched to a file.",
                    "Give its SHA256 and --output FILE, or neither to see what there is.");
        }
        return wanted == null || where == null ? list() : fetch(wanted, where);
    }

    private int list() {
        ArrayNode files =
                platform().all(Service.ORCHESTRATION, Query.of("/rollouts/{}/evidence", rollout), Integer.MAX_VALUE);
        if (json()) {
            terminal().print(files);
            return ExitCode.DONE;
        }
        if (files.isEmpty()) {
            terminal().print("No file was given.");
        }
        for (JsonNode file : files) {
            terminal()
                    .print("%s  %s  %s, %s, %,d bytes, given %s%s"
                            .formatted(
                                    Json.text(file, "sha256"),
                                    Json.text(file, "step"),
                                    Json.text(file, "name"),
                                    Json.text(file, "mediaType"),
                                    file.path("size").asLong(),
                                    Json.moment(file, "givenAt"),
                                    file.hasNonNull("givenBy") ? " by account " + Json.text(file, "givenBy") : ""));
        }
        return ExitCode.DONE;
    }

    private int fetch(String wanted, String where) {
        Path file = surroundings().workingFolder().resolve(where);
        byte[] content;
        try (InputStream in =
                platform().open(Service.ORCHESTRATION, Query.of("/rollouts/{}/evidence/{}", rollout, wanted))) {
            content = in.readAllBytes();
        } catch (IOException brokenOff) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The file broke off: %s.".formatted(brokenOff.getMessage()),
                    "Nothing was written; try again.");
        }
        if (!hashOf(content).equals(wanted)) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "What came has another hash than what was asked for.",
                    "Nothing was written; somebody has changed what is kept.");
        }
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.INVALID, "'%s' cannot be written: %s.".formatted(where, FileTrouble.of(failed)), "");
        }
        terminal().print("%s has the hash that was asked for.".formatted(where));
        return ExitCode.DONE;
    }

    private static String hashOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}
