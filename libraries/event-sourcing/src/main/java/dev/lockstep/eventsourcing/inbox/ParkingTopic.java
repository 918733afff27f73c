package dev.lockstep.eventsourcing.inbox;

import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.postgres.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes parked records, as they came and with the reason in headers, to {@code <topic>.parking}. Never within the transaction
 * that parks: what is not published yet is marked in the database and published later, at least once.
 */
public final class ParkingTopic {

    private static final int BATCH = 100;

    private final String consumer;
    private final EventStore store;
    private final Producer<String, byte[]> producer;

    /** For the parked records of one consumer. */
    public ParkingTopic(String consumer, EventStore store, Producer<String, byte[]> producer) {
        this.consumer = consumer;
        this.store = store;
        this.producer = producer;
    }

    /**
     * Publishes what has not been published.
     *
     * @return how many records
     * @throws KafkaException when Kafka does not take them; nothing is lost
     */
    public int publishPending() {
        int published = 0;
        List<Pending> pending;
        do {
            pending = pending();
            publish(pending);
            published += pending.size();
        } while (pending.size() == BATCH);
        return published;
    }

    /** How many keys are parked. */
    long countKeys() {
        return store.transact(Set.of(), transaction -> new ParkedQueue(transaction.connection(), consumer).countKeys());
    }

    private void publish(List<Pending> pending) {
        List<Future<RecordMetadata>> acknowledgements =
                pending.stream().map(parked -> producer.send(parked.record())).toList();
        try {
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not take a parked record", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while publishing parked records", e);
        }
        if (!pending.isEmpty()) {
            markPublished(pending);
        }
    }

    private List<Pending> pending() {
        return store.transact(
                Set.of(),
                transaction -> Sql.call("read parked records", () -> {
                    try (PreparedStatement statement = transaction.connection().prepareStatement("""
                            select e.sequence, e.topic, e.partition, e.log_offset, e.partition_key, e.headers, e.value,
                                   k.reason, k.detail
                              from parked_event e join parked_key k using (consumer, topic, partition_key)
                             where e.consumer = ? and not e.announced
                             order by e.sequence limit ?
                            """)) {
                        statement.setString(1, consumer);
                        statement.setInt(2, BATCH);
                        try (ResultSet rows = statement.executeQuery()) {
                            List<Pending> pending = new ArrayList<>();
                            while (rows.next()) {
                                pending.add(new Pending(
                                        rows.getLong(1),
                                        withReason(ParkedQueue.record(rows), rows.getString(8), rows.getString(9))));
                            }
                            return pending;
                        }
                    }
                }));
    }

    private ProducerRecord<String, byte[]> withReason(
            ConsumerRecord<String, byte[]> parked, String reason, String detail) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(parked.topic() + ".parking", null, parked.key(), parked.value(), parked.headers());
        record.headers()
                .add("parking_consumer", consumer.getBytes(StandardCharsets.UTF_8))
                .add("parking_reason", reason.getBytes(StandardCharsets.UTF_8))
                .add("parking_detail", detail.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private void markPublished(List<Pending> pending) {
        store.transact(
                Set.of(),
                transaction -> Sql.call("mark parked records", () -> {
                    try (PreparedStatement statement = transaction
                            .connection()
                            .prepareStatement("update parked_event set announced = true where sequence = any(?)")) {
                        statement.setArray(
                                1,
                                transaction
                                        .connection()
                                        .createArrayOf(
                                                "int8",
                                                pending.stream()
                                                        .map(Pending::sequence)
                                                        .toArray()));
                        return statement.executeUpdate();
                    }
                }));
    }

    private record Pending(long sequence, ProducerRecord<String, byte[]> record) {}
}
