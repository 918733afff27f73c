package dev.lockstep.lab.programs;

import dev.lockstep.lab.programs.RegistryProgram.Value;
import dev.lockstep.lab.world.Connection;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The registry keys of a node's network connections (catalogue §2.1, §3.3). */
final class ConnectionKeys {
    static final String PARAMETERS = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
    static final String MEDIA_SENSE = "DisableDHCPMediaSense";
    private static final String NAMES = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Network\\"
            + "{4D36E972-E325-11CE-BFC1-08002BE10318}";
    private static final String ADDRESSES = PARAMETERS + "\\Interfaces";
    private static final String NETBIOS =
            "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\NetBT\\Parameters\\Interfaces";
    private static final String LINKAGE = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Linkage";

    private ConnectionKeys() {}

    /** The keys below one of these, with their values. */
    static Map<String, List<Value>> below(Node node, String path) {
        Map<String, List<Value>> keys = new LinkedHashMap<>();
        for (Connection each : node.networking().connections()) {
            if (path.equalsIgnoreCase(NAMES)) {
                keys.put(NAMES + "\\" + each.interfaceId() + "\\Connection", List.of(Value.text("Name", each.name())));
            } else if (path.equalsIgnoreCase(ADDRESSES)) {
                keys.put(ADDRESSES + "\\" + each.interfaceId(), addresses(node, each));
            } else if (path.equalsIgnoreCase(NETBIOS)) {
                keys.put(
                        NETBIOS + "\\Tcpip_" + each.interfaceId(),
                        List.of(
                                Value.texts("NameServerList", each.wins()),
                                Value.number("NetbiosOptions", each.netbios())));
            }
        }
        return keys;
    }

    private static List<Value> addresses(Node node, Connection connection) {
        List<Value> values = new ArrayList<>();
        values.add(Value.number("EnableDHCP", connection.dhcp() ? 1 : 0));
        values.add(Value.texts("IPAddress", present(connection.address())));
        values.add(Value.texts("SubnetMask", present(connection.mask())));
        values.add(Value.texts("DefaultGateway", present(connection.gateway())));
        values.add(Value.text("NameServer", String.join(",", connection.dns())));
        values.add(
                node.windows2000()
                        ? Value.number("DisableDynamicUpdate", connection.registerInDns() ? 0 : 1)
                        : Value.number("RegistrationEnabled", connection.registerInDns() ? 1 : 0));
        return values;
    }

    private static List<String> present(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    /** The values of one key. */
    static List<Value> values(Node node, String path) {
        if (path.equalsIgnoreCase(LINKAGE)) {
            List<String> devices = node.networking().order().stream()
                    .flatMap(each -> Named.find(node.networking().connections(), each).stream())
                    .map(each -> "\\Device\\" + each.interfaceId().toUpperCase(Locale.ROOT))
                    .toList();
            return List.of(Value.texts("Bind", devices));
        }
        return path.equalsIgnoreCase(PARAMETERS) && node.networking().mediaSenseDisabled()
                ? List.of(Value.number(MEDIA_SENSE, 1))
                : List.of();
    }
}
