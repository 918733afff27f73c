package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What builds of Exchange mean (catalogue §3.7, §2.12). */
final class Builds {

    private static final String RELEASED = "6.5.6944";
    private static final int SERVICE_PACK_1 = 7226;

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(\\..*)?");

    private Builds() {}

    /** The parts of a build by which one is newer than another; what comes after the third tells updates apart, and is no upgrade. */
    record Version(int major, int minor, int build) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            return Comparator.comparingInt(Version::major)
                    .thenComparingInt(Version::minor)
                    .thenComparingInt(Version::build)
                    .compare(this, other);
        }
    }

    /** The version of a build such as {@code 6.5.6944}; empty of a text that is none. */
    static Optional<Version> version(String build) {
        Matcher matcher = NUMBERS.matcher(build);
        return matcher.matches()
                ? Optional.of(new Version(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** Whether a build is service pack 1 of Exchange 2003 or later, from which on one HTTP virtual server serves all namespaces. */
    static boolean hasServicePack1(String build) {
        return version(build)
                .filter(version -> version.build() >= SERVICE_PACK_1)
                .isPresent();
    }

    /** Whether it is service pack 1 itself, which must not be installed on Windows Server 2003 without update 831464. */
    static boolean needsUpdate831464(String targetBuild) {
        return targetBuild.startsWith("6.5." + SERVICE_PACK_1);
    }

    static boolean lacksUpdate831464(JsonNode node) {
        return node.path("os").path("family").asText().equals("WINDOWS_SERVER_2003")
                && node.path("exchange").path("build").asText().startsWith(RELEASED)
                && !Picture.names(node.path("os"), "hotfixes").contains("KB831464");
    }
}
