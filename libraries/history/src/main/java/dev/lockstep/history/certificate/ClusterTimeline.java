package dev.lockstep.history.certificate;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that changed the state of one cluster, and whether it happened one after the other. It is decided by the order of the
 * entries, which is the order of the decisions, and not by clocks.
 *
 * @param executions in the order in which they started
 * @param violations in the order in which they were noticed; empty if one step at a time was kept
 */
public record ClusterTimeline(List<Execution> executions, List<Violation> violations) {

    /** Keeps its own copies. */
    public ClusterTimeline {
        executions = List.copyOf(executions);
        violations = List.copyOf(violations);
    }

    /** The timeline that a cluster's entries tell, in the order of their indexes. */
    public static ClusterTimeline of(List<HistoryEntry> entries) {
        Collecting collecting = new Collecting();
        ClusterReplay replay = new ClusterReplay(collecting);
        entries.forEach(entry -> replay.apply(entry.index(), entry.event()));
        return new ClusterTimeline(collecting.executions, collecting.violations);
    }

    private static final class Collecting implements ClusterReplay.Watcher {

        private final List<Execution> executions = new ArrayList<>();
        private final List<Violation> violations = new ArrayList<>();

        @Override
        public void started(Execution execution) {
            executions.add(execution);
        }

        @Override
        public void ended(Execution execution) {
            executions.replaceAll(known -> known.startEntry() == execution.startEntry() ? execution : known);
        }

        @Override
        public void violated(Violation violation) {
            violations.add(violation);
        }
    }
}
