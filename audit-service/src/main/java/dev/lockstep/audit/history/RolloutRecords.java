package dev.lockstep.audit.history;

import dev.lockstep.audit.entries.Condition;
import dev.lockstep.audit.entries.EntryQueries;
import dev.lockstep.audit.entries.EntryQueries.Happening;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.GivenUpData;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.HistoryEntry;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads what the log has about a rollout, as far as the reader may know of it. */
@ApplicationScoped
public class RolloutRecords {

    /** What looks and tasks said is bulky and decides nothing here. */
    private static final Set<Class<? extends RolloutEvent>> LEFT_OUT = Set.of(
            RolloutEvent.FactsReported.class,
            RolloutEvent.TaskCreated.class,
            RolloutEvent.TaskGranted.class,
            RolloutEvent.LookFailed.class,
            RolloutEvent.GateRequested.class);

    private static final List<String> TYPES = EventCatalogue.all().entrySet().stream()
            .filter(type -> RolloutEvent.class.isAssignableFrom(type.getValue()) && !LEFT_OUT.contains(type.getValue()))
            .map(Map.Entry::getKey)
            .toList();

    private static final List<String> OF_DEPUTIES = EventCatalogue.all().entrySet().stream()
            .filter(type -> DeputyEvent.class.isAssignableFrom(type.getValue()))
            .map(Map.Entry::getKey)
            .toList();

    private static final List<String> OF_GATES = EventCatalogue.all().entrySet().stream()
            .filter(type -> type.getValue() == GateAnswered.class)
            .map(Map.Entry::getKey)
            .toList();

    @Inject
    EntryQueries entries;

    @Inject
    PersonReader persons;

    /** What rollouts on the cluster of this one did, in the order of the log, without what was given up and says nothing any more. */
    public List<Happening> happenings(UUID rollout, Condition visible) {
        return entries.onClusterOf(rollout, TYPES, visible).stream()
                .filter(happening -> !isGivenUp(happening.entry()))
                .toList();
    }

    private static boolean isGivenUp(LedgerEntry entry) {
        return GivenUpData.mayGo(entry.type())
                && entry.leaf().detached() == null
                && entry.dataSha256().isPresent();
    }

    /** What an entry of {@link #happenings} says. */
    public static HistoryEntry entry(Happening happening) {
        PublishedEvent event = EventCatalogue.read(
                happening.entry().type(), happening.opened().leaf().data());
        return new HistoryEntry(happening.index(), (RolloutEvent) event);
    }

    /** The answers to all gates of a rollout, in the order of the log. */
    public List<Happening> gates(UUID rollout, Condition visible) {
        return entries.onClusterOf(rollout, OF_GATES, visible).stream()
                .filter(happening -> rollout.equals(happening.entry().rollout()))
                .toList();
    }

    /** All that the certificate of a rollout follows from, in the order of the log. */
    public List<Happening> evidence(UUID rollout, Condition visible) {
        List<Happening> happenings = entries.onClusterOf(rollout, CertificateReplay.types(), visible);
        return Stream.concat(happenings.stream(), deputies(happenings).stream())
                .sorted(Comparator.comparingLong(Happening::index))
                .toList();
    }

    /** What is told of the arrangements by which deputies may have approved. */
    private List<Happening> deputies(List<Happening> happenings) {
        return happenings.stream()
                .map(happening -> happening.entry().organization())
                .filter(Objects::nonNull)
                .findFirst()
                .map(organization -> entries.onOrganization(organization, OF_DEPUTIES))
                .orElseGet(List::of);
    }

    /**
     * The certificate of a rollout; empty when the entries do not hold its request.
     *
     * @param evidence all of it; what stands behind the first {@code size} entries is passed over
     */
    public static Optional<Certificate> certificate(UUID rollout, List<Happening> evidence, long size) {
        RolloutCertificate wanted = new RolloutCertificate(rollout);
        CertificateReplay replay = new CertificateReplay(wanted);
        evidence.stream()
                .filter(happening -> happening.index() < size)
                .forEach(happening -> replay.apply(
                        happening.index(),
                        String.valueOf(happening.entry().cluster()),
                        statement(happening.entry().leaf())));
        replay.finish(size);
        return wanted.certificate();
    }

    /** A certificate for people to read. */
    public Certificate opened(Certificate certificate) {
        try {
            return certificate.opened(persons.of(ContractJson.mapper().valueToTree(certificate)));
        } catch (SQLException failed) {
            throw new DatabaseException("opening a certificate", failed);
        }
    }

    private static CertificateReplay.Statement statement(Leaf leaf) {
        byte[] content = leaf.toBytes();
        return CertificateReplay.statement(
                EntryHead.read(content), content, leaf.detached() == null ? null : leaf.data());
    }
}
