package dev.lockstep.benchmarks;

import java.util.Locale;

/**
 * A measured figure.
 *
 * @param name what was measured
 * @param unit of value and goal
 * @param goal what is hoped for; not a number where there is none
 * @param sense which side of the goal is good
 */
record Figure(String name, double value, String unit, double goal, Sense sense) {

    /** Which way is better. */
    enum Sense {
        AT_LEAST,
        AT_MOST,
        INFORMATION
    }

    static Figure atLeast(String name, double value, String unit, double goal) {
        return new Figure(name, value, unit, goal, Sense.AT_LEAST);
    }

    static Figure atMost(String name, double value, String unit, double goal) {
        return new Figure(name, value, unit, goal, Sense.AT_MOST);
    }

    static Figure information(String name, double value, String unit) {
        return new Figure(name, value, unit, Double.NaN, Sense.INFORMATION);
    }

    boolean met() {
        return switch (sense) {
            case AT_LEAST -> value >= goal;
            case AT_MOST -> value <= goal;
            case INFORMATION -> true;
        };
    }

    @Override
    public String toString() {
        String verdict = switch (sense) {
            case AT_LEAST -> String.format(Locale.ROOT, "goal ≥ %,.1f  %s", goal, met() ? "met" : "MISSED");
            case AT_MOST -> String.format(Locale.ROOT, "goal ≤ %,.1f  %s", goal, met() ? "met" : "MISSED");
            case INFORMATION -> "";
        };
        return String.format(Locale.ROOT, "  %-58s %,12.2f %-9s %s", name, value, unit, verdict)
                .stripTrailing();
    }
}
