package dev.lockstep.history.bundle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Works on many things at once and takes the results in order, with only a few of them in memory. */
final class InOrder {

    private static final int AHEAD_PER_THREAD = 4;

    private InOrder() {}

    /**
     * Applies {@code work} to each input in several threads and gives the results to {@code taken} in this thread, in the order of the
     * inputs.
     */
    static <I, O> void map(Iterator<I> inputs, Function<I, O> work, Consumer<O> taken) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Deque<Future<O>> ahead = new ArrayDeque<>();
            try {
                while (inputs.hasNext() || !ahead.isEmpty()) {
                    while (inputs.hasNext() && ahead.size() < threads * AHEAD_PER_THREAD) {
                        I input = inputs.next();
                        ahead.add(executor.submit(() -> work.apply(input)));
                    }
                    taken.accept(ahead.remove().get());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while verifying", interrupted);
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(failed);
            } finally {
                executor.shutdownNow();
            }
        }
    }
}
