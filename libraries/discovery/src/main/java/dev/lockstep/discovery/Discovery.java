package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.NameResolver;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a forest and the Exchange organization in it: the forest and the organization from the first domain controller, what each
 * controller knows of ForestPrep and DomainPrep from itself. Nothing is changed there.
 */
public final class Discovery {

    private static final int LDAP = 389;

    private final DirectoryAccess access;
    private final InstantSource clock;

    public Discovery(DirectoryAccess access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    /**
     * Finds out what is to be seen.
     *
     * @throws DiscoveryException when a controller that was named, or the name server, cannot be read, or the organization is another;
     *     what else cannot be read is a gap
     */
    public Discovered find(DiscoveryRequest request) throws DiscoveryException {
        var observedAt = clock.instant();
        Findings findings = new Findings();
        NameServer names = request.names();
        NameResolver resolver = names == null ? LDAPConnectionOptions.DEFAULT_NAME_RESOLVER : names.resolver();
        try (Controllers controllers =
                new Controllers(Controller.open(access.controllers().getFirst(), access, resolver))) {
            for (DirectoryAddress each :
                    access.controllers().subList(1, access.controllers().size())) {
                controllers.add(Controller.open(each, access, resolver));
            }
            Forest forest = Forest.read(controllers.first(), findings);
            if (access.others()) {
                addOthers(forest, controllers, names, resolver, findings);
            }
            new ForestFacts(forest, controllers, findings).gather();
            Optional<String> organization =
                    new OrganizationFacts(controllers.first(), findings).gather(request.organization());
            if (organization.isPresent()) {
                new DelegationFacts(controllers.first(), new Holders(forest, controllers), findings)
                        .gather(organization.get(), request.recorded());
            }
            new PrincipalFacts(forest, controllers, findings)
                    .gather(request.recordedNames("groups"), request.recordedNames("accounts"));
            if (names != null) {
                String root = forest.domain(controllers.first().root().forest())
                        .map(Forest.Domain::name)
                        .orElse(request.organization());
                new NameFacts(names, findings).gather(request.zoneOr(root), request.allHosts());
            }
        }
        return new Discovered(observedAt, findings.facts(), findings.listed(), findings.gaps())
                .spelledAs(request.recorded());
    }

    private void addOthers(
            Forest forest,
            Controllers controllers,
            @Nullable NameServer names,
            NameResolver resolver,
            Findings findings)
            throws DiscoveryException {
        for (Forest.Host each : forest.hosts()) {
            if (controllers.has(each.name())) {
                continue;
            }
            DirectoryAddress address = address(each, forest, controllers.first().address(), names);
            try {
                controllers.add(Controller.open(address, access, resolver));
            } catch (DiscoveryException e) {
                findings.gap(each.name(), e.sentence());
            }
        }
    }

    /** Where the name service says that a controller answers; LDAPS, which it does not tell of, at the port of the first controller. */
    private static DirectoryAddress address(
            Forest.Host host, Forest forest, DirectoryAddress first, @Nullable NameServer names)
            throws DiscoveryException {
        if (first.encrypted()) {
            return first.at(host.name(), first.port());
        }
        Optional<Forest.Domain> domain = forest.domain(Names.domainOf(host.computer()));
        if (names != null && domain.isPresent()) {
            for (NameServer.Offer each :
                    names.offers("_ldap._tcp.dc._msdcs." + domain.get().name())) {
                if (each.host().equalsIgnoreCase(host.name())) {
                    return first.at(host.name(), each.port());
                }
            }
        }
        return first.at(host.name(), LDAP);
    }
}
