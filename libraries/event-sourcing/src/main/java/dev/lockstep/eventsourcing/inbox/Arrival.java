package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.kafka.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A record as it came, and the event in it if there is one.
 *
 * @param unreadable why there is no event; empty when there is one
 */
record Arrival(ConsumerRecord<String, byte[]> record, Optional<ReceivedEvent> event, String unreadable) {

    /** Records without a key have one place where they queue. */
    private static final String NO_KEY = "";

    static Arrival of(ConsumerRecord<String, byte[]> record) {
        try {
            return new Arrival(record, Optional.of(CloudEventRecords.read(record)), "");
        } catch (UnreadableRecordException e) {
            return new Arrival(record, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** The key under which it queues; without the one character that the database has no place for. */
    String key() {
        return record.key() == null ? NO_KEY : record.key().replace('\0', '\uFFFD');
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    ReceivedEvent required() {
        return event.orElseThrow();
    }
}
