package dev.lockstep.contracts.inventory;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.PersonName;
import dev.lockstep.contracts.PersonText;
import java.time.Instant;

/**
 * Where a fact comes from.
 *
 * @param source the tool and command, the document, or the person that tells it
 * @param observedAt when it was true at its source
 * @param recordedBy the account that recorded it
 * @param confidence how it came to be known
 */
public record Provenance(
        @PersonText(by = "recordedBy") String source,
        Instant observedAt,
        @PersonName String recordedBy,
        Confidence confidence) {}
