package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two persons let a step go on without the approvals that it needs. */
final class BreakGlassCommands {

    private BreakGlassCommands() {}

    /** What a rollout tells of broken glass, for people; empty when none was. */
    static List<String> lines(JsonNode rollout) {
        List<String> lines = new ArrayList<>();
        for (JsonNode override : rollout.path("overrides")) {
            lines.add("GLASS BROKEN for %s by %s and %s at %s: %s"
                    .formatted(
                            Json.text(override, "step"),
                            Json.text(override, "proposedBy.name"),
                            Json.text(override, "confirmedBy.name"),
                            Json.moment(override, "confirmedAt"),
                            Json.text(override, "reason")));
        }
        return lines;
    }

    @Command(
            name = "break-glass",
            description = {
                "Want a step that waits for approval to go on without it.",
                "Nothing follows until a second person agrees; gates and locks stay as they are.",
                "It stands out in every view, the history and the certificate."
            })
    static final class Propose extends OfOneRollout {

        @Parameters(index = "1", paramLabel = "STEP", description = "The step that waits for approval.")
        private String step;

        @Mixin
        private ReasonOption reason;

        Propose(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().proposeOverride(rollout(), step, reason.text()),
                    () -> "Proposed; a second person agrees within an hour with 'rollout agree-break-glass %s %s'."
                            .formatted(rollout(), step));
        }
    }

    @Command(
            name = "agree-break-glass",
            description = "Agree, as a second person, that a step goes on without the approvals that it lacks.")
    static final class Confirm extends OfOneRollout {

        @Parameters(index = "1", paramLabel = "STEP", description = "The step that waits for approval.")
        private String step;

        @Mixin
        private ProposalOption proposal;

        @Option(
                names = "--comment",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Your words for the history.")
        private String comment;

        Confirm(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            RolloutRequests requests = requests();
            return tell(
                    requests.confirmOverride(rollout(), step, standing(requests), comment),
                    () -> "Step %s may begin without approval for an hour.".formatted(step));
        }

        private String standing(RolloutRequests requests) {
            return proposal.or(
                    () -> Optional.of(Json.text(requests.find(rollout()).json(), "overrideProposal.id"))
                            .filter(id -> !id.isEmpty()),
                    "step '%s' goes on without approval".formatted(step),
                    rollout());
        }
    }
}
