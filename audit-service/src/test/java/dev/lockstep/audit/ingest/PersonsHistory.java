package dev.lockstep.audit.ingest;

import static dev.lockstep.history.certificate.RolloutScript.authority;

import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.postgres.Transactions;
import dev.lockstep.history.certificate.RolloutScript;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A history in which persons approve and are erased, as the relay publishes it and the subscription takes it in. */
public final class PersonsHistory {

    public static final UUID ROLLOUT = new UUID(0, 1);

    private static final String TOPIC = "lockstep.audit";

    private final LedgerDatabase database;
    private final EventStore store;
    private final LedgerSubscription subscription;
    private long version;

    public PersonsHistory(LedgerDatabase database) {
        this.database = database;
        this.store = new PostgresEventStore(database.dataSource(), Transactions.jdbc(database.dataSource()));
        this.subscription = new LedgerSubscription(
                new Ledger(LedgerDatabase.IDENTITY, database.memory), LedgerDatabase.PERSONS, Clock.systemUTC());
    }

    /** The next event as it comes. */
    public ConsumerRecord<String, byte[]> next(String service, String actor, PublishedEvent event) {
        version++;
        UUID id = UUID.nameUUIDFromBytes(("event " + version).getBytes(StandardCharsets.UTF_8));
        RecordedEvent recorded = new RecordedEvent(
                new StreamId("rollout", "all-" + version),
                1,
                id,
                EventCatalogue.typeOf(event),
                new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                new EventMetadata(actor, id, id, event.partitionKey(), Instant.EPOCH),
                EventCursor.START);
        return Records.received(
                version, CloudEventRecords.write(TOPIC, "/lockstep/%s-service".formatted(service), recorded));
    }

    /** Somebody approves. */
    public ConsumerRecord<String, byte[]> approved(String by, String comment) {
        return next(
                "orchestration",
                by,
                new ApprovalEvent.RolloutApproved(
                        RolloutScript.CLUSTER,
                        ROLLOUT,
                        new Approval("hash", authority(by, "approver"), Instant.EPOCH, Instant.EPOCH, comment)));
    }

    /** The person of a key is erased. */
    public ConsumerRecord<String, byte[]> erased(String person) {
        return next(
                "audit",
                "carl",
                new PersonErased(new UUID(0, 7), person, authority("carl", "administrator"), Instant.EPOCH));
    }

    /** Takes in what comes. */
    public void take(ConsumerRecord<String, byte[]> record) {
        take(List.of(record));
    }

    /** Takes in what comes together. */
    public void take(List<ConsumerRecord<String, byte[]>> records) {
        new InboxConsumer(subscription.consumer(), store, subscription).accept(new TopicPartition(TOPIC, 0), records);
    }

    /** The id of a person's key. */
    public String id(String name) throws SQLException {
        try (Connection connection = database.connect()) {
            return LedgerDatabase.PERSONS.named(connection, name).orElseThrow().id();
        }
    }
}
