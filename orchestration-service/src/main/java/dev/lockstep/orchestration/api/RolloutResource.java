package dev.lockstep.orchestration.api;

import dev.lockstep.access.Reach;
import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.orchestration.api.AttestationRequests.AttestationRequest;
import dev.lockstep.orchestration.approval.PoliciesInForce;
import dev.lockstep.orchestration.deputy.Arrangement;
import dev.lockstep.orchestration.dispatch.WorkOrders;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.planning.RecordedPlanning;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.orchestration.stateleft.StatesLeft;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rollouts over HTTP. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/rollouts")
public class RolloutResource {

    @Inject
    GivenCommands commands;

    @Inject
    RolloutDetails details;

    @Inject
    RolloutRows rows;

    @Inject
    Plans plans;

    @Inject
    RecordedPlanning planning;

    @Inject
    WorkOrders orders;

    @Inject
    StatesLeft states;

    @Inject
    PoliciesInForce policies;

    @Inject
    RolloutAccess visible;

    @Inject
    ApprovalGates gates;

    @Inject
    AttestationRequests attestations;

    @Inject
    Access access;

    @Inject
    RequestContext request;

    /**
     * Which plan to carry out.
     *
     * @param replaces an aborted rollout of the same cluster, whose approvals of unchanged parts are kept; none when absent
     */
    public record RolloutRequest(
            @Nullable String planHash, @Nullable UUID replaces) {}

    /**
     * Agreement or refusal.
     *
     * @param planHash not needed to withdraw
     * @param parts the parts to approve; all that the account can approve when absent
     * @param arrangement under which to approve as a deputy; in the account's own right when absent
     */
    public record ApprovalRequest(
            @Nullable String planHash,
            @Nullable ApprovalDecision decision,
            @Nullable String comment,
            @Nullable Set<String> parts,
            @Nullable UUID arrangement) {}

    /** What an approver can say. */
    public enum ApprovalDecision {
        APPROVE,
        /** Ends the rollout, before it starts. */
        REJECT,
        /** Takes back one's own approvals, until the rollout ends. */
        WITHDRAW
    }

    /**
     * How a step goes on.
     *
     * @param acknowledge in which state the cluster is left; needed to end a rollout at a step that may have passed its point of no return
     */
    public record DecisionRequest(
            @Nullable Decision decision,
            @Nullable String reason,
            @Nullable String acknowledge) {}

    /**
     * Why a rollout ends.
     *
     * @param acknowledge in which state the cluster is left; needed in the middle of a step that has no way back
     */
    public record AbortRequest(
            @Nullable String reason, @Nullable String acknowledge) {}

    /** Asks for a plan to be carried out. */
    @POST
    @Policy("orchestration.request")
    public Response request(RolloutRequest wanted) {
        String hash = Objects.requireNonNullElse(wanted.planHash(), "");
        Optional<Plans.PlanAtSite> found = plans.find(hash);
        access.require(found.map(plan -> Target.cluster(plan.site(), plan.plan().cluster()))
                .orElseGet(Target::platform));
        Plans.PlanAtSite plan = found.orElseThrow(() -> ProblemException.notFound("plan '%s'".formatted(hash)));
        UUID id = EventIds.derive(request.commandId(), "rollout");
        if (!visible.exists(id)) {
            planning.requireCurrent(plan.plan());
        }
        RolloutRequested requested = new RolloutRequested(
                plan.plan().cluster(),
                id,
                plan.site(),
                hash,
                plan.plan().scenario(),
                plan.plan().targetBuild(),
                plan.plan().operator(),
                plan.plan().steps().stream().map(PlanStep::outline).toList(),
                access.principal().toAuthority(),
                request.time());
        commands.give(
                id,
                plan.plan().cluster(),
                new RolloutCommand.Request(
                        requested,
                        policies.needs(plan.plan()),
                        wanted.replaces() == null ? null : visible.replaced(wanted.replaces())));
        return Response.created(URI.create("/api/orchestration/rollouts/" + id))
                .entity(details.find(id).orElseThrow())
                .build();
    }

    /** The rollouts, newest first. */
    @GET
    @Policy("orchestration.list")
    public Page<RolloutRow> list(
            @QueryParam("cluster") @Nullable String cluster,
            @QueryParam("status") @Nullable String status,
            @BeanParam PageRequest page) {
        List<RolloutRow> found = rows.list(
                Reach.of(access.filtered()),
                cluster,
                status,
                page.afterNumber().orElse(Long.MAX_VALUE),
                page.limit() + 1);
        return Page.of(found, page, row -> Long.toString(row.number()));
    }

    /** One rollout with every step. */
    @GET
    @Path("/{id}")
    @Policy("orchestration.read")
    public RolloutDetail find(@PathParam("id") UUID id) {
        visible.require(id);
        return details.find(id).orElseThrow();
    }

    /** Agrees to the plan of a rollout or to parts of it, refuses it, or takes back one's own agreement. */
    @POST
    @Path("/{id}/approvals")
    @Policy("orchestration.approve")
    public RolloutDetail approve(@PathParam("id") UUID id, ApprovalRequest wanted) {
        ClusterId cluster = visible.require(id).required().cluster();
        String hash = Objects.requireNonNullElse(wanted.planHash(), "");
        Authority by = access.principal().toAuthority();
        switch (Objects.requireNonNullElse(wanted.decision(), ApprovalDecision.APPROVE)) {
            case APPROVE -> approve(id, cluster, hash, by, wanted);
            case REJECT ->
                commands.give(
                        id,
                        cluster,
                        new RolloutCommand.Reject(
                                hash, by, RequestText.required("comment", wanted.comment()), request.time()));
            case WITHDRAW ->
                commands.give(
                        id,
                        cluster,
                        new RolloutCommand.WithdrawApproval(
                                by, RequestText.required("comment", wanted.comment()), request.time()));
        }
        return details.find(id).orElseThrow();
    }

    private void approve(UUID id, ClusterId cluster, String hash, Authority by, ApprovalRequest wanted) {
        String comment = RequestText.checked("comment", wanted.comment());
        Set<String> parts = Objects.requireNonNullElse(wanted.parts(), Set.of());
        RolloutCommand.GateAnswer gate = gates.answer(id);
        Function<@Nullable Arrangement, RolloutCommand> approve =
                arrangement -> new RolloutCommand.Approve(hash, by, comment, parts, gate, arrangement, request.time());
        if (wanted.arrangement() == null) {
            commands.give(id, cluster, approve.apply(null));
        } else {
            commands.give(id, cluster, wanted.arrangement(), approve);
        }
    }

    /** Begins, unless the cluster has changed since the plan was made. */
    @POST
    @Path("/{id}/start")
    @Policy("orchestration.start")
    public RolloutDetail start(@PathParam("id") UUID id) {
        Rollout rollout = visible.require(id);
        if (rollout.status() == Rollout.Status.APPROVED) {
            planning.requireCurrent(plans.require(rollout.required().planHash()));
        }
        commands.give(
                id,
                rollout.required().cluster(),
                new RolloutCommand.Start(access.principal().toAuthority(), request.time()));
        return details.find(id).orElseThrow();
    }

    /** Ends a rollout, unless a runner's command may be running. */
    @POST
    @Path("/{id}/abort")
    @Policy("orchestration.decide")
    public RolloutDetail abort(@PathParam("id") UUID id, AbortRequest wanted) {
        Rollout rollout = visible.require(id);
        String reason = RequestText.required("reason", Objects.requireNonNullElse(wanted.reason(), ""));
        commands.give(
                id,
                rollout.required().cluster(),
                new RolloutCommand.Abort(
                        reason,
                        ending(rollout, wanted.acknowledge()),
                        access.principal().toAuthority(),
                        request.time()));
        return details.find(id).orElseThrow();
    }

    /** Says how attended work went. */
    @POST
    @Path("/{id}/steps/{step}/attestations")
    @Policy("orchestration.attest")
    public RolloutDetail attest(@PathParam("id") UUID id, @PathParam("step") String step, AttestationRequest wanted) {
        Rollout rollout = visible.require(id);
        RolloutRequested asked = rollout.required();
        Authority by = access.principal().toAuthority();
        Attestation attestation = attestations.attestation(id, step, wanted, by.subject());
        commands.give(
                id,
                asked.cluster(),
                new RolloutCommand.Attest(step, attestation, by, lookAfter(asked, step), request.time()));
        return details.find(id).orElseThrow();
    }

    /** Decides how a step goes on that is held or waits. */
    @POST
    @Path("/{id}/steps/{step}/decisions")
    @Policy("orchestration.decide")
    public RolloutDetail decide(@PathParam("id") UUID id, @PathParam("step") String step, DecisionRequest wanted) {
        Rollout rollout = visible.require(id);
        RolloutRequested asked = rollout.required();
        Decision decision = wanted.decision();
        if (decision == null) {
            throw RequestText.missing("decision");
        }
        String reason = RequestText.required("reason", Objects.requireNonNullElse(wanted.reason(), ""));
        boolean looksAfter = decision == Decision.UNDO
                || (decision == Decision.VERIFY_AGAIN && mayHaveChangedState(rollout.current()));
        TaskOrder look = looksAfter ? lookAfter(asked, step) : lookBefore(asked, step);
        commands.give(
                id,
                asked.cluster(),
                new RolloutCommand.Decide(
                        step,
                        decision,
                        reason,
                        access.principal().toAuthority(),
                        look,
                        orders.step(asked, step).reversibility(),
                        ending(rollout, wanted.acknowledge()),
                        request.time()));
        return details.find(id).orElseThrow();
    }

    private RolloutCommand.Ending ending(Rollout rollout, @Nullable String acknowledge) {
        return new RolloutCommand.Ending(
                orders.stepsWithoutWayBack(rollout.required()),
                RequestText.optional("acknowledge", acknowledge),
                states.of(rollout).orElse(null));
    }

    private static boolean mayHaveChangedState(@Nullable CurrentStep current) {
        return current != null && current.unverified();
    }

    private TaskOrder lookAfter(RolloutRequested asked, String step) {
        GivenCommands.requireStep(asked, step);
        return orders.lookAfter(asked, step, Duration.ZERO);
    }

    private TaskOrder lookBefore(RolloutRequested asked, String step) {
        GivenCommands.requireStep(asked, step);
        return orders.lookBefore(asked, step, Duration.ZERO);
    }
}
