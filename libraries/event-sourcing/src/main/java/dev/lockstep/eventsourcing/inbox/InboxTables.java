package dev.lockstep.eventsourcing.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.InboxState.SourceStream;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.eventsourcing.postgres.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A consumer's tables, on the connection of one transaction that holds the inbox lock of the partition. */
final class InboxTables {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final String consumer;

    InboxTables(Connection connection, String consumer) {
        this.connection = connection;
        this.consumer = consumer;
    }

    /** Keeps a consumer that has lost a partition, its successor and operators out of each other's way. */
    static StreamId lock(String consumer, TopicPartition partition) {
        return new StreamId("inbox", consumer + "/" + partition.topic() + "/" + partition.partition());
    }

    InboxState state(String topic, List<Arrival> arrivals) {
        return Sql.call("read the inbox", () -> read(topic, arrivals));
    }

    private InboxState read(String topic, List<Arrival> arrivals) throws SQLException {
        List<SourceStream> streams = arrivals.stream()
                .flatMap(arrival -> arrival.event().stream())
                .map(SourceStream::of)
                .distinct()
                .toList();
        String[] keys = arrivals.stream().map(Arrival::key).distinct().toArray(String[]::new);
        Map<SourceStream, Long> versions = new HashMap<>();
        Set<String> parked = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select s.source, s.stream, s.version
                  from inbox_stream s join unnest(?, ?) as wanted (source, stream) using (source, stream)
                 where s.consumer = ?
                 union all
                select null, p.partition_key, null
                  from parked_key p
                 where p.consumer = ? and p.topic = ? and p.partition_key = any(?)
                """)) {
            setStreams(statement, 1, streams);
            statement.setString(3, consumer);
            statement.setString(4, consumer);
            statement.setString(5, topic);
            statement.setArray(6, connection.createArrayOf("text", keys));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String source = rows.getString(1);
                    if (source == null) {
                        parked.add(rows.getString(2));
                    } else {
                        versions.put(new SourceStream(source, StreamId.parse(rows.getString(2))), rows.getLong(3));
                    }
                }
            }
        }
        return new InboxState(versions, parked);
    }

    void storeVersions(Map<SourceStream, Long> versions) {
        if (versions.isEmpty()) {
            return;
        }
        List<SourceStream> streams = List.copyOf(versions.keySet());
        Sql.call("store stream versions", () -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into inbox_stream (consumer, source, stream, version)
                    select ?, source, stream, version from unnest(?, ?, ?) as handled (source, stream, version)
                    on conflict (consumer, source, stream) do update set version = excluded.version
                    """)) {
                statement.setString(1, consumer);
                setStreams(statement, 2, streams);
                statement.setArray(
                        4,
                        connection.createArrayOf(
                                "int8", streams.stream().map(versions::get).toArray()));
                return statement.executeUpdate();
            }
        });
    }

    void parkKey(Arrival arrival, ParkedKey.Reason reason, String detail) {
        Sql.call("park key " + arrival.key(), () -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into parked_key (consumer, topic, partition_key, partition, reason, detail) values (?, ?, ?, ?, ?, ?)
                    """)) {
                statement.setString(1, consumer);
                statement.setString(2, arrival.record().topic());
                statement.setString(3, arrival.key());
                statement.setInt(4, arrival.record().partition());
                statement.setString(5, reason.name());
                statement.setString(6, withoutNul(detail));
                return statement.executeUpdate();
            }
        });
    }

    /** Puts an arrival at the end of its parked key's queue, once. */
    void queue(Arrival arrival) {
        ConsumerRecord<String, byte[]> record = arrival.record();
        Sql.call("queue an event of key " + arrival.key(), () -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into parked_event (consumer, topic, partition_key, partition, log_offset, event_id, headers, value)
                    values (?, ?, ?, ?, ?, ?, ?::json, ?)
                    on conflict do nothing
                    """)) {
                statement.setString(1, consumer);
                statement.setString(2, record.topic());
                statement.setString(3, arrival.key());
                statement.setInt(4, record.partition());
                statement.setLong(5, record.offset());
                statement.setObject(6, arrival.event().map(ReceivedEvent::id).orElse(null));
                statement.setString(7, headers(record));
                statement.setBytes(8, record.value() == null ? new byte[0] : record.value());
                return statement.executeUpdate();
            }
        });
    }

    private static String headers(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        try {
            return JSON.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Text is always representable as JSON", e);
        }
    }

    /** PostgreSQL's text has no place for this character, and a poison event must not be able to stop its own parking. */
    static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private void setStreams(PreparedStatement statement, int first, List<SourceStream> streams) throws SQLException {
        statement.setArray(
                first,
                connection.createArrayOf(
                        "text", streams.stream().map(SourceStream::source).toArray()));
        statement.setArray(
                first + 1,
                connection.createArrayOf(
                        "text",
                        streams.stream()
                                .map(stream -> stream.stream().toString())
                                .toArray()));
    }
}
