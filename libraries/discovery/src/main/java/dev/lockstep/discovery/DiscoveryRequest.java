package dev.lockstep.discovery;

import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found out.
 *
 * @param organization name of the Exchange organization
 * @param recorded what is recorded about it; its groups and accounts are looked up, its names are written as they are written there
 * @param names the name server that is asked, or null for none: names are then found by this machine's resolver
 * @param hosts hosts whose address records are of interest, besides those that are recorded
 */
public record DiscoveryRequest(
        String organization, FactTree recorded, @Nullable NameServer names, List<String> hosts) {

    public DiscoveryRequest {
        hosts = List.copyOf(hosts);
    }

    Collection<String> recordedNames(String... path) {
        return recorded.names(FactPath.of(path));
    }

    /** The zone that is recorded. */
    String zoneOr(String otherwise) {
        return recorded.fact(FactPath.of("dns", "zone"))
                .map(fact -> fact.value().asText())
                .orElse(otherwise);
    }

    /** Every host whose record is looked up. */
    Set<String> allHosts() {
        Set<String> all = new LinkedHashSet<>(recordedNames("dns", "aRecords"));
        for (String host : hosts) {
            if (all.stream().noneMatch(host::equalsIgnoreCase)) {
                all.add(host);
            }
        }
        return all;
    }
}
