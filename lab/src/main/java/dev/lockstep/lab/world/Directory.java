package dev.lockstep.lab.world;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the organization and its name service.
 *
 * @param organization name of the Exchange organization, given to its container when the first server is made
 * @param schemaMaster full name of the domain controller that holds the schema
 * @param description what its document says besides
 * @param preparing what is being prepared now: {@code forest}, a domain's name, or nothing
 */
public record Directory(
        String organization,
        String schemaMaster,
        DirectoryDescription description,
        List<Domain> domains,
        List<DomainController> controllers,
        List<String> smtpDomains,
        Zone zone,
        @Nullable String preparing,
        List<Change> changes) {
    public Directory {
        // A data centre that was remembered before descriptions were kept has none.
        description = description == null ? DirectoryDescription.NONE : description;
        domains = List.copyOf(domains);
        controllers = List.copyOf(controllers);
        smtpDomains = List.copyOf(smtpDomains);
        changes = List.copyOf(changes);
    }

    public Optional<DomainController> controller(String name) {
        return Named.find(controllers, name);
    }

    public List<DomainController> controllersOf(String domain) {
        return controllers.stream()
                .filter(each -> each.domain().equalsIgnoreCase(domain))
                .toList();
    }

    public Optional<Domain> domain(String name) {
        return domains.stream()
                .filter(each ->
                        each.name().equalsIgnoreCase(name) || each.netbios().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Every server that any domain controller knows. */
    public List<ExchangeServer> servers() {
        Replica all = new Replica(0, 0, 0, List.of(), List.of());
        for (DomainController each : controllers) {
            all = all.merge(each.replica(), false);
        }
        return all.servers();
    }

    public Directory withController(DomainController controller) {
        return new Directory(
                organization,
                schemaMaster,
                description,
                domains,
                Named.put(controllers, controller),
                smtpDomains,
                zone,
                preparing,
                changes);
    }

    public Directory withZone(Zone changed) {
        return new Directory(
                organization,
                schemaMaster,
                description,
                domains,
                controllers,
                smtpDomains,
                changed,
                preparing,
                changes);
    }

    public Directory withPreparing(@Nullable String what) {
        return new Directory(
                organization, schemaMaster, description, domains, controllers, smtpDomains, zone, what, changes);
    }

    public Directory withChanges(List<Change> changed) {
        return new Directory(
                organization, schemaMaster, description, domains, controllers, smtpDomains, zone, preparing, changed);
    }
}
