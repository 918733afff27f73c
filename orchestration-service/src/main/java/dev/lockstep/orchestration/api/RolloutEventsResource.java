package dev.lockstep.orchestration.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.orchestration.signal.WakeUpCall;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A rollout's events as they happen: server-sent, each with the stream's version as its id. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/rollouts/{id}/events")
public class RolloutEventsResource {

    private static final Logger LOG = Logger.getLogger(RolloutEventsResource.class);
    private static final Duration GLANCE = Duration.ofMillis(500);

    @Inject
    Rollouts rollouts;

    @Inject
    WakeUpCall wakeUpCall;

    @Inject
    RolloutAccess visible;

    @ConfigProperty(name = "lockstep.orchestration.longest-stream")
    Duration longestStream;

    /**
     * Follows a rollout until it is over, or for as long as a token is trusted without being shown again: whoever listens on presents
     * a new one, and what was taken from the account meanwhile takes effect.
     *
     * @param lastEventId goes on after this event; from the first event when absent
     */
    @GET
    @Policy("orchestration.read")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void follow(
            @PathParam("id") UUID id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        visible.require(id);
        long after = version(lastEventId);
        Thread.ofVirtual().name("events-" + id).start(() -> send(id, after, sink, sse));
    }

    private static long version(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(lastEventId.strip()));
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    new Mistake(
                            "Last-Event-ID", "it is no event id of ours", "give the id of the last event, unchanged"),
                    e);
        }
    }

    private void send(UUID id, long lastVersion, SseEventSink sink, Sse sse) {
        long after = lastVersion;
        long began = System.nanoTime();
        try (sink) {
            while (!sink.isClosed() && System.nanoTime() - began < longestStream.toNanos()) {
                int ring = wakeUpCall.lastRing();
                boolean over = rollouts.state(id).status().isOver();
                long last = rollouts.follow(
                        id,
                        after,
                        event -> sink.send(sse.newEventBuilder()
                                        .id(Long.toString(event.version()))
                                        .name(event.type())
                                        .data(json(event))
                                        .build())
                                .toCompletableFuture()
                                .join());
                boolean nothing = last == after;
                after = last;
                if (over && nothing) {
                    return;
                }
                if (nothing) {
                    wakeUpCall.await(ring, GLANCE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CompletionException | IllegalStateException e) {
            LOG.debugf("rollout=%s a listener has gone: %s", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warnf(
                    e,
                    "rollout=%s events cannot be sent; the listener is cut off and may ask again from its last event",
                    id);
        }
    }

    private static String json(RecordedEvent event) {
        try {
            ObjectNode message = ContractJson.mapper().createObjectNode();
            message.put("type", event.type());
            message.put("version", event.version());
            message.put("time", event.metadata().time().toString());
            message.put("actor", event.metadata().actor());
            message.set("event", ContractJson.mapper().readTree(event.data()));
            return ContractJson.mapper().writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }
}
