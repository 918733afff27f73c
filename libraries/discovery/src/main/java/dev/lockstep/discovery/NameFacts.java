package dev.lockstep.discovery;

import java.util.Collection;
import java.util.Optional;

/** Facts of the name service: its zone and the host records that were asked for (catalogue §3.1). */
final class NameFacts {

    private final NameServer server;
    private final Findings findings;

    NameFacts(NameServer server, Findings findings) {
        this.server = server;
        this.findings = findings;
    }

    /**
     * Gathers the facts.
     *
     * @param hosts every host whose record is recorded, and what else is of interest: a record that is not found is gone
     */
    void gather(String zone, Collection<String> hosts) throws DiscoveryException {
        if (server.hasZone(zone)) {
            String source = server.source() + ": SOA " + zone;
            findings.flag(source, true, "dns", "running");
            findings.text(source, zone, "dns", "zone");
        } else {
            findings.gap(zone, "%s has no zone of this name".formatted(server.source()));
        }
        for (String host : hosts) {
            Optional<String> address = server.host(host);
            address.ifPresent(found -> findings.text(server.source() + ": A " + host, found, "dns", "aRecords", host));
        }
        findings.listed("dns", "aRecords");
    }
}
