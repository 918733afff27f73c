package dev.lockstep.eventsourcing;

import java.time.Instant;
import java.util.UUID;

/**
 * What comes with a command besides what is wanted.
 *
 * @param commandId identifies this one wish: a repeated command with the same id has no second effect
 * @param actor who or what commands, as the audit shows it
 * @param correlationId shared by everything that one request sets in motion
 * @param causationId what led to the command: its own id, or the event that it reacts to
 * @param partitionKey where its events go on Kafka; see {@link EventMetadata#partitionKey()}
 * @param time when it was given
 */
public record CommandMetadata(
        UUID commandId, String actor, UUID correlationId, UUID causationId, String partitionKey, Instant time) {

    /** A command at the beginning of everything that follows from it. */
    public static CommandMetadata first(UUID commandId, String actor, String partitionKey, Instant time) {
        return new CommandMetadata(commandId, actor, commandId, commandId, partitionKey, time);
    }

    /**
     * A command that an event leads to. Its id follows from the event and the purpose, so that handling the event again repeats
     * the command instead of giving a second one.
     *
     * @param purpose tells apart several commands that follow from one event
     */
    public static CommandMetadata causedBy(
            UUID eventId, UUID correlationId, String purpose, String actor, String partitionKey, Instant time) {
        return new CommandMetadata(
                EventIds.derive(eventId, purpose), actor, correlationId, eventId, partitionKey, time);
    }

    /** What the command's events carry. */
    public EventMetadata eventMetadata() {
        return new EventMetadata(actor, correlationId, causationId, partitionKey, time);
    }
}
