package dev.lockstep.lab.world;

import java.util.List;

/** The Exchange program files on one node. Build as {@code 6.5.6944}; components as in the inventory document. */
public record ExchangeInstall(String product, String build, String edition, String path, List<String> components) {
    public ExchangeInstall {
        components = List.copyOf(components);
    }

    /** Negative, zero or positive as this build is older than, equal to or newer than the other (catalogue §3.7). */
    public static int compareBuilds(String one, String other) {
        String[] left = one.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int difference = part(left, i) - part(right, i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int part(String[] parts, int index) {
        return index < parts.length && !parts[index].isBlank() ? Integer.parseInt(parts[index].strip()) : 0;
    }

    /** The product of a build number, as the inventory document names it. */
    public static String productOf(String build) {
        if (build.startsWith("6.5.")) {
            return "EXCHANGE_2003";
        }
        return build.startsWith("6.0.") ? "EXCHANGE_2000" : "EXCHANGE_55";
    }
}
