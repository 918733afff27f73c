package dev.lockstep.cli.collect;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.discovery.Discovered;
import dev.lockstep.discovery.Gap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found out about the two documents.
 *
 * @param parts what was looked at, in the order in which it is told
 */
record Collected(Map<DocumentKind, Discovered> parts) {

    Collected {
        parts = new EnumMap<>(parts);
    }

    Optional<Discovered> about(DocumentKind document) {
        return Optional.ofNullable(parts.get(document));
    }

    /** What could not be read. */
    Stream<Gap> gaps() {
        return parts.values().stream().map(Discovered::gaps).flatMap(List::stream);
    }
}
