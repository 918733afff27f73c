package dev.lockstep.service.events;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.ParkedEventSkipped;
import dev.lockstep.contracts.platform.PlatformEvent.ParkedKeyRetried;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.inbox.ParkedKey;
import dev.lockstep.eventsourcing.inbox.ParkingLot;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys whose events could not be handled: see them, try them again, or skip an event. Both need a reason, and are events that the
 * history keeps.
 */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/platform/parked-events")
public class ParkedEventsResource {

    private static final ContractCodec<PlatformEvent> CODEC = new ContractCodec<>(PlatformEvent.class);

    @Inject
    Access access;

    @Inject
    EventTraffic traffic;

    @Inject
    ServiceIdentity service;

    @Inject
    RequestContext context;

    /**
     * The parked keys of one consumer.
     *
     * @param consumer the subscription
     * @param keys the oldest first
     */
    public record ParkedKeys(String consumer, List<ParkedKey> keys) {}

    /** Names a parked key, and says why it is decided so. */
    public record ParkedKeyRequest(
            @Nullable String consumer,
            @Nullable String topic,
            @Nullable String partitionKey,
            @Nullable String reason) {}

    /**
     * What became of a parked key.
     *
     * @param handled events of its queue that were handled now
     * @param stillParked the key with what is in its way, or null (absent) when its queue is empty
     */
    public record ReleasedKey(int handled, @Nullable ParkedKey stillParked) {
        static ReleasedKey of(ParkingLot.Outcome outcome) {
            return new ReleasedKey(outcome.handled(), outcome.stillParked().orElse(null));
        }
    }

    /** Every parked key of this service. */
    @GET
    @Policy("platform.parked-events")
    public List<ParkedKeys> list() {
        access.require(Target.platform());
        return traffic.consumers().stream()
                .map(consumer -> new ParkedKeys(
                        consumer.inbox().name(), consumer.parkingLot().list()))
                .toList();
    }

    /** Handles the events of a key again, in order, until one fails. */
    @POST
    @Path("/retry")
    @Policy("platform.release-parked-events")
    public ReleasedKey retry(ParkedKeyRequest request) {
        return decided(request, ParkingLot::retry, ParkedKeyRetried::new);
    }

    /** Gives up the first event of a key for ever, and goes on with the rest. */
    @POST
    @Path("/skip")
    @Policy("platform.release-parked-events")
    public ReleasedKey skip(ParkedKeyRequest request) {
        return decided(request, ParkingLot::skip, ParkedEventSkipped::new);
    }

    private interface Act {
        ParkingLot.Outcome on(ParkingLot parkingLot, String topic, String partitionKey, ParkingLot.Telling telling);
    }

    private interface Decision {
        PlatformEvent of(
                String service,
                String consumer,
                String topic,
                String key,
                String firstEvent,
                String problem,
                String decidedBy,
                Instant decidedAt,
                String reason);
    }

    private ReleasedKey decided(ParkedKeyRequest request, Act act, Decision decision) {
        access.require(Target.platform());
        String reason = required("reason", request.reason());
        String consumer = required("consumer", request.consumer());
        return ReleasedKey.of(act.on(
                parkingLot(consumer),
                required("topic", request.topic()),
                required("partitionKey", request.partitionKey()),
                key -> event(decision.of(
                        service.name(),
                        consumer,
                        key.topic(),
                        key.partitionKey(),
                        key.firstEvent(),
                        key.detail(),
                        access.principal().name(),
                        context.time(),
                        reason))));
    }

    /** A request that is repeated under its idempotency key has the same event, and so no second effect. */
    private NewEvent event(PlatformEvent decision) {
        return new NewEvent(
                EventIds.derive(context.commandId(), "parking-decision"),
                CODEC.typeOf(decision),
                CODEC.encode(decision),
                context.command(decision.partitionKey()).eventMetadata());
    }

    private ParkingLot parkingLot(String consumer) {
        Optional<ParkingLot> found = traffic.consumers().stream()
                .filter(fed -> fed.inbox().name().equals(consumer))
                .map(EventTraffic.Consumer::parkingLot)
                .findFirst();
        return found.orElseThrow(() -> ProblemException.notFound("consumer '%s'".formatted(consumer)));
    }

    private static String required(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidRequestException(new Mistake("/" + member, "it is missing", "add it"));
        }
        return value;
    }
}
