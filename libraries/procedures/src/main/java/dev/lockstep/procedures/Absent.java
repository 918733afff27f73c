package dev.lockstep.procedures;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members that a procedure file may leave out. */
final class Absent {

    private Absent() {}

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }
}
