package dev.lockstep.service.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Values that were used of late, so that they need not be found out again: up to a number, and then the one that was not used for longest
 * goes. Fit for use by many threads at once.
 */
public final class RecentlyUsed<K, V> {

    private final Map<K, V> values;

    /** @param most how many values are kept at the most, at least 1 */
    public RecentlyUsed(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("keeps at least one value, not " + most);
        }
        this.values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value of a key, when it is still kept. */
    public synchronized Optional<V> find(K key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Keeps a value, instead of the one that was kept under the key. */
    public synchronized void keep(K key, V value) {
        values.put(key, value);
    }

    /** Keeps the better one of a value and the one that is kept under the key. */
    public synchronized void keep(K key, V value, BinaryOperator<V> better) {
        values.merge(key, value, better);
    }

    /** All that is kept at this moment; nothing of it counts as used by that. */
    public synchronized Map<K, V> all() {
        return Map.copyOf(values);
    }
}
