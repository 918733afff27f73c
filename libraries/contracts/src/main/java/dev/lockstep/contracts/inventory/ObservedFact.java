package dev.lockstep.contracts.inventory;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A fact as a tool saw it, before it is recorded.
 *
 * @param document which document it belongs to
 * @param path where it stands in it
 * @param value what was seen
 * @param source the command that showed it
 */
public record ObservedFact(DocumentKind document, FactPath path, JsonNode value, String source) {}
