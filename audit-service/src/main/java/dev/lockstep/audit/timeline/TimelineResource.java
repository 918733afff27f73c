package dev.lockstep.audit.timeline;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.entries.EntryFilter;
import dev.lockstep.audit.entries.EntryQueries;
import dev.lockstep.audit.entries.Order;
import dev.lockstep.audit.entries.Visibility;
import dev.lockstep.audit.persons.PersonReader;
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

/** What happened, for people to read, as far as the account's scopes reach. */
@Path("/api/audit/timeline")
@Produces(MediaType.APPLICATION_JSON)
public class TimelineResource {

    @Inject
    Access access;

    @Inject
    EntryQueries entries;

    @Inject
    PersonReader persons;

    /** The entries of a search in words: of a cluster, a rollout, a step, a person or a site. The newest come first. */
    @GET
    @Policy("audit.search")
    public Page<Happening> list(
            @BeanParam EntryFilter filter, @BeanParam PageRequest page, @QueryParam("order") @Nullable String order) {
        return entries.page(
                filter.search(persons),
                Visibility.of(access.filtered()),
                Order.ofQuery(order, Order.NEWEST),
                page,
                (index, _, opened) -> Happening.of(index, opened),
                Happening::entry);
    }
}
