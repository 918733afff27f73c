package dev.lockstep.orchestration.api;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.orchestration.approval.StepAuthority;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A held step counts as done without having been observed when one person says so and a second one agrees. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/rollouts/{id}/steps/{step}/mark-done-proposals")
public class MarkDoneResource {

    @Inject
    StepCommands commands;

    @Inject
    Plans plans;

    @Inject
    Access access;

    @Inject
    RequestContext request;

    /**
     * Why a held step is to count as done.
     *
     * @param reason why observation cannot show its effect
     * @param evidence what does: text, or the name and SHA-256 of a file
     */
    public record ProposalRequest(
            @Nullable String reason, @Nullable String evidence) {}

    /** Agreement, with or without words. */
    public record ConfirmationRequest(@Nullable String comment) {}

    /** Why the second person does not agree. */
    public record RejectionRequest(@Nullable String reason) {}

    /** Says that a held step counts as done; nothing follows until somebody else decides. */
    @POST
    @Policy("orchestration.decide")
    public RolloutDetail propose(@PathParam("id") UUID id, @PathParam("step") String step, ProposalRequest wanted) {
        return commands.give(
                id,
                step,
                asked -> new RolloutCommand.ProposeMark(
                        step,
                        EventIds.derive(request.commandId(), "mark-done-proposal"),
                        RequestText.required("reason", wanted.reason()),
                        RequestText.required("evidence", wanted.evidence()),
                        access.principal().toAuthority(),
                        plans.require(asked.planHash())
                                .step(step)
                                .map(PlanStep::reversibility)
                                .orElseThrow(),
                        request.time()));
    }

    /** Agrees, as a second person with the authority that the step needs: the step is done. */
    @POST
    @Path("/{proposal}/confirmation")
    @Policy("orchestration.decide-mark")
    public RolloutDetail confirm(
            @PathParam("id") UUID id,
            @PathParam("step") String step,
            @PathParam("proposal") UUID proposal,
            ConfirmationRequest wanted) {
        return commands.give(
                id,
                step,
                asked -> new RolloutCommand.ConfirmMark(
                        step,
                        proposal,
                        delegations(asked, step),
                        RequestText.checked("comment", wanted.comment()),
                        access.principal().toAuthority(),
                        request.time()));
    }

    /** Does not agree: the step stays held. */
    @POST
    @Path("/{proposal}/rejection")
    @Policy("orchestration.decide-mark")
    public RolloutDetail reject(
            @PathParam("id") UUID id,
            @PathParam("step") String step,
            @PathParam("proposal") UUID proposal,
            RejectionRequest wanted) {
        return commands.give(
                id,
                step,
                _ -> new RolloutCommand.RejectMark(
                        step,
                        proposal,
                        RequestText.required("reason", wanted.reason()),
                        access.principal().toAuthority(),
                        request.time()));
    }

    private Set<String> delegations(RolloutRequested asked, String step) {
        return plans.require(asked.planHash())
                .step(step)
                .map(planned -> StepAuthority.of(planned, asked.cluster().organization()))
                .orElse(Set.of());
    }
}
