package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a node is connected, as its registry says (catalogue §2.1, §3.3). The registry knows interfaces by identifiers; their names in
 * Network Connections come from a key of its own, which must have been read before in the same task.
 */
final class ConnectionAnswers {
    private static final Pattern INTERFACE =
            Pattern.compile("\\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}");
    private static final List<String> NETBIOS = List.of("DEFAULT", "ENABLED", "DISABLED");

    private ConnectionAnswers() {}

    static Observed names(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        String node = arguments.text("node");
        Map<String, String> names = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, String>> key : keys(output).entrySet()) {
            Optional<String> id = id(key.getKey());
            String name = key.getValue().get("name");
            if (id.isPresent() && key.getKey().toLowerCase(Locale.ROOT).endsWith("\\connection") && name != null) {
                names.put(id.get(), name);
            }
        }
        if (names.isEmpty()) {
            throw new ParseException("the answer names no network connection");
        }
        seen.connections().put(node, names);
        return new Report(DocumentKind.CLUSTER, source).observed();
    }

    static Observed addresses(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        String node = arguments.text("node");
        Report report = new Report(DocumentKind.CLUSTER, source);
        for (Map.Entry<String, Map<String, String>> each :
                byConnection(output, node, seen).entrySet()) {
            Map<String, String> values = each.getValue();
            String[] path = {"nodes", node, "nics", each.getKey()};
            boolean dhcp = number(values, "enabledhcp", 0) != 0;
            report.flag(dhcp, with(path, "dhcp"));
            first(values, "ipaddress").ifPresent(ip -> report.text(ip, with(path, "ip")));
            first(values, "subnetmask").ifPresent(mask -> report.text(mask, with(path, "mask")));
            first(values, "defaultgateway")
                    .ifPresentOrElse(
                            gateway -> report.text(gateway, with(path, "gateway")),
                            () -> report.none(with(path, "gateway")));
            report.texts(words(values.getOrDefault("nameserver", "")), with(path, "dns"));
            boolean registers = values.containsKey("registrationenabled")
                    ? number(values, "registrationenabled", 1) != 0
                    : number(values, "disabledynamicupdate", 0) == 0;
            report.flag(registers, with(path, "registerInDns"));
        }
        return report.observed();
    }

    static Observed nameServices(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        String node = arguments.text("node");
        Report report = new Report(DocumentKind.CLUSTER, source);
        for (Map.Entry<String, Map<String, String>> each :
                byConnection(output, node, seen).entrySet()) {
            int option = number(each.getValue(), "netbiosoptions", 0);
            if (option < 0 || option >= NETBIOS.size()) {
                throw new ParseException("no setting of NetBIOS has the number " + option);
            }
            report.texts(
                    several(each.getValue().getOrDefault("nameserverlist", "")),
                    "nodes",
                    node,
                    "nics",
                    each.getKey(),
                    "wins");
            report.text(NETBIOS.get(option), "nodes", node, "nics", each.getKey(), "netbios");
        }
        return report.observed();
    }

    static Observed order(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        String node = arguments.text("node");
        Map<String, String> names = seen.connections().getOrDefault(node, Map.of());
        String bound = keys(output).values().stream()
                .map(values -> values.getOrDefault("bind", ""))
                .findFirst()
                .orElseThrow(() -> new ParseException("the answer does not show how connections are bound"));
        List<String> order = new ArrayList<>();
        for (String device : several(bound)) {
            id(device).map(names::get).filter(name -> name != null).ifPresent(order::add);
        }
        return new Report(DocumentKind.CLUSTER, source)
                .texts(order, "nodes", node, "bindingOrder")
                .observed();
    }

    static Observed mediaSense(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        boolean disabled = !RegistryAnswers.isMissing(output)
                && keys(output).values().stream()
                        .anyMatch(values -> !values.getOrDefault("disabledhcpmediasense", "0x0")
                                .equals("0x0"));
        return new Report(DocumentKind.CLUSTER, source)
                .flag(disabled, "nodes", arguments.text("node"), "mediaSenseDisabled")
                .observed();
    }

    /** The values of every interface that has a name. */
    private static Map<String, Map<String, String>> byConnection(ToolOutput output, String node, Seen seen)
            throws ParseException {
        Map<String, String> names = seen.connections().get(node);
        if (names == null) {
            throw new ParseException("the names of the connections of " + node + " were not read before");
        }
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, String>> key : keys(output).entrySet()) {
            id(key.getKey()).map(names::get).ifPresent(name -> found.put(name, key.getValue()));
        }
        return found;
    }

    private static Map<String, Map<String, String>> keys(ToolOutput output) throws ParseException {
        return RegistryAnswers.isMissing(output) ? Map.of() : RegistryAnswers.keys(output);
    }

    /** The last identifier in a key or device; keys of names begin with that of the class of networks. */
    private static Optional<String> id(String text) {
        return INTERFACE
                .matcher(text)
                .results()
                .map(found -> found.group().toUpperCase(Locale.ROOT))
                .reduce((first, last) -> last);
    }

    private static int number(Map<String, String> values, String name, int otherwise) throws ParseException {
        String value = values.get(name);
        return value == null ? otherwise : Numbers.parse(value, name);
    }

    private static Optional<String> first(Map<String, String> values, String name) {
        return several(values.getOrDefault(name, "")).stream()
                .filter(value -> !value.equals("0.0.0.0"))
                .findFirst();
    }

    /** A value of several texts is shown with {@code \0} between them. */
    private static List<String> several(String data) {
        return Arrays.stream(data.split("\\\\0", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<String> words(String data) {
        return Arrays.stream(data.split("[,\\s]+", -1))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String[] with(String[] path, String member) {
        String[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = member;
        return longer;
    }
}
