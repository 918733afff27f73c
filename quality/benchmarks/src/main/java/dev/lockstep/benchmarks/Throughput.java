package dev.lockstep.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How much several threads get done in some time. */
final class Throughput {

    private Throughput() {}

    /** Work of one thread, repeated until the time is up. */
    interface Worker {

        /** Does the next piece and returns how many units it was. */
        int work() throws Exception;
    }

    /** Makes the worker of a thread, counted from 0. */
    interface Workers {
        Worker create(int thread) throws Exception;
    }

    /** Units per second. */
    static double measure(int threads, Duration time, Workers workers) throws Exception {
        List<Worker> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            all.add(workers.create(thread));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (Worker worker : all) {
                counts.add(executor.submit(() -> {
                    long count = 0;
                    while (System.nanoTime() < end) {
                        count += worker.work();
                    }
                    return count;
                }));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        }
    }
}
