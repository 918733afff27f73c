package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.AppendSignal;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What a relay needs.
 *
 * @param name the same for all replicas of a service; one of them leads
 * @param topic where the events go
 * @param source the service as CloudEvents source, for example {@code /lockstep/inventory-service}
 * @param connections gives connections outside any pool and transaction manager: the relay keeps one for as long as it leads
 * @param kafka how to reach Kafka ({@code bootstrap.servers}, security); what its guarantees rest on cannot be changed
 * @param appended rings when this process has appended; the relay does not depend on it
 */
public record RelaySettings(
        String name,
        String topic,
        String source,
        DataSource connections,
        Map<String, Object> kafka,
        AppendSignal appended) {

    public RelaySettings {
        kafka = Map.copyOf(kafka);
    }

    /** For a process that does not append, or does not say so. */
    public RelaySettings(String name, String topic, String source, DataSource connections, Map<String, Object> kafka) {
        this(name, topic, source, connections, kafka, new AppendSignal());
    }
}
