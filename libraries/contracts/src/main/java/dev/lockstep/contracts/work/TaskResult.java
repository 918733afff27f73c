package dev.lockstep.contracts.work;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site runner reports when a task has ended.
 *
 * @param fencingToken the token of the grant; a result with another token is refused
 * @param outcome how it ended
 * @param exitCode of the command, or null for observations and commands that never ended
 * @param facts what was observed
 * @param listed collections that were listed completely: what is not among the facts is not there
 * @param failure what went wrong, in one sentence, or null
 * @param startedAt by the runner's clock
 * @param endedAt by the runner's clock
 */
public record TaskResult(
        long fencingToken,
        TaskOutcome outcome,
        @Nullable Integer exitCode,
        List<ObservedFact> facts,
        List<ListedCollection> listed,
        @Nullable String failure,
        Instant startedAt,
        Instant endedAt) {

    public TaskResult {
        facts = List.copyOf(facts);
        listed = List.copyOf(listed);
    }

    /**
     * A collection that a tool listed completely.
     *
     * @param document which document it belongs to
     * @param collection its path, where {@code *} stands for any name: the resources of all groups are one collection
     */
    public record ListedCollection(DocumentKind document, FactPath collection) {}
}
