package dev.lockstep.siterunner;

/** Where the runner says what it does: one line each, key=value after the event's name. */
@FunctionalInterface
public interface Log {
    void line(String text);

    default void event(String name, Object... keysAndValues) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            text.append(' ').append(keysAndValues[i]).append('=').append(quoted(String.valueOf(keysAndValues[i + 1])));
        }
        line(text.toString());
    }

    private static String quoted(String value) {
        String flat = value.replaceAll("[\\r\\n]+", " ");
        return flat.contains(" ") || flat.isEmpty() ? "\"" + flat.replace("\"", "'") + "\"" : flat;
    }
}
