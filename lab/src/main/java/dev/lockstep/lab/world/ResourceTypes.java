package dev.lockstep.lab.world;

import java.util.List;

/** The names of cluster resource types (catalogue §3.5). */
public final class ResourceTypes {
    public static final String PHYSICAL_DISK = "Physical Disk";
    public static final String IP_ADDRESS = "IP Address";
    public static final String NETWORK_NAME = "Network Name";
    public static final String MSDTC = "Distributed Transaction Coordinator";
    public static final String MAJORITY_NODE_SET = "Majority Node Set";
    public static final String SYSTEM_ATTENDANT = "Microsoft Exchange System Attendant";
    public static final String INFORMATION_STORE = "Microsoft Exchange Information Store";
    public static final String MTA = "Microsoft Exchange Message Transfer Agent";
    public static final String ROUTING = "Microsoft Exchange Routing Service";
    public static final String SMTP = "Microsoft Exchange SMTP Server Instance";
    public static final String HTTP = "Microsoft Exchange HTTP Server Instance";
    public static final String IMAP4 = "Microsoft Exchange IMAP4 Server Instance";
    public static final String POP3 = "Microsoft Exchange POP3 Server Instance";
    public static final String SEARCH = "Microsoft Search Service Instance";

    /** The types that Windows registers by itself. */
    public static final List<String> OF_WINDOWS = List.of(
            PHYSICAL_DISK,
            "DHCP Service",
            "WINS Service",
            "Print Spooler",
            "File Share",
            IP_ADDRESS,
            MAJORITY_NODE_SET,
            NETWORK_NAME,
            MSDTC,
            "Message Queuing",
            "Generic Application",
            "Generic Service",
            "Generic Script",
            "Volume Shadow Copy Service Task");

    /** The types that Exchange Setup registers. */
    public static final List<String> OF_EXCHANGE =
            List.of(SYSTEM_ATTENDANT, INFORMATION_STORE, MTA, ROUTING, SMTP, HTTP, IMAP4, POP3, SEARCH);

    private ResourceTypes() {}

    public static boolean ofExchange(String type) {
        return Named.contains(OF_EXCHANGE, type);
    }
}
