package dev.lockstep.orchestration.api;

import dev.lockstep.access.Reach;
import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.orchestration.deputy.Arrangement;
import dev.lockstep.orchestration.deputy.ArrangementCommand;
import dev.lockstep.orchestration.deputy.ArrangementRow;
import dev.lockstep.orchestration.deputy.ArrangementRows;
import dev.lockstep.orchestration.deputy.Arrangements;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Deputies over HTTP: an approver who will be away lends authority for a period, and a second approver agrees. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/deputies")
public class DeputyResource {

    @Inject
    Arrangements arrangements;

    @Inject
    ArrangementRows rows;

    @Inject
    Access access;

    @Inject
    RequestContext request;

    /**
     * Whom to appoint.
     *
     * @param site where the deputy may stand in; every site of the organization when absent
     * @param deputy the name of the account
     * @param from when the period begins; now when absent
     * @param until when it is over
     */
    public record Appointment(
            @Nullable OrganizationId organization,
            @Nullable String site,
            @Nullable String deputy,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String reason) {}

    /** Agreement, with or without words. */
    public record Agreement(@Nullable String comment) {}

    /** Why an arrangement ends early. */
    public record Ending(@Nullable String reason) {}

    /** Appoints a deputy; nothing follows until a second approver agrees. */
    @POST
    @Policy("orchestration.appoint-deputy")
    public Response appoint(Appointment wanted) {
        OrganizationId organization = wanted.organization();
        if (organization == null) {
            throw RequestText.missing("organization");
        }
        String site = wanted.site() == null || wanted.site().isBlank() ? null : wanted.site();
        access.require(new Target(site, organization, null));
        Instant until = wanted.until();
        if (until == null) {
            throw RequestText.missing("until");
        }
        Instant from = Objects.requireNonNullElse(wanted.from(), request.time());
        String deputy = RequestText.required("deputy", wanted.deputy()).strip();
        String reason = RequestText.required("reason", wanted.reason());
        UUID id = EventIds.derive(request.commandId(), "deputy");
        ArrangementRow made = give(
                id,
                organization,
                now -> new ArrangementCommand.Appoint(
                        organization,
                        id,
                        site,
                        deputy,
                        from.truncatedTo(ChronoUnit.MICROS),
                        until.truncatedTo(ChronoUnit.MICROS),
                        reason,
                        access.principal().toAuthority(),
                        now));
        return Response.created(URI.create("/api/orchestration/deputies/" + id))
                .entity(made)
                .build();
    }

    /** The arrangements, newest first. */
    @GET
    @Policy("orchestration.list")
    public Page<ArrangementRow> list(
            @QueryParam("organization") @Nullable String organization, @BeanParam PageRequest page) {
        return Page.of(
                rows.list(
                        Reach.of(access.filtered()),
                        organization,
                        page.afterNumber().orElse(Long.MAX_VALUE),
                        page.limit() + 1,
                        request.time()),
                page,
                row -> Long.toString(row.number()));
    }

    /** One arrangement. */
    @GET
    @Path("/{id}")
    @Policy("orchestration.read")
    public ArrangementRow find(@PathParam("id") UUID id) {
        require(id);
        return row(id);
    }

    /** Agrees, as a second approver who holds all that is lent. */
    @POST
    @Path("/{id}/agreement")
    @Policy("orchestration.agree-deputy")
    public ArrangementRow agree(@PathParam("id") UUID id, Agreement wanted) {
        OrganizationId organization = require(id).required().organization();
        String comment = RequestText.checked("comment", wanted.comment());
        return give(
                id,
                organization,
                now -> new ArrangementCommand.Agree(comment, access.principal().toAuthority(), now));
    }

    /** Ends an arrangement before its period is over. */
    @POST
    @Path("/{id}/end")
    @Policy("orchestration.end-deputy")
    public ArrangementRow end(@PathParam("id") UUID id, Ending wanted) {
        OrganizationId organization = require(id).required().organization();
        String reason = RequestText.required("reason", wanted.reason());
        return give(
                id,
                organization,
                now -> new ArrangementCommand.End(reason, access.principal().toAuthority(), now));
    }

    /** The arrangement that the account may act on; only who may see everything learns that there is none of an id. */
    private Arrangement require(UUID id) {
        Arrangement arrangement = arrangements.state(id);
        access.require(arrangement.exists() ? arrangement.target() : Target.platform());
        if (!arrangement.exists()) {
            throw ProblemException.notFound("arrangement '%s'".formatted(id));
        }
        return arrangement;
    }

    private ArrangementRow give(UUID id, OrganizationId organization, Function<Instant, ArrangementCommand> command) {
        return switch (arrangements.handle(id, request.command(organization.value()), command)) {
            case CommandResult.Refused<Arrangement, DeputyEvent> refused ->
                throw GivenCommands.problem(refused.refusal());
            case CommandResult.Done<Arrangement, DeputyEvent> _ -> row(id);
        };
    }

    private ArrangementRow row(UUID id) {
        return rows.find(id, request.time()).orElseThrow();
    }
}
