package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** An event that one service publishes and any other may read. Every implementation is a record with an {@link EventType}. */
public interface PublishedEvent {

    /**
     * What orders this event among others on its topic: the cluster id for everything about one cluster, otherwise the organization
     * id; {@link dev.lockstep.contracts.platform.PlatformEvent#PARTITION_KEY} for what is about neither.
     */
    @JsonIgnore
    String partitionKey();
}
