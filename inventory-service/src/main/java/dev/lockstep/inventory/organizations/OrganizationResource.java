package dev.lockstep.inventory.organizations;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.inventory.facts.AttestRequest;
import dev.lockstep.inventory.facts.Consistency;
import dev.lockstep.inventory.facts.EditRequest;
import dev.lockstep.inventory.facts.FactChanges;
import dev.lockstep.inventory.facts.FactList;
import dev.lockstep.inventory.facts.ObservationRequest;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.facts.RequestedId;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.http.Versions;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One organization: what is recorded about it, and changes of single facts. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/inventory")
public class OrganizationResource {

    @Inject
    Access access;

    @Inject
    OrganizationAccess visible;

    @Inject
    OrganizationRecords organizations;

    @Inject
    FactChanges changes;

    @Inject
    RequestContext request;

    /**
     * An organization in short.
     *
     * @param domains names of its Windows domains
     * @param servers names of its Exchange servers
     */
    public record OrganizationView(String id, String name, long version, List<String> domains, List<String> servers) {}

    /** What the organization consists of. */
    @GET
    @Path("/organizations/{id}")
    @Policy("inventory.read")
    public Response get(@PathParam("id") String id) {
        OrganizationId organization = RequestedId.organization(id);
        RecordReader.Versioned current = visible.requireReadable(organization);
        FactTree facts = current.recorded().facts();
        OrganizationView view = new OrganizationView(
                organization.value(),
                current.recorded().requiredName(),
                current.version(),
                facts.names(FactPath.of("domains")),
                facts.names(FactPath.of("servers")));
        return Response.ok(view).tag(Versions.tag(current.version())).build();
    }

    /**
     * Its facts, by path, with where they come from.
     *
     * @param prefix only facts at or below this path
     */
    @GET
    @Path("/organizations/{id}/facts")
    @Policy("inventory.read")
    public Page<Fact> facts(
            @PathParam("id") String id, @QueryParam("prefix") @Nullable String prefix, @BeanParam PageRequest page) {
        return FactList.page(
                visible.requireReadable(RequestedId.organization(id)).recorded().facts(), prefix, page);
    }

    /** Records single facts that a person states. With {@code If-Match} only when the record has that version. */
    @POST
    @Path("/organizations/{id}/facts")
    @Policy("inventory.change-facts")
    public Response change(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            EditRequest wanted) {
        OrganizationId organization = RequestedId.organization(id);
        visible.requireChangeable(organization);
        return recorded(
                new OrganizationCommand.Edit(
                        organization,
                        wanted.edits(DocumentKind.ORGANIZATION),
                        wanted.provenance(access.principal().name(), request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    /**
     * Records a person's word that facts are still as they are recorded: they are fresh again. With {@code If-Match} only when the
     * record has the version that the person read.
     */
    @POST
    @Path("/organizations/{id}/attestations")
    @Policy("inventory.attest-facts")
    public Response attest(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            AttestRequest wanted) {
        OrganizationId organization = RequestedId.organization(id);
        visible.requireChangeable(organization);
        return recorded(
                new OrganizationCommand.Attest(
                        organization,
                        wanted.below(),
                        wanted.provenance(access.principal().name(), request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    /**
     * Records what a tool showed to a person, for example the directory to {@code lockstep collect}. With {@code If-Match} only when
     * the record has the version that the differences were shown for.
     */
    @POST
    @Path("/organizations/{id}/observations")
    @Policy("inventory.observe")
    public Response observe(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            ObservationRequest wanted) {
        OrganizationId organization = RequestedId.organization(id);
        visible.requireChangeable(organization);
        String person = access.principal().name();
        return recorded(
                new OrganizationCommand.Observe(
                        organization,
                        wanted.seen(DocumentKind.ORGANIZATION, person, request.time()),
                        wanted.collections(DocumentKind.ORGANIZATION),
                        wanted.provenance(person, request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    private Response recorded(OrganizationCommand command, @Nullable String ifMatch) {
        return changes.change(
                organizations,
                command.organization().value(),
                command,
                ifMatch,
                (reader, before, after) -> Consistency.requireOfOrganization(before, after));
    }
}
