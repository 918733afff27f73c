package dev.lockstep.contracts.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A fact before and after.
 *
 * @param path where it stands
 * @param before the value it had, or null (absent) when it was not known
 * @param after the value it has, or null (absent) when it is no longer known
 * @param provenance where the new value comes from
 */
public record FactChange(
        FactPath path, @Nullable JsonNode before, @Nullable JsonNode after, Provenance provenance) {
    public FactChange {
        before = before == null ? null : FactValues.canonical(before);
        after = after == null ? null : FactValues.canonical(after);
    }
}
