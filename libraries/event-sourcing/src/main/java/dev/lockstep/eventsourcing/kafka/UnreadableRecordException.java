package dev.lockstep.eventsourcing.kafka;

/** A Kafka record does not carry an event as our services publish them. */
public final class UnreadableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String reason) {
        super("Not an event of ours: " + reason);
    }
}
