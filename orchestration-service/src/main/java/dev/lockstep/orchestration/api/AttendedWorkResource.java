package dev.lockstep.orchestration.api;

import dev.lockstep.access.Principal;
import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.work.AttendedWork;
import dev.lockstep.orchestration.paging.VisiblePages;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** The inbox of those who carry steps out. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/attended-work")
public class AttendedWorkResource {

    @Inject
    RolloutRows rows;

    @Inject
    Plans plans;

    @Inject
    Access access;

    /** Work that waits for a person, newest rollout first. */
    @GET
    @Policy("orchestration.list")
    public Page<AttendedWork> list(@QueryParam("site") @Nullable String site, @BeanParam PageRequest page) {
        Principal reader = access.filtered();
        return VisiblePages.page(
                        page,
                        (before, limit) -> rows.attended(site, before, limit),
                        RolloutRow::number,
                        row -> reader.covers(Target.cluster(row.site(), new ClusterId(row.cluster()))))
                .map(this::work);
    }

    private AttendedWork work(RolloutRow row) {
        PlanStep step = plans.require(row.planHash())
                .step(String.valueOf(row.step()))
                .orElseThrow(() -> new IllegalStateException("a rollout is at a step that its plan has not"));
        return new AttendedWork(
                row.id(),
                step.id(),
                row.attempt(),
                row.site(),
                new ClusterId(row.cluster()),
                step.action(),
                step.title(),
                step.instructions(),
                step.parameters(),
                row.phaseSince());
    }
}
