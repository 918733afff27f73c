package dev.lockstep.inventory.clusters;

import dev.lockstep.access.Delegation;
import dev.lockstep.access.Scope;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.inventory.facts.AttestRequest;
import dev.lockstep.inventory.facts.Consistency;
import dev.lockstep.inventory.facts.EditRequest;
import dev.lockstep.inventory.facts.FactChanges;
import dev.lockstep.inventory.facts.FactList;
import dev.lockstep.inventory.facts.ObservationRequest;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.facts.RequestedId;
import dev.lockstep.inventory.facts.StatedBy;
import dev.lockstep.inventory.organizations.OrganizationRecords;
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

/** One cluster: what is recorded about it, and changes of single facts. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/inventory")
public class ClusterResource {

    @Inject
    Access access;

    @Inject
    ClusterAccess visible;

    @Inject
    ClusterRecords clusters;

    @Inject
    OrganizationRecords organizations;

    @Inject
    EventStore store;

    @Inject
    FactChanges changes;

    @Inject
    RequestContext request;

    /**
     * A cluster in short.
     *
     * @param organizationVersion version of its organization's record
     * @param nodes names of its nodes
     * @param disks ids of its shared disks
     * @param virtualServers names of its Exchange virtual servers
     */
    public record ClusterView(
            String id,
            String name,
            String organization,
            String site,
            long version,
            long organizationVersion,
            List<String> nodes,
            List<String> disks,
            List<String> virtualServers) {}

    /** What the cluster consists of. */
    @GET
    @Path("/clusters/{id}")
    @Policy("inventory.read")
    public Response get(@PathParam("id") String id) {
        ClusterId cluster = RequestedId.cluster(id);
        RecordReader.Versioned current = visible.require(cluster);
        FactTree facts = current.recorded().facts();
        ClusterView view = new ClusterView(
                cluster.value(),
                current.recorded().requiredName(),
                cluster.organization().value(),
                current.recorded().requiredSite(),
                current.version(),
                organizations.current(store, cluster.organization().value()).version(),
                facts.names(FactPath.of("nodes")),
                facts.names(FactPath.of("disks")),
                facts.names(FactPath.of("evs")));
        return Response.ok(view).tag(Versions.tag(current.version())).build();
    }

    /**
     * Its facts, by path, with where they come from.
     *
     * @param prefix only facts at or below this path
     */
    @GET
    @Path("/clusters/{id}/facts")
    @Policy("inventory.read")
    public Page<Fact> facts(
            @PathParam("id") String id, @QueryParam("prefix") @Nullable String prefix, @BeanParam PageRequest page) {
        return FactList.page(visible.require(RequestedId.cluster(id)).recorded().facts(), prefix, page);
    }

    /** Records single facts that a person states. With {@code If-Match} only when the record has that version. */
    @POST
    @Path("/clusters/{id}/facts")
    @Policy("inventory.change-facts")
    public Response change(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            EditRequest wanted) {
        ClusterId cluster = RequestedId.cluster(id);
        visible.require(cluster);
        return recorded(
                new ClusterCommand.Edit(
                        cluster,
                        wanted.edits(DocumentKind.CLUSTER),
                        StatedBy.EDITORS,
                        wanted.provenance(access.principal().name(), request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    /**
     * Records facts that only an approver may state, by one who is Full Administrator of the organization: requirements that would ask
     * for that role rest on them. With {@code If-Match} only when the record has that version.
     */
    @POST
    @Path("/clusters/{id}/confirmations")
    @Policy("inventory.confirm-facts")
    public Response confirm(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            EditRequest wanted) {
        ClusterId cluster = RequestedId.cluster(id);
        visible.require(cluster);
        access.require(new Delegation(
                Delegation.ExchangeRole.EXCHANGE_FULL_ADMINISTRATOR, new Scope.Organization(cluster.organization())));
        return recorded(
                new ClusterCommand.Edit(
                        cluster,
                        wanted.edits(DocumentKind.CLUSTER),
                        StatedBy.APPROVERS,
                        wanted.attested(access.principal().name(), request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    /**
     * Records a person's word that facts are still as they are recorded: they are fresh again. With {@code If-Match} only when the
     * record has the version that the person read.
     */
    @POST
    @Path("/clusters/{id}/attestations")
    @Policy("inventory.attest-facts")
    public Response attest(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            AttestRequest wanted) {
        ClusterId cluster = RequestedId.cluster(id);
        visible.require(cluster);
        return recorded(
                new ClusterCommand.Attest(
                        cluster,
                        wanted.below(),
                        wanted.provenance(access.principal().name(), request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    /**
     * Records what a cluster's tools showed to a person, for example to {@code lockstep collect}. With {@code If-Match} only when the
     * record has the version that the differences were shown for.
     */
    @POST
    @Path("/clusters/{id}/observations")
    @Policy("inventory.observe")
    public Response observe(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            ObservationRequest wanted) {
        ClusterId cluster = RequestedId.cluster(id);
        visible.require(cluster);
        String person = access.principal().name();
        return recorded(
                new ClusterCommand.Observe(
                        cluster,
                        wanted.seen(DocumentKind.CLUSTER, person, request.time()),
                        wanted.collections(DocumentKind.CLUSTER),
                        wanted.provenance(person, request.time()),
                        wanted.requiredReason()),
                ifMatch);
    }

    private Response recorded(ClusterCommand command, @Nullable String ifMatch) {
        String organization = command.cluster().organization().value();
        return changes.change(
                clusters,
                command.cluster().value(),
                command,
                ifMatch,
                (reader, before, after) -> Consistency.requireOfCluster(
                        organizations.current(reader, organization).recorded().facts(), before, after));
    }
}
