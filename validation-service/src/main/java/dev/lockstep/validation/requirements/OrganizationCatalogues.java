package dev.lockstep.validation.requirements;

import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.requirements.FactIndex;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.service.events.ContractCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requirements that apply to each organization: those of Lockstep, those of the platform's folder, and those that the organization
 * added. Whoever asks gets those of the latest event; compiled ones are kept for the organizations that were asked for last.
 */
@ApplicationScoped
public class OrganizationCatalogues {

    /** How requirements that came through the API name their file in mistakes. */
    static final String FILE = "requirements.yaml";

    private static final int KEPT = 100;
    private static final int PAGE = 100;

    private final Aggregate<OwnRequirements, OwnRequirements.Replace, OwnRequirementsChanged> aggregate =
            new Aggregate<>(
                    "requirements", new OwnRequirements.Rules(), new ContractCodec<>(OwnRequirementsChanged.class));

    private final Map<OrganizationId, Applied> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<OrganizationId, Applied> eldest) {
            return size() > KEPT;
        }
    };

    @Inject
    EventStore store;

    @Inject
    RequirementEngine platform;

    /**
     * What applies to an organization.
     *
     * @param version how often it changed its own requirements
     * @param text its own requirements
     * @param engine evaluates all that applies
     * @param index which of it reads which facts
     */
    public record Applied(long version, String text, RequirementEngine engine, FactIndex index) {

        static Applied of(long version, String text, RequirementEngine engine) {
            return new Applied(version, text, engine, new FactIndex(engine.catalogue()));
        }
    }

    /** Evaluates what applies to an organization. */
    public RequirementEngine engine(OrganizationId organization) {
        return engine(store, organization);
    }

    /** As {@link #engine(OrganizationId)}, as the reader's transaction sees it. */
    public RequirementEngine engine(StreamReader reader, OrganizationId organization) {
        return applied(reader, organization).engine();
    }

    Applied applied(OrganizationId organization) {
        return applied(store, organization);
    }

    /** All that applies to an organization, as the reader's transaction sees it. */
    public Applied applied(StreamReader reader, OrganizationId organization) {
        Applied known;
        synchronized (recent) {
            known = recent.computeIfAbsent(organization, id -> Applied.of(0, "", platform));
        }
        Applied latest = latest(reader, organization, known);
        if (latest.version() > known.version()) {
            synchronized (recent) {
                recent.merge(organization, latest, (one, other) -> one.version() > other.version() ? one : other);
            }
        }
        return latest;
    }

    private Applied latest(StreamReader reader, OrganizationId organization, Applied known) {
        long version = known.version();
        String text = known.text();
        List<RecordedEvent> page;
        do {
            page = reader.read(aggregate.stream(organization.value()), version, PAGE);
            for (RecordedEvent event : page) {
                text = aggregate.codec().decode(event.type(), event.data()).text();
                version = event.version();
            }
        } while (page.size() == PAGE);
        if (version == known.version()) {
            return known;
        }
        try {
            return Applied.of(version, text, new RequirementEngine(extended(text)));
        } catch (InvalidCatalogueException e) {
            throw new IllegalStateException(
                    "the requirements that %s added do not fit those of this version of Lockstep: %s"
                            .formatted(organization, e.getMessage()),
                    e);
        }
    }

    /** What applies to every organization. */
    Catalogue base() {
        return platform.catalogue();
    }

    /** What would apply with these requirements. */
    Catalogue extended(String text) throws InvalidCatalogueException {
        return text.isBlank()
                ? platform.catalogue()
                : new CatalogueReader().extend(platform.catalogue(), Map.of(FILE, text));
    }

    CommandResult<OwnRequirements, OwnRequirementsChanged> handle(
            OwnRequirements.Replace command, CommandMetadata metadata) {
        return new CommandRunner<>(store, aggregate)
                .handle(command.organization().value(), command, metadata);
    }
}
