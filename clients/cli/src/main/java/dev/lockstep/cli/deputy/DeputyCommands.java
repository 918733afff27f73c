package dev.lockstep.cli.deputy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands by which a deputy is appointed, agreed to and relieved. */
public final class DeputyCommands {

    private DeputyCommands() {}

    /** All of them. */
    public static List<PlatformCommand> all(Surroundings surroundings) {
        return List.of(new Appoint(surroundings), new Agree(surroundings), new End(surroundings));
    }

    @Command(
            name = "appoint",
            description = {
                "Lend the Exchange delegations that you hold in an organization, for a period of at most 90 days from now.",
                "The deputy needs the role approver and the scope; nothing follows until a second approver agrees."
            })
    private static final class Appoint extends PlatformCommand {

        @Parameters(index = "0", paramLabel = "ORGANIZATION", description = "For example contoso.")
        private String organization;

        @Parameters(index = "1", paramLabel = "ACCOUNT", description = "The name of the deputy's account.")
        private String deputy;

        @Option(
                names = "--site",
                paramLabel = "SITE",
                description = "Only for clusters of this site (default: every site of the organization).")
        @Nullable private String site;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "When the period begins, such as 2027-01-31T00:00:00Z (default: now).")
        @Nullable private Instant from;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                required = true,
                description = "When the period is over, such as 2027-02-14T00:00:00Z.")
        private Instant until;

        @Mixin
        private ReasonOption reason;

        private Appoint(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            ObjectNode body = object().put("organization", organization.toLowerCase(Locale.ROOT))
                    .put("deputy", deputy)
                    .put("until", until.toString())
                    .put("reason", reason.text());
            if (site != null) {
                body.put("site", site);
            }
            if (from != null) {
                body.put("from", from.toString());
            }
            JsonNode made = platform().post(Service.ORCHESTRATION, Query.of("/deputies"), body);
            return tell(
                    made,
                    () -> "%s will stand in from %s until %s, once a second approver agrees with 'deputy agree %s'."
                            .formatted(
                                    Json.text(made, "deputy"),
                                    Json.moment(made, "from"),
                                    Json.moment(made, "until"),
                                    Json.text(made, "id")));
        }
    }

    private abstract static class OfOneArrangement extends PlatformCommand {

        @Parameters(index = "0", paramLabel = "ARRANGEMENT", description = "Its id, as 'deputies' shows it.")
        private String arrangement;

        private OfOneArrangement(Surroundings surroundings) {
            super(surroundings);
        }

        final JsonNode post(String act, ObjectNode body) {
            return platform().post(Service.ORCHESTRATION, Query.of("/deputies/{}/" + act, arrangement), body);
        }
    }

    @Command(
            name = "agree",
            description = "Agree, as a second approver who holds all that is lent, that the deputy stands in.")
    private static final class Agree extends OfOneArrangement {

        @Option(
                names = "--comment",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Your words for the history.")
        private String comment;

        private Agree(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode agreed = post("agreement", object().put("comment", comment));
            return tell(
                    agreed,
                    () -> "%s stands in for %s from %s until %s, with 'rollout approve … --as-deputy %s'."
                            .formatted(
                                    Json.text(agreed, "deputy"),
                                    Json.text(agreed, "lender"),
                                    Json.moment(agreed, "from"),
                                    Json.moment(agreed, "until"),
                                    Json.text(agreed, "id")));
        }
    }

    @Command(
            name = "end",
            description = {
                "End an arrangement early: by who lent the authority, who agreed, or an administrator.",
                "What was approved under it stays; deputy and lender can withdraw it rollout by rollout."
            })
    private static final class End extends OfOneArrangement {

        @Mixin
        private ReasonOption reason;

        private End(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode ended = post("end", object().put("reason", reason.text()));
            return tell(
                    ended,
                    () -> "%s does not stand in for %s any more."
                            .formatted(Json.text(ended, "deputy"), Json.text(ended, "lender")));
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
