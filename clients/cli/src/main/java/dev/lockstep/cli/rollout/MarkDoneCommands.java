package dev.lockstep.cli.rollout;

import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A held step counts as done, without having been observed, when one person says so and a second one agrees. */
final class MarkDoneCommands {

    private MarkDoneCommands() {}

    abstract static class OfOneProposal extends OfOneRollout {

        @Parameters(index = "1", paramLabel = "STEP", description = "The held step.")
        private String step;

        @Mixin
        private ProposalOption proposal;

        private OfOneProposal(Surroundings surroundings) {
            super(surroundings);
        }

        final String step() {
            return step;
        }

        final String proposal(RolloutRequests requests) {
            return proposal.or(
                    () -> requests.find(rollout()).proposal(step),
                    "step '%s' counts as done".formatted(step),
                    rollout());
        }
    }

    @Command(
            name = "mark-done",
            description = {
                "Say that a held step counts as done although no look shows it.",
                "Nothing follows until a second person with the authority for the step agrees."
            })
    static final class Propose extends OfOneRollout {

        @Parameters(index = "1", paramLabel = "STEP", description = "The held step.")
        private String step;

        @Mixin
        private ReasonOption reason;

        @Option(
                names = "--evidence",
                paramLabel = "TEXT",
                required = true,
                description = "What shows that it is done: text, or the name and SHA-256 of a file.")
        private String evidence;

        Propose(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().proposeMark(rollout(), step, reason.text(), evidence),
                    () -> "Proposed; a second person confirms with 'rollout confirm-done %s %s'."
                            .formatted(rollout(), step));
        }
    }

    @Command(
            name = "confirm-done",
            description = {
                "Agree, as a second person with the authority for the step, that it counts as done.",
                "The history and the certificate say that it was marked as done and not observed."
            })
    static final class Confirm extends OfOneProposal {

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
                    requests.confirmMark(rollout(), step(), proposal(requests), comment),
                    () -> "Step %s counts as done; nothing has observed it.".formatted(step()));
        }
    }

    @Command(name = "reject-done", description = "Do not agree that a held step counts as done; it stays held.")
    static final class Reject extends OfOneProposal {

        @Mixin
        private ReasonOption reason;

        Reject(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            RolloutRequests requests = requests();
            return tell(
                    requests.rejectMark(rollout(), step(), proposal(requests), reason.text()),
                    () -> "Step %s stays held.".formatted(step()));
        }
    }
}
