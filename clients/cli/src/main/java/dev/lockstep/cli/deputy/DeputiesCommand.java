package dev.lockstep.cli.deputy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists who stands in for whom. */
@Command(name = "deputies", description = "List who stands in for which approver, until when, and who agreed.")
public final class DeputiesCommand extends PlatformCommand {

    @Option(
            names = "--organization",
            paramLabel = "ORGANIZATION",
            description = "Only those of this organization, such as contoso.")
    @Nullable private String organization;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            defaultValue = "100",
            description = "At most so many (default: 100).")
    private int limit;

    public DeputiesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        String id = organization == null ? null : organization.toLowerCase(Locale.ROOT);
        ArrayNode found =
                platform().all(Service.ORCHESTRATION, Query.of("/deputies").with("organization", id), limit);
        return show(found, () -> {
            Table table = Table.of(
                            "ARRANGEMENT", "DEPUTY", "OF", "WHERE", "STANDING", "FROM", "UNTIL", "AGREED BY", "REASON")
                    .whole("ARRANGEMENT", "DEPUTY", "OF");
            found.forEach(one -> table.row(List.of(
                    Cell.plain(Json.text(one, "id")),
                    Cell.plain(Json.text(one, "deputy")),
                    Cell.plain(Json.text(one, "lender")),
                    Cell.plain(
                            Json.text(one, "site").isEmpty()
                                    ? Json.text(one, "organization")
                                    : Json.text(one, "organization") + " at " + Json.text(one, "site")),
                    Json.state(Json.text(one, "standing")),
                    Cell.plain(Json.moment(one, "from")),
                    Cell.plain(Json.moment(one, "until")),
                    Cell.plain(Json.text(one, "agreedBy")),
                    Cell.plain(
                            one.hasNonNull("endReason")
                                    ? "ended by %s: %s"
                                            .formatted(Json.text(one, "endedBy"), Json.text(one, "endReason"))
                                    : Json.text(one, "reason")))));
            return table;
        });
    }
}
