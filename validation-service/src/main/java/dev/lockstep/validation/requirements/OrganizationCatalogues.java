package dev.lockstep.validation.requirements;

import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.requirements.FactIndex;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.memory.RecentlyUsed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

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

    private final RecentlyUsed<OrganizationId, Applied> recent = new RecentlyUsed<>(KEPT);

    private final EventStore store;
    private final RequirementEngine platform;
    private final Applied ofEverybody;

    @Inject
    OrganizationCatalogues(EventStore store, RequirementEngine platform) {
        this.store = store;
        this.platform = platform;
        this.ofEverybody = Applied.of(0, "", platform);
    }

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

    /**
     * All that applies to an organization, as the reader's transaction sees it.
     *
     * @throws ProblemException when what the organization added under an earlier version does not fit this one; nothing is evaluated
     *     without it
     */
    public Applied applied(StreamReader reader, OrganizationId organization) {
        Applied known = recent(organization);
        Applied latest = latest(reader, organization, known);
        if (latest.version() > known.version()) {
            recent.keep(organization, latest, (one, other) -> one.version() > other.version() ? one : other);
        }
        return latest;
    }

    private Applied recent(OrganizationId organization) {
        return recent.find(organization).orElse(ofEverybody);
    }

    /** What an organization wrote, and its version. */
    private record Written(long version, String text) {}

    private Written written(StreamReader reader, OrganizationId organization, Applied known) {
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
        return new Written(version, text);
    }

    private Applied latest(StreamReader reader, OrganizationId organization, Applied known) {
        Written written = written(reader, organization, known);
        if (written.version() == known.version()) {
            return known;
        }
        try {
            return Applied.of(written.version(), written.text(), new RequirementEngine(extended(written.text())));
        } catch (InvalidCatalogueException e) {
            throw ProblemException.refused(new Refusal(
                    "own-requirements-outdated",
                    "The requirements that %s added do not fit this version of Lockstep: %s"
                            .formatted(organization, e.getMessage()),
                    "Replace them with requirements that do",
                    Map.of()));
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

    /**
     * Replaces what an organization added.
     *
     * @param expected is told the version that is about to be replaced, and throws when it is not the one that was expected; not asked
     *     when the command was carried out before
     */
    CommandResult<OwnRequirements, OwnRequirementsChanged> handle(
            OwnRequirements.Replace command, CommandMetadata metadata, LongConsumer expected) {
        String key = command.organization().value();
        StreamId stream = aggregate.stream(key);
        return store.transact(Set.of(stream), transaction -> {
            if (transaction
                    .find(EventIds.ofCommand(metadata.commandId(), stream, 0))
                    .isEmpty()) {
                // Not compiled: what an earlier version of Lockstep took must be replaceable when this one does not
                // take it.
                expected.accept(written(transaction, command.organization(), recent(command.organization()))
                        .version());
            }
            return new CommandRunner<>(store, aggregate).handle(transaction, key, command, metadata);
        });
    }
}
