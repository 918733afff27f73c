package dev.lockstep.orchestration.api;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import dev.lockstep.orchestration.rollout.RolloutCommand.Replaced;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Rollouts for those whose scopes cover their cluster; only who may see everything learns that there is none of an id. */
@ApplicationScoped
class RolloutAccess {

    private static final String EXECUTION_STARTED = "lockstep.orchestration.step-execution-started.v1";

    @Inject
    Access access;

    @Inject
    Rollouts rollouts;

    /** Whether a rollout was asked for under an id. */
    boolean exists(UUID id) {
        return rollouts.state(id).status() != Status.NONE;
    }

    /** A rollout that another one is to replace, if the account may act on it. */
    Replaced replaced(UUID id) {
        Rollout rollout = require(id);
        Set<String> executed = new HashSet<>();
        rollouts.follow(id, 0, event -> {
            if (event.type().equals(EXECUTION_STARTED)
                    && rollouts.decode(event) instanceof StepExecutionStarted started) {
                executed.add(started.step());
            }
        });
        return new Replaced(rollout, executed);
    }

    /** The rollout that the account may act on. */
    Rollout require(UUID id) {
        Rollout rollout = rollouts.state(id);
        boolean exists = rollout.status() != Status.NONE;
        access.require(
                exists
                        ? Target.cluster(
                                rollout.required().site(), rollout.required().cluster())
                        : Target.platform());
        if (!exists) {
            throw ProblemException.notFound("rollout '%s'".formatted(id));
        }
        return rollout;
    }
}
