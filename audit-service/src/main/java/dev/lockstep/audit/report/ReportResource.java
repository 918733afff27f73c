package dev.lockstep.audit.report;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.entries.Visibility;
import dev.lockstep.service.http.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** Hands reports out to those who may read what is in them. */
@Path("/api/audit/rollouts")
public class ReportResource {

    @Inject
    Access access;

    @Inject
    Reports reports;

    /** The report on a rollout as PDF, under the log's signature. Of a rollout that is over the document never changes. */
    @GET
    @Path("/{rollout}/report")
    @Produces("application/pdf")
    @Policy("audit.search")
    public Response report(@PathParam("rollout") UUID rollout) {
        byte[] file = reports.issue(rollout, Visibility.of(access.filtered()))
                .orElseThrow(() -> ProblemException.notFound("rollout " + rollout));
        return Response.ok(file)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"rollout-%s.pdf\"".formatted(rollout))
                .build();
    }
}
