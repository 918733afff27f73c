package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands: the document's name, then the segments of a fact path; for example {@code cluster/nodes/E2K3-N1/os/sp}.
 *
 * @param parent the place around it, or null for the document itself
 * @param segment the last segment, unescaped
 */
record Place(@Nullable Place parent, String segment) {

    Place child(String name) {
        return new Place(this, name);
    }

    /** The document that it stands in: {@code organization}, {@code cluster} or {@code operation}. */
    String document() {
        Place place = this;
        while (place.parent != null) {
            place = place.parent;
        }
        return place.segment;
    }

    /** The path within the document; empty for the document itself. */
    List<String> segments() {
        Deque<String> segments = new ArrayDeque<>();
        for (Place place = this; place != null && place.parent != null; place = place.parent) {
            segments.addFirst(place.segment);
        }
        return List.copyOf(segments);
    }

    @Override
    public String toString() {
        List<String> segments = segments();
        return segments.isEmpty() ? document() : document() + new FactPath(segments);
    }
}
