package dev.lockstep.orchestration.api;

import dev.lockstep.access.Reach;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.work.AttendedWork;
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
import java.util.List;
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
        List<RolloutRow> found = rows.attended(
                Reach.of(access.filtered()), site, page.afterNumber().orElse(Long.MAX_VALUE), page.limit() + 1);
        return Page.of(found, page, row -> Long.toString(row.number())).map(this::work);
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
                step.requires().stream()
                        .map(stage -> requirement(stage, step.subject()))
                        .toList(),
                step.verify(),
                row.phaseSince());
    }

    private static String requirement(Stage stage, @Nullable String subject) {
        return "%s%s: %s".formatted(stage.code(), subject == null ? "" : " " + subject, stage.title());
    }
}
