package dev.lockstep.cli.audit;

import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.BundleWriter;
import dev.lockstep.history.bundle.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes the whole history out, so that anybody can check it. */
@Command(
        name = "export",
        description = {
            "Write the whole history into a new folder: entries, tiles, checkpoints, certificates, access matrix,"
                    + " schemas.",
            "'lockstep verify FOLDER --key FILE' checks it anywhere, with nothing but the log's public key.",
            "For auditors whose scope is everywhere."
        })
public final class AuditExportCommand extends PlatformCommand {

    @Parameters(paramLabel = "FOLDER", description = "Where to; it must not exist.")
    private String target;

    public AuditExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        Path folder = surroundings().workingFolder().resolve(target);
        EntryCount progress =
                new EntryCount("written", terminal(), surroundings().clock());
        Manifest manifest = write(folder, progress);
        progress.end();
        if (json()) {
            terminal()
                    .print(ContractJson.mapper()
                            .valueToTree(Map.of(
                                    "folder",
                                    folder.toString(),
                                    "origin",
                                    manifest.checkpoint().origin(),
                                    "entries",
                                    manifest.checkpoint().size())));
        } else {
            terminal()
                    .print("%,d entries of the log %s are in %s."
                            .formatted(
                                    manifest.checkpoint().size(),
                                    manifest.checkpoint().origin(),
                                    folder));
            terminal().note("Check them with: ./lockstep verify %s --key FILE".formatted(target));
        }
        return ExitCode.DONE;
    }

    /** Under another name until it is whole: whatever has the name that was asked for is a bundle. */
    private Manifest write(Path folder, EntryCount progress) {
        if (Files.exists(folder)) {
            throw exists(target);
        }
        String partName = folder.getFileName() + ".part";
        Path part = folder.resolveSibling(partName);
        BundleWriter writer = new BundleWriter(new Platform(platform()), part);
        try {
            Files.createDirectory(part);
            Manifest manifest = written(writer, part, progress);
            Files.move(part, folder);
            return manifest;
        } catch (FileAlreadyExistsException inTheWay) {
            throw exists(partName);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The export broke off: %s.".formatted(failed.getMessage()),
                    "Remove '%s', which is not whole, and try again.".formatted(partName));
        } catch (IllegalArgumentException noBundle) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED, "What came is no bundle: %s.".formatted(noBundle.getMessage()), "");
        }
    }

    /** What was refused before anything came leaves nothing behind that is in the way of the next. */
    private static Manifest written(BundleWriter writer, Path part, EntryCount progress) throws IOException {
        try {
            return writer.write(progress::at);
        } catch (CommandFailure refused) {
            try {
                Files.deleteIfExists(part);
            } catch (DirectoryNotEmptyException brokeOff) {
                refused.addSuppressed(brokeOff);
            }
            throw refused;
        }
    }

    private static CommandFailure exists(String file) {
        return new CommandFailure(
                ExitCode.INVALID,
                "'%s' exists already.".formatted(file),
                "Name a folder that does not exist, or remove it.");
    }

    /** The parts of a bundle, as the audit service serves them. */
    private record Platform(PlatformClient client) implements BundleWriter.Source {

        @Override
        public InputStream open(long size, String place) {
            if (place.startsWith("tile/")) {
                return client.open(Service.AUDIT, Query.of("/log/" + place));
            }
            boolean ofThisSize = BundleLayout.isOfState(place);
            return client.open(
                    Service.AUDIT,
                    ofThisSize ? Query.of("/bundle/{}/" + place, Long.toString(size)) : Query.of("/bundle/" + place));
        }

        @Override
        public InputStream data(long entry) {
            return client.open(Service.AUDIT, Query.of("/entries/{}/data", Long.toString(entry)));
        }
    }
}
