package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about waivers of recommendations. */
public final class WaiverCommands {

    private WaiverCommands() {}

    /** All of them. */
    public static List<PlatformCommand> all(Surroundings surroundings) {
        return List.of(
                new Listing(surroundings),
                new Request(surroundings),
                new Approve(surroundings),
                new Reject(surroundings),
                new Revoke(surroundings));
    }

    private abstract static class OfOneCluster extends PlatformCommand {

        @Parameters(index = "0", paramLabel = "CLUSTER", description = "For example contoso:clu01.")
        private String cluster;

        private OfOneCluster(Surroundings surroundings) {
            super(surroundings);
        }

        final String cluster() {
            return cluster.toLowerCase(Locale.ROOT);
        }

        /** Whether it was rejected or revoked, so that its expiry means nothing any more. */
        static boolean isOver(JsonNode waiver) {
            return waiver.hasNonNull("decidedBecause");
        }

        final int told(JsonNode waiver) {
            return tell(
                    waiver,
                    () -> "Waiver %s of %s is %s; %s."
                            .formatted(
                                    Json.text(waiver, "id"),
                                    Json.text(waiver, "requirement"),
                                    Json.text(waiver, "status"),
                                    isOver(waiver)
                                            ? "the reason: " + Json.text(waiver, "decidedBecause")
                                            : "it expires at " + Json.moment(waiver, "expiresAt")));
        }
    }

    @Command(name = "list", description = "List the waivers of a cluster.")
    private static final class Listing extends OfOneCluster {

        private Listing(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            ArrayNode waivers =
                    platform().all(Service.VALIDATION, Query.of("/clusters/{}/waivers", cluster()), Integer.MAX_VALUE);
            return show(waivers, () -> {
                Table table = Table.of(
                                "WAIVER", "REQUIREMENT", "FOR", "STATUS", "EXPIRES", "ASKED BY", "DECIDED BY", "REASON")
                        .whole("WAIVER", "REQUIREMENT");
                waivers.forEach(waiver -> table.row(List.of(
                        Cell.plain(Json.text(waiver, "id")),
                        Cell.plain(Json.text(waiver, "requirement")),
                        Cell.plain(
                                Json.text(waiver, "subject").isEmpty() ? "everything" : Json.text(waiver, "subject")),
                        Json.state(Json.text(waiver, "status")),
                        Cell.plain(isOver(waiver) ? "" : Json.moment(waiver, "expiresAt")),
                        Cell.plain(Json.text(waiver, "requestedBy.name")),
                        Cell.plain(Json.text(waiver, "decidedBy.name")),
                        Cell.plain(Json.text(waiver, isOver(waiver) ? "decidedBecause" : "reason")))));
                return table;
            });
        }
    }

    @Command(
            name = "request",
            description = "Ask for a recommendation to be waived; it counts once somebody else approved it.")
    private static final class Request extends OfOneCluster {

        @Parameters(index = "1", paramLabel = "REQUIREMENT", description = "For example NODE-TS-01.")
        private String requirement;

        @Option(
                names = "--subject",
                paramLabel = "SUBJECT",
                description =
                        "Only for this, as reports name it, such as 'node E2K3-N1' (default: everything on the cluster).")
        @Nullable private String subject;

        @Mixin
        private ReasonOption reason;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                required = true,
                description = "From when on it counts no more, such as 2027-01-31T00:00:00Z.")
        private Instant expires;

        private Request(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("requirement", requirement)
                    .put("reason", reason.text())
                    .put("expiresAt", expires.toString());
            if (subject != null) {
                body.put("subject", subject);
            }
            return told(platform().post(Service.VALIDATION, Query.of("/clusters/{}/waivers", cluster()), body));
        }
    }

    private abstract static class OfOneWaiver extends OfOneCluster {

        @Parameters(index = "1", paramLabel = "WAIVER", description = "Its id, as 'waivers list' shows it.")
        private String waiver;

        private OfOneWaiver(Surroundings surroundings) {
            super(surroundings);
        }

        final int decide(String decision, @Nullable String reason) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (reason != null) {
                body.put("reason", reason);
            }
            return told(platform()
                    .post(
                            Service.VALIDATION,
                            Query.of("/clusters/{}/waivers/{}/" + decision, cluster(), waiver),
                            body));
        }
    }

    @Command(name = "approve", description = "Approve a waiver that somebody else asked for.")
    private static final class Approve extends OfOneWaiver {

        private Approve(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return decide("approval", null);
        }
    }

    @Command(name = "reject", description = "Refuse a waiver that was asked for.")
    private static final class Reject extends OfOneWaiver {

        @Mixin
        private ReasonOption reason;

        private Reject(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return decide("rejection", reason.text());
        }
    }

    @Command(name = "revoke", description = "Take a waiver back before it expires.")
    private static final class Revoke extends OfOneWaiver {

        @Mixin
        private ReasonOption reason;

        private Revoke(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return decide("revocation", reason.text());
        }
    }
}
