package dev.lockstep.orchestration.api;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Authority;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rollout comes to rest and goes on again. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/rollouts")
public class PauseResource {

    @Inject
    GivenCommands commands;

    @Inject
    RolloutDetails details;

    @Inject
    RolloutAccess visible;

    @Inject
    Access access;

    @Inject
    RequestContext request;

    /** Why a rollout has to rest, or may go on. */
    public record ReasonRequest(@Nullable String reason) {}

    /** Lets a running rollout come to rest: nothing new is begun, and what is changing the cluster comes to its end. */
    @POST
    @Path("/{id}/pause")
    @Policy("orchestration.decide")
    public RolloutDetail pause(@PathParam("id") UUID id, ReasonRequest wanted) {
        return give(id, wanted, RolloutCommand.Pause::new);
    }

    /** Lets a paused rollout go on, with a fresh look and a gate that is asked again. */
    @POST
    @Path("/{id}/resume")
    @Policy("orchestration.decide")
    public RolloutDetail resume(@PathParam("id") UUID id, ReasonRequest wanted) {
        return give(id, wanted, RolloutCommand.Resume::new);
    }

    private interface Wanted {
        RolloutCommand because(String reason, Authority by, Instant now);
    }

    private RolloutDetail give(UUID id, ReasonRequest wanted, Wanted command) {
        Rollout rollout = visible.require(id);
        String reason = RequestText.required("reason", wanted.reason());
        commands.give(
                id,
                rollout.required().cluster(),
                command.because(reason, access.principal().toAuthority(), request.time()));
        return details.find(id).orElseThrow();
    }
}
