package dev.lockstep.validation.waivers;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.validation.WaiverEvent;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import dev.lockstep.validation.requirements.OrganizationCatalogues;
import dev.lockstep.validation.view.KnownCluster;
import dev.lockstep.validation.view.VisibleClusters;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Waivers of recommendations on one cluster. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/clusters/{cluster}/waivers")
public class WaiversResource {

    private static final int LONGEST_TEXT = 2_000;

    @Inject
    Access access;

    @Inject
    VisibleClusters clusters;

    @Inject
    ClusterWaivers waivers;

    @Inject
    OrganizationCatalogues catalogues;

    @Inject
    RequestContext request;

    /**
     * A waiver that is asked for.
     *
     * @param requirement the recommendation's id
     * @param subject what it is waived for, as results name it; absent for everything on the cluster
     * @param reason why, in 1 to 2,000 characters
     * @param expiresAt from when on it counts no more; at most 366 days from now
     */
    public record Wanted(
            @Nullable String requirement,
            @Nullable String subject,
            @Nullable String reason,
            @Nullable Instant expiresAt) {}

    /**
     * Why a waiver is rejected or revoked.
     *
     * @param reason in 1 to 2,000 characters
     */
    public record Because(@Nullable String reason) {}

    /** All waivers of the cluster, in the order in which they were asked for. */
    @GET
    @Policy("validation.report")
    public Page<WaiverView> list(@PathParam("cluster") String cluster, @BeanParam PageRequest page) {
        KnownCluster known = clusters.require(cluster);
        List<Waiver> all = List.copyOf(waivers.book(known.id()).waivers().values());
        int from = page.after().map(id -> position(all, id) + 1).orElse(0);
        List<WaiverView> found = all.stream()
                .skip(from)
                .limit(page.limit() + 1L)
                .map(waiver -> WaiverView.of(waiver, request.time()))
                .toList();
        return Page.of(found, page, waiver -> waiver.id().toString());
    }

    private static int position(List<Waiver> all, String id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().toString().equals(id)) {
                return i;
            }
        }
        return all.size();
    }

    /** Asks for a waiver; it counts when somebody else has approved it. */
    @POST
    @Policy("validation.request-waiver")
    public Response request(@PathParam("cluster") String cluster, Wanted wanted) {
        KnownCluster known = clusters.require(cluster);
        String requirement = text("/requirement", wanted.requirement());
        String reason = text("/reason", wanted.reason());
        Instant expiresAt = wanted.expiresAt();
        if (expiresAt == null) {
            throw new InvalidRequestException(
                    new Mistake("/expiresAt", "a waiver expires", "say when, for example 2027-01-31T00:00:00Z"));
        }
        Severity severity = catalogues
                .engine(known.id().organization())
                .catalogue()
                .requirement(requirement)
                .map(Requirement::severity)
                .orElse(null);
        UUID id = request.commandId();
        String subject = wanted.subject() == null ? null : text("/subject", wanted.subject());
        WaiverView waiver = handle(
                known.id(),
                new WaiverCommand.Request(
                        known.id(), id, requirement, severity, subject, reason, expiresAt, by(), request.time()));
        return Response.status(Response.Status.CREATED).entity(waiver).build();
    }

    /** Approves a waiver that somebody else asked for. */
    @POST
    @Path("/{id}/approval")
    @Policy("validation.decide-waiver")
    public WaiverView approve(@PathParam("cluster") String cluster, @PathParam("id") String id) {
        KnownCluster known = clusters.require(cluster);
        return handle(known.id(), new WaiverCommand.Approve(uuid(id), by(), request.time()));
    }

    /** Refuses a waiver that was asked for. */
    @POST
    @Path("/{id}/rejection")
    @Policy("validation.decide-waiver")
    public WaiverView reject(@PathParam("cluster") String cluster, @PathParam("id") String id, Because because) {
        KnownCluster known = clusters.require(cluster);
        return handle(
                known.id(),
                new WaiverCommand.Reject(uuid(id), by(), text("/reason", because.reason()), request.time()));
    }

    /** Takes a waiver back. */
    @POST
    @Path("/{id}/revocation")
    @Policy("validation.revoke-waiver")
    public WaiverView revoke(@PathParam("cluster") String cluster, @PathParam("id") String id, Because because) {
        KnownCluster known = clusters.require(cluster);
        return handle(
                known.id(),
                new WaiverCommand.Revoke(uuid(id), by(), text("/reason", because.reason()), request.time()));
    }

    private WaiverView handle(ClusterId cluster, WaiverCommand command) {
        CommandResult<WaiverBook, WaiverEvent> result =
                waivers.handle(cluster, command, request.command(cluster.value()));
        return switch (result) {
            case CommandResult.Refused<WaiverBook, WaiverEvent> refused -> throw problem(refused.refusal());
            case CommandResult.Done<WaiverBook, WaiverEvent> done ->
                Optional.ofNullable(done.state().waivers().get(command.waiver()))
                        .map(waiver -> WaiverView.of(waiver, request.time()))
                        .orElseThrow();
        };
    }

    private static ProblemException problem(Refusal refusal) {
        return switch (refusal.type()) {
            case "unknown-waiver" -> ProblemException.refused(refusal, 404);
            case "unknown-requirement", "expiry-out-of-range" -> ProblemException.refused(refusal, 422);
            case "own-request" -> ProblemException.refused(refusal, 403);
            default -> ProblemException.refused(refusal);
        };
    }

    private Authority by() {
        return access.principal().toAuthority();
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("waiver '%s'".formatted(id));
        }
    }

    private static String text(String place, @Nullable String text) {
        if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new InvalidRequestException(
                    new Mistake(place, "a text of 1 to 2,000 characters is missing here", "say it in a sentence"));
        }
        return text.strip();
    }
}
