package dev.lockstep.audit.records;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.HoldPlaced;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Legal holds, and how long bulky data are kept. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/audit")
public class HoldsResource {

    @Inject
    Access access;

    @Inject
    RequestContext request;

    @Inject
    RecordsKeeping keeping;

    @Inject
    Retention retention;

    /**
     * What to hold.
     *
     * @param kind {@code organization}, {@code cluster} or {@code rollout}
     * @param id which one
     */
    public record Wanted(
            @Nullable String kind,
            @Nullable String id,
            @Nullable String reason) {}

    /** Why a hold is lifted. */
    public record Lifting(@Nullable String reason) {}

    /**
     * A hold that stands.
     *
     * @param hold its id
     * @param placedBy the name of the account that placed it
     */
    public record Hold(UUID hold, String kind, String id, String reason, String placedBy, Instant placedAt) {

        static Hold of(HoldPlaced placed) {
            return new Hold(
                    placed.hold(),
                    placed.on().kind().name().toLowerCase(Locale.ROOT),
                    placed.on().id(),
                    placed.reason(),
                    placed.placedBy().name(),
                    placed.placedAt());
        }
    }

    /** How long the data beside entries of a type are kept. */
    public record Period(String kind, Duration period) {}

    /** The holds that stand, the oldest first. */
    @GET
    @Path("/holds")
    @Policy("audit.records")
    public List<Hold> holds() {
        access.require(Target.platform());
        return keeping.records().holds().values().stream()
                .map(Hold::of)
                .sorted(Comparator.comparing(Hold::placedAt).thenComparing(Hold::hold))
                .toList();
    }

    /** Places a hold: nothing about its subject is given up or erased until somebody else lifts it. */
    @POST
    @Path("/holds")
    @Policy("audit.place-hold")
    public Response place(Wanted wanted) {
        access.require(Target.platform());
        HoldSubject subject = subject(Texts.required("kind", wanted.kind()), Texts.required("id", wanted.id()));
        UUID hold = EventIds.derive(request.commandId(), "hold");
        Records now = give(new RecordsCommand.PlaceHold(
                hold,
                subject,
                Texts.required("reason", wanted.reason()),
                access.principal().toAuthority(),
                request.time()));
        HoldPlaced placed = now.holds().get(hold);
        if (placed == null) {
            throw ProblemException.notFound("hold '%s' any more".formatted(hold));
        }
        return Response.created(URI.create("/api/audit/holds/" + hold))
                .entity(Hold.of(placed))
                .build();
    }

    /** Lifts a hold that somebody else placed; answers with those that stand. */
    @POST
    @Path("/holds/{hold}/lifting")
    @Policy("audit.lift-hold")
    public List<Hold> lift(@PathParam("hold") UUID hold, Lifting wanted) {
        access.require(Target.platform());
        give(new RecordsCommand.LiftHold(
                hold,
                Texts.required("reason", wanted.reason()),
                access.principal().toAuthority(),
                request.time()));
        return holds();
    }

    /** How long the data beside entries are kept, by type; what is not named is kept for ever. */
    @GET
    @Path("/retention")
    @Policy("audit.records")
    public List<Period> retention() {
        access.require(Target.platform());
        return retention.policy().periods().entrySet().stream()
                .map(kind -> new Period(kind.getKey(), kind.getValue()))
                .toList();
    }

    private Records give(RecordsCommand command) {
        return switch (keeping.handle(command, request.command(PlatformEvent.PARTITION_KEY))) {
            case CommandResult.Done<Records, RecordsEvent> done -> done.state();
            case CommandResult.Refused<Records, RecordsEvent>(var refusal, var _, var _) ->
                throw ProblemException.refused(
                        refusal,
                        switch (refusal.type()) {
                            case "unknown-hold" -> 404;
                            case "lifter-placed-hold" -> 403;
                            default -> 409;
                        });
        };
    }

    private static HoldSubject subject(String kind, String id) {
        HoldSubject.Kind known = switch (kind) {
            case "organization" -> HoldSubject.Kind.ORGANIZATION;
            case "cluster" -> HoldSubject.Kind.CLUSTER;
            case "rollout" -> HoldSubject.Kind.ROLLOUT;
            default ->
                throw new InvalidRequestException(new Mistake(
                        "/kind", "'%s' cannot be held".formatted(kind), "use organization, cluster or rollout"));
        };
        try {
            return new HoldSubject(known, id);
        } catch (IllegalArgumentException notOne) {
            throw new InvalidRequestException(
                    new Mistake("/id", "'%s' is no id of a %s".formatted(id, kind), "pass its id"), notOne);
        }
    }
}
