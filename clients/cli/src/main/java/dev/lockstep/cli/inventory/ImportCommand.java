package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings an inventory document in. */
@Command(
        name = "import",
        description = {
            "Import an inventory document, whole or not at all.",
            "A document with mistakes is refused and every mistake is named by its place."
        })
public final class ImportCommand extends PlatformCommand {

    @Parameters(paramLabel = "FILE", description = "JSON or YAML; - reads from the standard input.")
    private String file;

    @Option(names = "--site", paramLabel = "SITE", description = "The site whose runner reaches the cluster.")
    @Nullable private String site;

    @Option(names = "--dry-run", description = "Say what would change and change nothing.")
    private boolean dryRun;

    public ImportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        String document = Documents.read(file, surroundings());
        JsonNode answer = platform()
                .post(
                        Service.INVENTORY,
                        Query.of("/imports").with("site", site).with("dryRun", dryRun ? true : null),
                        document,
                        Documents.mediaType(document));
        if (json()) {
            terminal().print(answer);
        } else {
            ImportSummary.lines(answer, dryRun).forEach(terminal()::print);
        }
        return ExitCode.DONE;
    }
}
