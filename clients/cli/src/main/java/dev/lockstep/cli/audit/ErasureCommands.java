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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands by which two persons erase a third from the history. */
public final class ErasureCommands {

    private ErasureCommands() {}

    /** All of them. */
    public static List<PlatformCommand> all(Surroundings surroundings) {
        return List.of(new Erasures(surroundings), new Erase(surroundings), new ConfirmErasure(surroundings));
    }

    @Command(
            name = "erasures",
            description =
                    "Show the erasures that nobody has confirmed yet. For auditors and administrators of everything.")
    private static final class Erasures extends PlatformCommand {

        private Erasures(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode erasures = platform().get(Service.AUDIT, Query.of("/erasures"));
            return show(erasures, () -> {
                Table table = Table.of("ERASURE", "PERSON", "SINCE", "ASKED FOR BY", "WHY")
                        .whole("ERASURE", "SINCE");
                erasures.forEach(erasure -> table.row(
                        Json.text(erasure, "erasure"),
                        Json.text(erasure, "name"),
                        Json.moment(erasure, "requestedAt"),
                        Json.text(erasure, "requestedBy"),
                        Json.text(erasure, "reason")));
                return table;
            });
        }
    }

    @Command(
            name = "erase",
            description = {
                "Ask for a person to be erased from the history: their name and all that they wrote. Somebody else confirms it.",
                "Entries and proofs stay. Refused while a legal hold covers an entry about the person. The reason stays too: do not"
                        + " name the person in it.",
                "For auditors and administrators whose scope is everywhere."
            })
    private static final class Erase extends PlatformCommand {

        @Parameters(paramLabel = "PERSON", description = "The name of the account.")
        private String person;

        @Mixin
        private ReasonOption reason;

        private Erase(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode asked = platform()
                    .post(
                            Service.AUDIT,
                            Query.of("/erasures"),
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("person", person)
                                    .put("reason", reason.text()));
            return tell(
                    asked,
                    () -> "Nothing is erased yet; somebody else confirms it with 'audit confirm-erasure %s'."
                            .formatted(Json.text(asked, "erasure")));
        }
    }

    @Command(
            name = "confirm-erasure",
            description = {
                "Confirm what somebody else asked for: the key of the person is destroyed, and what is under it is read by nobody"
                        + " any more. There is no way back.",
                "For auditors and administrators whose scope is everywhere."
            })
    private static final class ConfirmErasure extends PlatformCommand {

        @Parameters(paramLabel = "ERASURE", description = "Its id, as 'audit erasures' shows it.")
        private String erasure;

        private ConfirmErasure(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode decided = platform()
                    .post(
                            Service.AUDIT,
                            Query.of("/erasures/{}/confirmation", erasure),
                            JsonNodeFactory.instance.objectNode());
            return tell(decided, () -> "The person is erased as soon as the history says so.");
        }
    }
}
