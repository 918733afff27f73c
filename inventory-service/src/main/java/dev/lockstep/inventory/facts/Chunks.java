package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Facts in portions that fit an event, which has at most 900,000 bytes. */
public final class Chunks {

    /** The largest value that one fact may have, in bytes of JSON: before and after must fit one event. */
    public static final int LARGEST_VALUE = 350_000;

    private static final int LARGEST_CHUNK = 750_000;
    private static final int OVERHEAD = 400;

    private Chunks() {}

    /** Bytes of a value as JSON. */
    public static int size(@Nullable JsonNode value) {
        return value == null ? 0 : value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Facts in portions, in order; no portion at all for no facts. */
    static List<List<Fact>> ofFacts(List<Fact> facts) {
        return split(facts, fact -> size(fact.value()) + pathSize(fact.path().toString()));
    }

    /** Changes in portions, in order; no portion at all for no changes. */
    static List<List<FactChange>> ofChanges(List<FactChange> changes) {
        return split(
                changes,
                change -> size(change.before())
                        + size(change.after())
                        + pathSize(change.path().toString()));
    }

    private static int pathSize(String path) {
        return OVERHEAD + path.length() * 3;
    }

    private static <T> List<List<T>> split(List<T> items, ToIntFunction<T> size) {
        List<List<T>> chunks = new ArrayList<>();
        int used = LARGEST_CHUNK;
        for (T item : items) {
            int needed = size.applyAsInt(item);
            if (used + needed > LARGEST_CHUNK) {
                chunks.add(new ArrayList<>());
                used = 0;
            }
            chunks.getLast().add(item);
            used += needed;
        }
        return chunks;
    }
}
