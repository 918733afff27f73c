package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.inbox.EventHandler;
import java.util.List;

/**
 * What a service does about the events of other services. A bean of this type is fed from the start of the application to its end:
 * every event once, in order per key; an event that it cannot handle parks its key.
 */
public interface Subscription extends EventHandler {

    /** Names it for ever, for example {@code inventory-rollout-reports}: its progress is kept under this name. */
    String consumer();

    /** The topics that it reads. */
    List<String> topics();
}
