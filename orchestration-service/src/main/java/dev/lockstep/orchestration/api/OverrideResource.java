package dev.lockstep.orchestration.api;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Breaking the glass: a step goes on without the approvals that it needs when one person says why and a second one agrees. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/rollouts/{id}/steps/{step}/overrides")
public class OverrideResource {

    @Inject
    StepCommands commands;

    @Inject
    Access access;

    @Inject
    RequestContext request;

    /** Why the step cannot wait for approval. */
    public record ProposalRequest(@Nullable String reason) {}

    /** Agreement, with or without words. */
    public record ConfirmationRequest(@Nullable String comment) {}

    /** Wants a step that waits for approval to go on without it; nothing follows until somebody else agrees. */
    @POST
    @Policy("orchestration.break-glass")
    public RolloutDetail propose(@PathParam("id") UUID id, @PathParam("step") String step, ProposalRequest wanted) {
        return commands.give(
                id,
                step,
                _ -> new RolloutCommand.ProposeOverride(
                        step,
                        EventIds.derive(request.commandId(), "override-proposal"),
                        RequestText.required("reason", wanted.reason()),
                        access.principal().toAuthority(),
                        request.time()));
    }

    /** Agrees, as a second person: the step may begin without the approvals that it lacks. */
    @POST
    @Path("/{proposal}/confirmation")
    @Policy("orchestration.agree-break-glass")
    public RolloutDetail confirm(
            @PathParam("id") UUID id,
            @PathParam("step") String step,
            @PathParam("proposal") UUID proposal,
            ConfirmationRequest wanted) {
        return commands.give(
                id,
                step,
                _ -> new RolloutCommand.ConfirmOverride(
                        step,
                        proposal,
                        RequestText.checked("comment", wanted.comment()),
                        access.principal().toAuthority(),
                        request.time()));
    }
}
