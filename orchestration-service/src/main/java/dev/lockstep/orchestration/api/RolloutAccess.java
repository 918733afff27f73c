package dev.lockstep.orchestration.api;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Rollouts for those whose scopes cover their cluster; only who may see everything learns that there is none of an id. */
@ApplicationScoped
class RolloutAccess {

    @Inject
    Access access;

    @Inject
    Rollouts rollouts;

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
