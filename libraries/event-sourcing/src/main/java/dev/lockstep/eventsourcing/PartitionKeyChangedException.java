package dev.lockstep.eventsourcing;

/** A stream's events must stay in one Kafka partition, or their order would be lost on the way. */
public final class PartitionKeyChangedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    public PartitionKeyChangedException(String stream, String before, String after) {
        super("Stream " + stream + " has partition key '" + before + "' and cannot change to '" + after + "'");
    }
}
