package dev.lockstep.eventsourcing.relay;

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
 */
public record RelaySettings(
        String name, String topic, String source, DataSource connections, Map<String, Object> kafka) {

    public RelaySettings {
        kafka = Map.copyOf(kafka);
    }
}
