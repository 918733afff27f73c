package dev.lockstep.audit.entries;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Entries of the history, as far as the account's scopes reach. */
@Path("/api/audit")
@Produces(MediaType.APPLICATION_JSON)
public class EntriesResource {

    @Inject
    Access access;

    @Inject
    EntryQueries entries;

    @Inject
    PersonReader persons;

    @Inject
    FacetCounting counting;

    /** Entries in the order of the log, or with {@code order=newest} against it. */
    @GET
    @Path("/entries")
    @Policy("audit.search")
    public Page<Entry> list(
            @BeanParam EntryFilter filter, @BeanParam PageRequest page, @QueryParam("order") @Nullable String order) {
        return entries.page(filter.search(persons), visible(), Order.ofQuery(order, Order.OLDEST), page);
    }

    /**
     * What the same search would find, counted by what it can be narrowed to. Only what the account may know of is counted.
     *
     * @param values most values of each facet
     */
    @GET
    @Path("/facets")
    @Policy("audit.search")
    public Facets facets(@BeanParam EntryFilter filter, @QueryParam("values") @Nullable String values) {
        return counting.of(filter.search(persons), visible(), Facets.mostValues(values));
    }

    /** One entry. What the account may not know of is not there. */
    @GET
    @Path("/entries/{index}")
    @Policy("audit.search")
    public Entry read(@PathParam("index") LogIndex index) {
        return entries.entry(index.value(), visible())
                .orElseThrow(() -> ProblemException.notFound("entry " + index.value()));
    }

    /**
     * The data of an entry, as they are hashed: in the leaf, or beside it when they are too large for it. Nothing when they stood beside
     * it and were given up.
     */
    @GET
    @Path("/entries/{index}/data")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Policy("audit.search")
    public byte[] data(@PathParam("index") LogIndex index) {
        return entries.data(index.value(), visible())
                .orElseThrow(() -> ProblemException.notFound("entry " + index.value()));
    }

    private Condition visible() {
        return Visibility.of(access.filtered());
    }
}
