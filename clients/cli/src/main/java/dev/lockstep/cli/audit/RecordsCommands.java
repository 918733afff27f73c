package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about the records themselves: what is held, and what is given up when its time is over. */
public final class RecordsCommands {

    private RecordsCommands() {}

    /** All of them. */
    public static List<PlatformCommand> all(Surroundings surroundings) {
        return List.of(
                new Holds(surroundings),
                new PlaceHold(surroundings),
                new LiftHold(surroundings),
                new Retention(surroundings));
    }

    @Command(
            name = "holds",
            description = "Show the legal holds that stand. For auditors and administrators of everything.")
    private static final class Holds extends PlatformCommand {

        private Holds(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode holds = platform().get(Service.AUDIT, Query.of("/holds"));
            return show(holds, () -> {
                Table table = Table.of("HOLD", "ON", "ID", "SINCE", "PLACED BY", "WHY")
                        .whole("HOLD", "ID", "SINCE");
                holds.forEach(hold -> table.row(
                        Json.text(hold, "hold"),
                        Json.text(hold, "kind"),
                        Json.text(hold, "id"),
                        Json.moment(hold, "placedAt"),
                        Json.text(hold, "placedBy"),
                        Json.text(hold, "reason")));
                return table;
            });
        }
    }

    @Command(
            name = "hold",
            description = {
                "Place a legal hold: nothing about its subject is given up, whatever the periods say, until somebody else lifts it.",
                "For auditors and administrators whose scope is everywhere."
            })
    private static final class PlaceHold extends PlatformCommand {

        @Parameters(index = "0", paramLabel = "KIND", description = "organization, cluster or rollout.")
        private String kind;

        @Parameters(index = "1", paramLabel = "ID", description = "Which one, for example contoso:clu01.")
        private String id;

        @Mixin
        private ReasonOption reason;

        private PlaceHold(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode placed = platform()
                    .post(
                            Service.AUDIT,
                            Query.of("/holds"),
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("kind", kind.toLowerCase(Locale.ROOT))
                                    .put("id", id.toLowerCase(Locale.ROOT))
                                    .put("reason", reason.text()));
            return tell(
                    placed,
                    () -> "The %s %s is held; somebody else lifts it with 'audit lift-hold %s'."
                            .formatted(Json.text(placed, "kind"), Json.text(placed, "id"), Json.text(placed, "hold")));
        }
    }

    @Command(
            name = "lift-hold",
            description = "Lift a legal hold that somebody else placed. For auditors and administrators of everything.")
    private static final class LiftHold extends PlatformCommand {

        @Parameters(index = "0", paramLabel = "HOLD", description = "Its id, as 'audit holds' shows it.")
        private String hold;

        @Mixin
        private ReasonOption reason;

        private LiftHold(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode left = platform()
                    .post(
                            Service.AUDIT,
                            Query.of("/holds/{}/lifting", hold),
                            JsonNodeFactory.instance.objectNode().put("reason", reason.text()));
            return tell(left, () -> "The hold %s is lifted; %d stand.".formatted(hold, left.size()));
        }
    }

    @Command(
            name = "retention",
            description = "Show how long the data beside entries are kept; those of other types are kept for ever.")
    private static final class Retention extends PlatformCommand {

        private Retention(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode periods = platform().get(Service.AUDIT, Query.of("/retention"));
            return show(periods, () -> {
                Table table = Table.of("TYPE", "KEPT FOR").whole("TYPE");
                periods.forEach(period -> table.row(Json.text(period, "kind"), Json.text(period, "period")));
                return table;
            });
        }
    }
}
