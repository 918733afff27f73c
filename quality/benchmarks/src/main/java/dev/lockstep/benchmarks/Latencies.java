package dev.lockstep.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Times between the commit of an event and its arrival somewhere, told by two threads in whichever order. */
final class Latencies {

    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Map<UUID, Long> commits = new ConcurrentHashMap<>();
    private final Map<UUID, Long> arrivals = new ConcurrentHashMap<>();

    void committed(UUID event) {
        commits.put(event, System.nanoTime());
    }

    void arrived(UUID event) {
        arrivals.putIfAbsent(event, System.nanoTime());
    }

    /** Waits until everything has arrived. */
    void awaitAll(List<UUID> events) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!arrivals.keySet().containsAll(events)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Events have not arrived within a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Of events that have arrived; those of the warm-up do not count. */
    Histogram histogram(List<UUID> events) {
        Histogram histogram = new Histogram(LONGEST_NANOS, 3);
        for (UUID event : events) {
            long latency = arrivals.getOrDefault(event, 0L) - commits.getOrDefault(event, 0L);
            histogram.recordValue(Math.clamp(latency, 0, LONGEST_NANOS));
        }
        return histogram;
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
