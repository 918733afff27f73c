package dev.lockstep.eventsourcing;

import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * States that this process knew last, each as of a committed version of its stream; the least recently used ones go first. A hint and
 * nothing else: other processes append too, so whoever uses a state finds out whether the stream has moved on. Safe for threads.
 */
public final class StateCache<S> {

    private final int mostStates;
    private final long mostWeight;
    private final ToLongFunction<? super S> weigher;
    private final Map<StreamId, Entry<S>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /**
     * A cache.
     *
     * @param mostStates how many states are kept at most; 0 for none
     * @param mostWeight how much the kept states weigh together at most
     * @param weigher the weight of a state, at least 0, in whatever unit; must not change while the state is kept
     */
    public StateCache(int mostStates, long mostWeight, ToLongFunction<? super S> weigher) {
        this.mostStates = mostStates;
        this.mostWeight = mostWeight;
        this.weigher = weigher;
    }

    /** A cache that keeps nothing. */
    public static <S> StateCache<S> none() {
        return new StateCache<>(0, 0, _ -> 0);
    }

    /** The newest known state of a stream. */
    public synchronized Optional<Snapshot<S>> latest(StreamId stream) {
        return Optional.ofNullable(entries.get(stream)).map(Entry::snapshot);
    }

    /** Keeps a state, unless a newer one is known or it would take all the room. */
    public synchronized void keep(StreamId stream, Snapshot<S> snapshot) {
        long added = weigher.applyAsLong(snapshot.state());
        Entry<S> known = entries.get(stream);
        if (mostStates == 0 || (known != null && known.snapshot().version() >= snapshot.version())) {
            return;
        }
        drop(stream);
        if (added <= mostWeight) {
            entries.put(stream, new Entry<>(snapshot, added));
            weight += added;
            makeRoom();
        }
    }

    /** Forgets a stream. */
    public synchronized void drop(StreamId stream) {
        Entry<S> dropped = entries.remove(stream);
        if (dropped != null) {
            weight -= dropped.weight();
        }
    }

    private void makeRoom() {
        Iterator<Entry<S>> eldest = entries.values().iterator();
        while (entries.size() > mostStates || weight > mostWeight) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }

    private record Entry<S>(Snapshot<S> snapshot, long weight) {}
}
