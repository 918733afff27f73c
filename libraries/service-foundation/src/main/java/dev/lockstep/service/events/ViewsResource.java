package dev.lockstep.service.events;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Problem;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.projection.Projector;
import dev.lockstep.service.http.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.logging.Logger;

/** The views of this service: how far behind they are, and building one again from the log while it serves. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/platform/views")
public class ViewsResource {

    private static final Logger LOG = Logger.getLogger(ViewsResource.class);
    private static final int COUNTED_UP_TO = 10_000;

    @Inject
    Access access;

    @Inject
    RequestRecords records;

    @Inject
    EventTraffic traffic;

    /**
     * How a view is doing.
     *
     * @param name its name
     * @param lag committed events that it does not show yet, counted up to 10,000
     */
    public record ViewStatus(String name, long lag) {}

    /** Every view. */
    @GET
    @Policy("platform.views")
    public List<ViewStatus> list() {
        access.require(Target.platform());
        return traffic.views().stream()
                .map(view -> new ViewStatus(
                        view.projection().name(), view.projector().lag(COUNTED_UP_TO)))
                .toList();
    }

    /** Builds a view again from the first event on; answers when the new one is in place. */
    @POST
    @Path("/{name}/rebuild")
    @Policy("platform.rebuild-views")
    public Projector.Rebuilt rebuild(@PathParam("name") String name) {
        access.require(Target.platform());
        EventTraffic.View view = traffic.views().stream()
                .filter(kept -> kept.projection().name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("view '%s'".formatted(name)));
        records.write();
        try {
            Projector.Rebuilt rebuilt = view.projector().rebuild();
            LOG.infof("view rebuilt view=%s events=%d duration=%s", name, rebuilt.events(), rebuilt.duration());
            return rebuilt;
        } catch (EventStoreException e) {
            LOG.warnf(e, "view not rebuilt view=%s", name);
            throw new ProblemException(
                    Problem.of(
                            "view-not-rebuilt",
                            "View not rebuilt",
                            409,
                            "The view could not be built again: another rebuild runs, or the log could not be read. The present one serves."));
        }
    }
}
