package dev.lockstep.eventsourcing;

import java.util.Optional;

/**
 * States kept to spare the replay of long streams. An optimisation and nothing else: snapshots may be missing, old or deleted at
 * any time without anybody noticing but by the clock.
 */
public interface Snapshots<S> {

    /**
     * A state as of a version.
     *
     * @param version version of the last event that the state includes, from 1
     */
    record Snapshot<S>(long version, S state) {}

    /** The newest usable snapshot. */
    Optional<Snapshot<S>> latest(StreamId stream);

    /** Keeps a snapshot in place of an older one; a failure to keep it is no failure of the caller. */
    void keep(StreamId stream, Snapshot<S> snapshot);

    /** Whether a state is worth keeping after its stream grew from one version to another. */
    boolean worthKeeping(long versionBefore, long versionAfter);

    /** No snapshots at all: every state is replayed from the first event. */
    static <S> Snapshots<S> none() {
        return new Snapshots<>() {
            @Override
            public Optional<Snapshot<S>> latest(StreamId stream) {
                return Optional.empty();
            }

            @Override
            public void keep(StreamId stream, Snapshot<S> snapshot) {}

            @Override
            public boolean worthKeeping(long versionBefore, long versionAfter) {
                return false;
            }
        };
    }
}
