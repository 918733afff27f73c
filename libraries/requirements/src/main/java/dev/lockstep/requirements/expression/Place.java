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
 * @param unnamed whether the segment is an index, because the elements of the list have no names
 */
record Place(@Nullable Place parent, String segment, boolean unnamed) {

    Place(@Nullable Place parent, String segment) {
        this(parent, segment, false);
    }

    Place child(String name) {
        return new Place(this, name);
    }

    /** The place of an element of a list whose elements have no names. */
    Place element(int index) {
        return new Place(this, Integer.toString(index), true);
    }

    /**
     * The fact that is recorded here: this place, or the list without names that it stands in, which is recorded as a whole. Only such a
     * path can be stated, collected or attested.
     */
    Place recorded() {
        Place recorded = this;
        for (Place place = this; place != null; place = place.parent) {
            if (place.unnamed && place.parent != null) {
                recorded = place.parent;
            }
        }
        return recorded;
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
