package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.orchestration.rollout.RefusedException;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Gives rollouts what people command; a refusal is told as a problem. */
@ApplicationScoped
class GivenCommands {

    @Inject
    Rollouts rollouts;

    @Inject
    RequestContext request;

    void give(UUID rollout, ClusterId cluster, RolloutCommand command) {
        try {
            rollouts.handle(rollout, command, request.command(cluster.value()));
        } catch (RefusedException e) {
            throw ProblemException.refused(e.refusal(), statusOf(e.refusal().type()));
        }
    }

    private static int statusOf(String refusal) {
        return refusal.startsWith("approver-") ? 403 : 409;
    }

    /** Refuses a step that the rollout's plan does not have. */
    static void requireStep(RolloutRequested asked, String step) {
        if (asked.steps().stream().noneMatch(known -> known.id().equals(step))) {
            throw ProblemException.notFound("step '%s' in this rollout".formatted(step));
        }
    }
}
