package dev.lockstep.eventsourcing.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.eventsourcing.inbox.InboxState.Place;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The queues of a consumer's parked keys, on the connection of one transaction. */
final class ParkedQueue {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String OF_KEY = " where consumer = ? and topic = ? and partition_key = ?";

    private final Connection connection;
    private final String consumer;

    ParkedQueue(Connection connection, String consumer) {
        this.connection = connection;
        this.consumer = consumer;
    }

    /** Which key. */
    record Name(String topic, String partitionKey) {}

    /** A record in the queue; equal to another when it is the same row. */
    record Parked(long sequence, Arrival arrival) {

        Optional<ReceivedEvent> event() {
            return arrival.event();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Parked parked && parked.sequence == sequence;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }
    }

    /** One key, or all. */
    List<ParkedKey> keys(Optional<Name> name) {
        return Sql.call("list parked keys", () -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select k.topic, k.partition_key, k.partition, k.reason, k.detail, k.parked_at,
                           (select count(*) from parked_event e where e.consumer = k.consumer and e.topic = k.topic
                               and e.partition_key = k.partition_key),
                           (select coalesce(e.event_id::text, 'offset ' || e.log_offset) from parked_event e
                             where e.consumer = k.consumer and e.topic = k.topic and e.partition_key = k.partition_key
                             order by e.sequence limit 1)
                      from parked_key k
                     where k.consumer = ? and (?::text is null or (k.topic = ? and k.partition_key = ?))
                     order by k.parked_at
                    """)) {
                statement.setString(1, consumer);
                statement.setString(2, name.map(Name::topic).orElse(null));
                statement.setString(3, name.map(Name::topic).orElse(null));
                statement.setString(4, name.map(Name::partitionKey).orElse(null));
                try (ResultSet rows = statement.executeQuery()) {
                    List<ParkedKey> keys = new ArrayList<>();
                    while (rows.next()) {
                        keys.add(key(rows));
                    }
                    return keys;
                }
            }
        });
    }

    private static ParkedKey key(ResultSet row) throws SQLException {
        return new ParkedKey(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                ParkedKey.Reason.valueOf(row.getString(4)),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getLong(7),
                String.valueOf(row.getString(8)));
    }

    long countKeys() {
        return Sql.call("count parked keys", () -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select count(*) from parked_key where consumer = ?")) {
                statement.setString(1, consumer);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** The first record in the queue. */
    Optional<Parked> head(ParkedKey key) {
        return first(key, "");
    }

    /** The record to handle next: the first one, or the one that the first one misses if it has come since. */
    Optional<Parked> next(ParkedKey key) {
        Optional<Parked> head = head(key);
        if (head.isEmpty() || place(head.get()) != Place.GAP) {
            return head;
        }
        ReceivedEvent stuck = head.get().event().orElseThrow();
        return first(
                        key,
                        " and headers ->> 'ce_source' = ? and headers ->> 'ce_subject' = ?"
                                + " and headers ->> 'ce_streamversion' = ?",
                        stuck.source(),
                        stuck.stream().toString(),
                        Long.toString(unparkedState(head.get()).expected(stuck)))
                .filter(missing -> place(missing) == Place.NEXT)
                .or(() -> head);
    }

    /** Where a record stands if its key is not taken as parked. */
    Place place(Parked parked) {
        return unparkedState(parked).place(parked.arrival());
    }

    /** Takes a record out of the queue; its version counts as handled. */
    void finish(ParkedKey key, Parked parked) {
        parked.event().ifPresent(event -> {
            InboxState state = unparkedState(parked);
            if (state.place(parked.arrival()) != Place.DUPLICATE) {
                state.advance(event);
                new InboxTables(connection, consumer).storeVersions(state.advanced());
            }
        });
        update("delete from parked_event" + OF_KEY + " and sequence = ?", key, parked.sequence());
    }

    /** Ends the parking of a key whose queue is empty. */
    void release(ParkedKey key) {
        update("delete from parked_key" + OF_KEY, key);
    }

    void explain(ParkedKey key, Parked stuck) {
        if (stuck.event().isEmpty()) {
            explain(key, ParkedKey.Reason.UNREADABLE, stuck.arrival().unreadable());
        } else {
            explain(key, ParkedKey.Reason.GAP, unparkedState(stuck).describeGap(stuck.arrival()));
        }
    }

    void explain(ParkedKey key, ParkedKey.Reason reason, String detail) {
        Sql.call("explain a parked key", () -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("update parked_key set reason = ?, detail = ?" + OF_KEY)) {
                statement.setString(1, reason.name());
                statement.setString(2, InboxTables.withoutNul(detail));
                statement.setString(3, consumer);
                statement.setString(4, key.topic());
                statement.setString(5, key.partitionKey());
                return statement.executeUpdate();
            }
        });
    }

    private InboxState unparkedState(Parked parked) {
        return new InboxTables(connection, consumer)
                .state(parked.arrival().record().topic(), List.of(parked.arrival()))
                .withNothingParked();
    }

    /** The first record in the queue that meets a condition. */
    private Optional<Parked> first(ParkedKey key, String condition, String... values) {
        return Sql.call("read the queue of a parked key", () -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select sequence, topic, partition, log_offset, partition_key, headers, value from parked_event"
                            + OF_KEY + condition + " order by sequence limit 1")) {
                statement.setString(1, consumer);
                statement.setString(2, key.topic());
                statement.setString(3, key.partitionKey());
                for (int index = 0; index < values.length; index++) {
                    statement.setString(4 + index, values[index]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Parked(rows.getLong(1), Arrival.of(record(rows))))
                            : Optional.empty();
                }
            }
        });
    }

    /** A record as it came from Kafka, from its row: sequence, topic, partition, log_offset, partition_key, headers, value. */
    static ConsumerRecord<String, byte[]> record(ResultSet row) throws SQLException {
        RecordHeaders headers = new RecordHeaders();
        try {
            JSON.readValue(row.getString(6), new TypeReference<Map<String, String>>() {})
                    .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The headers were written as JSON", e);
        }
        byte[] value = row.getBytes(7);
        return new ConsumerRecord<>(
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                value.length,
                row.getString(5),
                value,
                headers,
                Optional.empty());
    }

    private void update(String sql, ParkedKey key, Object... more) {
        Sql.call("change the queue of a parked key", () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, consumer);
                statement.setString(2, key.topic());
                statement.setString(3, key.partitionKey());
                for (int index = 0; index < more.length; index++) {
                    statement.setObject(4 + index, more[index]);
                }
                return statement.executeUpdate();
            }
        });
    }
}
