package dev.lockstep.eventsourcing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the readers of the log in this process when this process has committed events. A hint that spares waiting: other processes
 * append too, and what was committed may still be hidden behind an older transaction, so readers look by themselves as well.
 */
public final class AppendSignal {

    private final AtomicLong rings = new AtomicLong();
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    /** Tells that events were committed. */
    public void ring() {
        rings.incrementAndGet();
        waiting.forEach(LockSupport::unpark);
    }

    /** How often it has rung; to be asked before the log is read. */
    public long rings() {
        return rings.get();
    }

    /**
     * Waits until it rings, but may return at any time, like {@link LockSupport#parkNanos}.
     *
     * @param heard what {@link #rings} answered before the log was read; if it has rung since, there is no wait
     * @param nanos longest wait, in nanoseconds
     */
    public void await(long heard, long nanos) {
        Thread thread = Thread.currentThread();
        waiting.add(thread);
        try {
            if (rings.get() == heard) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            waiting.remove(thread);
        }
    }
}
