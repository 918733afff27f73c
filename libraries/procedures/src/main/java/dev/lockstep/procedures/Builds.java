package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;

/** What builds of Exchange mean (catalogue §3.7, §2.12). */
final class Builds {

    private static final String RELEASED = "6.5.6944";
    private static final String SERVICE_PACK_1 = "6.5.7226";

    private Builds() {}

    /** Whether a build is service pack 1 of Exchange 2003 or later, from which on one HTTP virtual server serves all namespaces. */
    static boolean hasServicePack1(String build) {
        return number(build) >= number(SERVICE_PACK_1);
    }

    /** Whether it is service pack 1 itself, which must not be installed on Windows Server 2003 without update 831464. */
    static boolean needsUpdate831464(String targetBuild) {
        return targetBuild.startsWith(SERVICE_PACK_1);
    }

    static boolean lacksUpdate831464(JsonNode node) {
        return node.path("os").path("family").asText().equals("WINDOWS_SERVER_2003")
                && node.path("exchange").path("build").asText().startsWith(RELEASED)
                && !Picture.names(node.path("os"), "hotfixes").contains("KB831464");
    }

    /** The third part of a build; 0 when there is none. */
    private static int number(String build) {
        String[] parts = build.split("\\.", -1);
        return parts.length > 2 && parts[2].matches("\\d{1,6}") ? Integer.parseInt(parts[2]) : 0;
    }
}
