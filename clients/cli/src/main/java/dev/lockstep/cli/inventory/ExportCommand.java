package dev.lockstep.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.DocumentText;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes an inventory document out. */
@Command(
        name = "export",
        description = {
            "Export an inventory document: what is recorded now, or was at a moment.",
            "It can be imported again as it is. YAML, or JSON with --format json."
        })
public final class ExportCommand extends PlatformCommand {

    @Mixin
    private InventoryTarget target;

    @Option(names = "--as-of", paramLabel = "MOMENT", description = "As it was then, for example 2026-03-01T12:00:00Z.")
    @Nullable private Instant asOf;

    public ExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonNode document =
                platform().get(Service.INVENTORY, target.query("/document").with("asOf", asOf));
        if (json()) {
            terminal().print(document);
        } else {
            terminal().out().print(DocumentText.yaml(document));
        }
        return ExitCode.DONE;
    }
}
