package dev.lockstep.lab.world;

import java.util.ArrayList;
import java.util.List;

/**
 * What one domain controller knows about Exchange. Zero means that the object is not there.
 *
 * @param schemaRangeUpper of the schema's version attribute (6870 for Exchange 2003)
 * @param organizationVersion objectVersion of the organization container (6903)
 * @param domainVersion objectVersion of the container of system objects in the controller's domain (6936)
 * @param groups groups that DomainPrep makes in the controller's domain
 */
public record Replica(
        int schemaRangeUpper,
        int organizationVersion,
        int domainVersion,
        List<String> groups,
        List<ExchangeServer> servers) {
    public Replica {
        groups = List.copyOf(groups);
        servers = List.copyOf(servers);
    }

    /** What a controller knows after a server object was deleted. */
    public Replica without(String server) {
        return new Replica(
                schemaRangeUpper,
                organizationVersion,
                domainVersion,
                groups,
                servers.stream()
                        .filter(each -> !each.name().equalsIgnoreCase(server))
                        .toList());
    }

    /** What a controller knows after the knowledge of another one has arrived; {@code domainToo} within one domain. */
    public Replica merge(Replica other, boolean domainToo) {
        List<String> names = new ArrayList<>(groups);
        if (domainToo) {
            other.groups.stream().filter(each -> !Named.contains(names, each)).forEach(names::add);
        }
        List<ExchangeServer> all = servers;
        for (ExchangeServer each : other.servers) {
            boolean newer = Named.find(servers, each.name())
                    .map(known -> ExchangeInstall.compareBuilds(each.build(), known.build()) > 0)
                    .orElse(true);
            if (newer) {
                all = Named.put(all, each);
            }
        }
        return new Replica(
                Math.max(schemaRangeUpper, other.schemaRangeUpper),
                Math.max(organizationVersion, other.organizationVersion),
                domainToo ? Math.max(domainVersion, other.domainVersion) : domainVersion,
                names,
                all);
    }
}
