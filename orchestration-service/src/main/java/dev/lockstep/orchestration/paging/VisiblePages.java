package dev.lockstep.orchestration.paging;

import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Pages of lists that are ordered by a descending number and of which an account sees a part. */
public final class VisiblePages {

    private static final int BATCH = 200;

    private VisiblePages() {}

    /** Reads the items with numbers below one, greatest first. */
    @FunctionalInterface
    public interface Source<T> {
        List<T> read(long before, int limit);
    }

    /** One page of those that are visible. */
    public static <T> Page<T> page(
            PageRequest request, Source<T> source, ToLongFunction<T> number, Predicate<T> visible) {
        List<T> found = new ArrayList<>();
        long before = request.afterNumber().orElse(Long.MAX_VALUE);
        List<T> batch;
        do {
            batch = source.read(before, BATCH);
            for (T item : batch) {
                before = number.applyAsLong(item);
                if (found.size() <= request.limit() && visible.test(item)) {
                    found.add(item);
                }
            }
        } while (batch.size() == BATCH && found.size() <= request.limit());
        return Page.of(found, request, item -> Long.toString(number.applyAsLong(item)));
    }
}
