package dev.lockstep.history.bundle;

import java.util.ArrayList;
import java.util.List;

/** Gathers findings, the first hundred of them word by word. */
final class Findings {

    static final int MOST = 100;

    private final List<Finding> found = new ArrayList<>();
    private long count;

    void add(Finding.Kind kind, String place, String detail) {
        add(new Finding(kind, place, detail));
    }

    void add(Finding finding) {
        count++;
        if (found.size() < MOST) {
            found.add(finding);
        }
    }

    List<Finding> list() {
        return List.copyOf(found);
    }

    long count() {
        return count;
    }
}
