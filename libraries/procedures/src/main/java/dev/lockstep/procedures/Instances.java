package dev.lockstep.procedures;

import java.util.LinkedHashMap;
import java.util.Map;

/** The resources that Exchange creates with a System Attendant (catalogue §2.8, §3.5). */
final class Instances {

    static final String SYSTEM_ATTENDANT = "Microsoft Exchange System Attendant";
    static final String MESSAGE_TRANSFER_AGENT = "Microsoft Exchange Message Transfer Agent";

    private Instances() {}

    /** Names and types. */
    static Map<String, String> comingWithASystemAttendant(String serverName, boolean firstOfTheCluster) {
        Map<String, String> instances = new LinkedHashMap<>();
        String suffix = " - (%s)".formatted(serverName);
        instances.put("Exchange Information Store Instance" + suffix, "Microsoft Exchange Information Store");
        instances.put("Exchange Routing Service Instance" + suffix, "Microsoft Exchange Routing Service");
        instances.put("SMTP Virtual Server Instance 1" + suffix, "Microsoft Exchange SMTP Server Instance");
        instances.put("Exchange HTTP Virtual Server Instance 100" + suffix, "Microsoft Exchange HTTP Server Instance");
        instances.put("Exchange MS Search Instance" + suffix, "Microsoft Search Service Instance");
        if (firstOfTheCluster) {
            instances.put("Exchange Message Transfer Agent Instance" + suffix, MESSAGE_TRANSFER_AGENT);
        }
        return instances;
    }
}
