package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about requirements that an organization adds to those of Lockstep. */
public final class OwnRequirementsCommands {

    private OwnRequirementsCommands() {}

    /** All of them. */
    public static List<PlatformCommand> all(Surroundings surroundings) {
        return List.of(new Own(surroundings), new Set(surroundings));
    }

    private abstract static class OfOneOrganization extends PlatformCommand {

        @Parameters(index = "0", paramLabel = "ORGANIZATION", description = "For example contoso.")
        private String organization;

        private OfOneOrganization(Surroundings surroundings) {
            super(surroundings);
        }

        final Query query() {
            return Query.of("/organizations/{}/requirements", organization.toLowerCase(Locale.ROOT));
        }
    }

    @Command(name = "own", description = "Print the requirements that an organization added, as a catalogue file.")
    private static final class Own extends OfOneOrganization {

        private Own(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode own = platform().get(Service.VALIDATION, query());
            return tell(own, () -> Json.text(own, "text"));
        }
    }

    @Command(name = "set", description = "Replace the requirements that an organization added, whole or not at all.")
    private static final class Set extends OfOneOrganization {

        @Parameters(
                index = "1",
                paramLabel = "FILE",
                description = "A catalogue file; - reads from the standard input.")
        private String file;

        @Mixin
        private ReasonOption reason;

        private Set(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode answer = platform()
                    .post(
                            Service.VALIDATION,
                            query(),
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("text", Documents.read(file, surroundings()))
                                    .put("reason", reason.text()));
            return tell(
                    answer,
                    () -> "%d requirements of your own apply; catalogue %s, version %s of yours."
                            .formatted(
                                    answer.path("requirements").size(),
                                    Json.text(answer, "catalogueVersion"),
                                    Json.text(answer, "version")));
        }
    }
}
