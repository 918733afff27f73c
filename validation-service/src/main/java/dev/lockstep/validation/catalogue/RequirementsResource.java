package dev.lockstep.validation.catalogue;

import dev.lockstep.access.http.Policy;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.catalogue.RequirementDetail;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The requirements that the service applies. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/requirements")
public class RequirementsResource {

    @Inject
    RequirementEngine engine;

    /** All requirements in the catalogue's order. */
    @GET
    @Policy("validation.catalogue")
    public Page<RequirementDetail> list(@BeanParam PageRequest page) {
        List<Requirement> all = engine.catalogue().requirements();
        int from = page.after().map(id -> position(all, id) + 1).orElse(0);
        List<RequirementDetail> found = all.stream()
                .skip(from)
                .limit(page.limit() + 1L)
                .map(RequirementDetail::of)
                .toList();
        return Page.of(found, page, RequirementDetail::id);
    }

    private static int position(List<Requirement> all, String id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        return all.size();
    }

    /** One requirement. */
    @GET
    @Path("/{id}")
    @Policy("validation.catalogue")
    public RequirementDetail detail(@PathParam("id") String id) {
        return engine.catalogue()
                .requirement(id)
                .map(RequirementDetail::of)
                .orElseThrow(() -> ProblemException.notFound("requirement '%s'".formatted(id)));
    }
}
