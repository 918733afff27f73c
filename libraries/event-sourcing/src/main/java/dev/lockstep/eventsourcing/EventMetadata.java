package dev.lockstep.eventsourcing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What is known about an event besides what happened.
 *
 * @param actor who or what caused it, as the audit shows it
 * @param correlationId shared by everything that one request set in motion
 * @param causationId the command or the event that led to it
 * @param partitionKey keeps events in order on Kafka: the cluster's id, or the organization's; the same for all events of a stream
 * @param time when it happened, in microseconds
 */
public record EventMetadata(String actor, UUID correlationId, UUID causationId, String partitionKey, Instant time) {

    public EventMetadata {
        if (actor.isBlank() || partitionKey.isBlank()) {
            throw new IllegalArgumentException("An event has an actor and a partition key");
        }
        time = time.truncatedTo(ChronoUnit.MICROS);
    }
}
