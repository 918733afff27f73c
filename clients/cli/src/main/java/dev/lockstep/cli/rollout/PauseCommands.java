package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A rollout comes to rest and goes on again. */
final class PauseCommands {

    private PauseCommands() {}

    /** The status of a rollout, in a list or by itself. */
    static String status(JsonNode rollout) {
        boolean paused =
                rollout.path("paused").asBoolean() || rollout.path("pause").isObject();
        return Json.text(rollout, "status") + (paused ? ", paused" : "");
    }

    @Command(
            name = "pause",
            description = {
                "Let a running rollout come to rest: nothing new is begun.",
                "What is changing the cluster comes to its end and is verified first."
            })
    static final class Pause extends OfOneRollout {

        @Mixin
        private ReasonOption reason;

        Pause(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode answer = requests().pause(rollout(), reason.text());
            return tell(
                    answer,
                    () -> answer.at("/pause/atRest").asBoolean()
                            ? "Rollout %s rests.".formatted(rollout())
                            : "Rollout %s comes to rest: it waits for %s."
                                    .formatted(rollout(), Json.text(answer, "waitingFor")));
        }
    }

    @Command(name = "resume", description = "Let a paused rollout go on: it looks and asks its gate again.")
    static final class Resume extends OfOneRollout {

        @Mixin
        private ReasonOption reason;

        Resume(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().resume(rollout(), reason.text()),
                    () -> "Rollout %1$s goes on; follow it with 'rollout watch %1$s'.".formatted(rollout()));
        }
    }
}
