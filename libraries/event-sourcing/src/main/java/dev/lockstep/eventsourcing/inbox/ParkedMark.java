package dev.lockstep.eventsourcing.inbox;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How many keys a consumer has parked, in words beside its committed offsets: whoever asks the broker how far the consumer is sees what it
 * passed over, without asking the consumer itself.
 */
public final class ParkedMark {

    private static final String PREFIX = "parked=";

    private ParkedMark() {}

    static String of(long keys) {
        return keys == 0 ? "" : PREFIX + keys;
    }

    /** How many keys were parked when the offset was committed; 0 when nothing is said of them. */
    public static long keys(OffsetAndMetadata committed) {
        String mark = committed.metadata();
        return mark.matches(PREFIX + "[0-9]{1,18}") ? Long.parseLong(mark.substring(PREFIX.length())) : 0;
    }
}
