package dev.lockstep.history.records;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Entries that speak of the records themselves. */
public final class RecordsStatements {

    private static final Set<String> TYPES = EventCatalogue.all().entrySet().stream()
            .filter(type -> RecordsEvent.class.isAssignableFrom(type.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());

    private RecordsStatements() {}

    /** Whether entries of a type speak of the records. */
    public static boolean isType(String type) {
        return TYPES.contains(type);
    }

    /**
     * What an entry says about the records; empty when it speaks of something else, or when another service says so.
     *
     * @throws dev.lockstep.contracts.MalformedEventException when its data are not those of its type
     */
    public static Optional<RecordsEvent> of(EntryHead head, Leaf leaf) {
        return isType(head.type())
                        && head.isOfItsService()
                        && head.partitionKey().equals(PlatformEvent.PARTITION_KEY)
                ? Optional.of((RecordsEvent) EventCatalogue.read(head.type(), leaf.data()))
                : Optional.empty();
    }

    /** Whether the data of entries of a type may ever be given up: certificates follow from the rest. */
    public static boolean mayBeGivenUp(String type) {
        return !CertificateReplay.needsDataBeside(type) && !isType(type);
    }
}
