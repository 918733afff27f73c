package dev.lockstep.inventory.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.inventory.clusters.ClusterAccess;
import dev.lockstep.inventory.clusters.ClusterRecords;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.facts.RequestedId;
import dev.lockstep.inventory.organizations.OrganizationAccess;
import dev.lockstep.inventory.organizations.OrganizationRecords;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.Versions;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed, and the documents as they are or were. A document can be imported as it comes out. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/inventory")
public class HistoryResource {

    @Inject
    ClusterAccess visibleClusters;

    @Inject
    OrganizationAccess visibleOrganizations;

    @Inject
    ClusterRecords clusters;

    @Inject
    OrganizationRecords organizations;

    @Inject
    EventStore store;

    @Inject
    RecordReader reader;

    @Context
    HttpHeaders headers;

    /** Every event of a cluster's record, the first one first. */
    @GET
    @Path("/clusters/{id}/history")
    @Policy("inventory.read")
    public Page<HistoryEntry> ofCluster(@PathParam("id") String id, @BeanParam PageRequest page) {
        ClusterId cluster = RequestedId.cluster(id);
        visibleClusters.require(cluster);
        return history(clusters.stream(cluster.value()), page);
    }

    /** Every event of an organization's record, the first one first. */
    @GET
    @Path("/organizations/{id}/history")
    @Policy("inventory.read")
    public Page<HistoryEntry> ofOrganization(@PathParam("id") String id, @BeanParam PageRequest page) {
        OrganizationId organization = RequestedId.organization(id);
        visibleOrganizations.requireReadable(organization);
        return history(organizations.stream(organization.value()), page);
    }

    private Page<HistoryEntry> history(StreamId stream, PageRequest page) {
        List<RecordedEvent> found = store.read(stream, page.afterNumber().orElse(0L), page.limit() + 1);
        return Page.of(found, page, event -> Long.toString(event.version())).map(HistoryEntry::of);
    }

    /**
     * The whole inventory document of a cluster, its organization included.
     *
     * @param asOf a moment, or a version of the cluster's record; now when absent
     * @param format {@code json} or {@code yaml}; otherwise what is accepted decides
     */
    @GET
    @Path("/clusters/{id}/document")
    @Produces({MediaType.APPLICATION_JSON, "application/yaml"})
    @Policy("inventory.read")
    public Response clusterDocument(
            @PathParam("id") String id,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("format") @Nullable String format) {
        ClusterId cluster = RequestedId.cluster(id);
        visibleClusters.require(cluster);
        AsOf then = AsOf.parse(asOf);
        StreamId stream = clusters.stream(cluster.value());
        RecordReader.Versioned ofCluster = reader.until(store, stream, DocumentKind.CLUSTER, then.wanted());
        requireSomething(ofCluster, "cluster '%s'".formatted(cluster));
        RecordReader.Versioned ofOrganization = reader.until(
                store,
                organizations.stream(cluster.organization().value()),
                DocumentKind.ORGANIZATION,
                organizationAsOf(then, stream, ofCluster.version()).wanted());
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("organization", ofOrganization.recorded().facts().toDocument());
        document.set("cluster", ofCluster.recorded().facts().toDocument());
        return answer(document, ofCluster.version(), format);
    }

    /** The organization at the time of a cluster's version: that of the event which made it. */
    private AsOf organizationAsOf(AsOf then, StreamId cluster, long version) {
        return then instanceof AsOf.Version
                ? new AsOf.Moment(store.read(cluster, version - 1, 1)
                        .getFirst()
                        .metadata()
                        .time())
                : then;
    }

    /**
     * The organization's part of inventory documents.
     *
     * @param asOf a moment, or a version of the organization's record; now when absent
     * @param format {@code json} or {@code yaml}; otherwise what is accepted decides
     */
    @GET
    @Path("/organizations/{id}/document")
    @Produces({MediaType.APPLICATION_JSON, "application/yaml"})
    @Policy("inventory.read")
    public Response organizationDocument(
            @PathParam("id") String id,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("format") @Nullable String format) {
        OrganizationId organization = RequestedId.organization(id);
        visibleOrganizations.requireReadable(organization);
        RecordReader.Versioned recorded = reader.until(
                store,
                organizations.stream(organization.value()),
                DocumentKind.ORGANIZATION,
                AsOf.parse(asOf).wanted());
        requireSomething(recorded, "organization '%s'".formatted(organization));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("organization", recorded.recorded().facts().toDocument());
        return answer(document, recorded.version(), format);
    }

    private static void requireSomething(RecordReader.Versioned recorded, String what) {
        if (recorded.version() == 0) {
            throw ProblemException.notFound(what + " at that moment");
        }
    }

    private Response answer(ObjectNode document, long version, @Nullable String format) {
        DocumentFormat wanted = DocumentFormat.wanted(format, headers.getAcceptableMediaTypes());
        return Response.ok(wanted.write(document), wanted.mediaType())
                .tag(Versions.tag(version))
                .build();
    }
}
