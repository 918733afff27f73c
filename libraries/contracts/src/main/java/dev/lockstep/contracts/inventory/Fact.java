package dev.lockstep.contracts.inventory;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One leaf of an inventory document with where it comes from.
 *
 * @param path where it stands
 * @param value a JSON scalar, null, an array without named members, or an empty object; never mutated
 * @param provenance where it comes from
 */
public record Fact(FactPath path, JsonNode value, Provenance provenance) {
    public Fact {
        value = FactValues.canonical(value);
    }
}
