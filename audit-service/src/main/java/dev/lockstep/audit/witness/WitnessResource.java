package dev.lockstep.audit.witness;

import dev.lockstep.access.http.Policy;
import dev.lockstep.service.http.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What others say about the log. */
@Path("/api/audit")
public class WitnessResource {

    @Inject
    Witnessing witnessing;

    /** Who is asked to cosign, and how it stands with them. */
    @GET
    @Path("/witnesses")
    @Produces(MediaType.APPLICATION_JSON)
    @Policy("audit.checkpoint")
    public List<Witnessing.Told> witnesses() {
        return witnessing.told();
    }

    /** The greatest checkpoint that enough witnesses cosigned, with their cosignatures. */
    @GET
    @Path("/witnessed-checkpoint")
    @Produces("text/plain;charset=utf-8")
    @Policy("audit.checkpoint")
    public String witnessed() {
        return witnessing
                .witnessed(Long.MAX_VALUE)
                .orElseThrow(() -> ProblemException.notFound("checkpoint that enough witnesses cosigned"))
                .toString();
    }
}
