package dev.lockstep.cli.validation;

import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.CommandFailure.Mistake;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.FileTrouble;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.requirements.catalogue.RequirementFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A folder with requirements of one's own. */
public final class RequirementsOption {

    @Option(
            names = "--requirements",
            paramLabel = "DIR",
            description =
                    "Also apply the requirements of the YAML files in this folder; they add to those of Lockstep.")
    @Nullable private Path folder;

    /**
     * Recorded clusters are checked by the platform, which has requirements of its own.
     *
     * @throws CommandFailure when a folder is given
     */
    public void refuseForRecordedClusters() {
        refuse("--requirements is for documents; a recorded cluster is checked by what its platform applies.");
    }

    /**
     * A platform lists what it applies itself.
     *
     * @throws CommandFailure when a folder is given
     */
    public void refuseForPlatforms() {
        refuse("--requirements is for what is listed here; a platform lists what it applies itself.");
    }

    private void refuse(String sentence) {
        if (folder != null) {
            throw new CommandFailure(ExitCode.INVALID, sentence, "'lockstep requirements set' changes that.");
        }
    }

    /**
     * The catalogue with what the folder adds.
     *
     * @throws CommandFailure that names every mistake in the folder by file and line, or says that nothing stands there
     */
    public Catalogue catalogue(Surroundings surroundings) {
        Path own = folder;
        if (own == null) {
            return Catalogue.standard();
        }
        try {
            Catalogue extended = RequirementFolder.extend(
                    Catalogue.standard(), surroundings.workingFolder().resolve(own));
            if (extended.hash().equals(Catalogue.standard().hash())) {
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "There is no requirement in '%s'.".formatted(own),
                        "Requirements stand in files there whose names end with .yaml or .yml.");
            }
            return extended;
        } catch (InvalidCatalogueException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "The requirements in '%s' are not valid.".formatted(own),
                    "",
                    e.mistakes().stream()
                            .map(mistake -> new Mistake("", mistake.sentence()))
                            .toList());
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new CommandFailure(ExitCode.INVALID, "There is no folder '%s'.".formatted(own), "");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.INVALID, "'%s' cannot be read: %s.".formatted(own, FileTrouble.of(e)), "");
        }
    }
}
