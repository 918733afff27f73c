package dev.lockstep.lab.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of cluster.exe: {@code cluster [[/cluster:]NAME] OBJECT [NAME] /option[:value] [property=value]}
 * (catalogue §3.6). Options and objects may be abbreviated as cluster.exe allows; names are taken as they are.
 *
 * @param cluster the cluster's name; empty when it was not given
 * @param object node, group, resource, restype, network, netint, or empty for the cluster itself
 * @param name the object's name; empty when it was not given
 * @param options in the order given
 * @param properties {@code name=value} arguments
 */
record ClusterLine(String cluster, String object, String name, List<Option> options, List<String> properties) {
    private static final Map<String, String> OBJECTS = Map.ofEntries(
            Map.entry("node", "node"),
            Map.entry("group", "group"),
            Map.entry("resgroup", "group"),
            Map.entry("res", "resource"),
            Map.entry("resource", "resource"),
            Map.entry("restype", "restype"),
            Map.entry("resourcetype", "restype"),
            Map.entry("type", "restype"),
            Map.entry("net", "network"),
            Map.entry("network", "network"),
            Map.entry("netint", "netint"),
            Map.entry("netinterface", "netint"));

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("stat", "status"),
            Map.entry("on", "online"),
            Map.entry("off", "offline"),
            Map.entry("move", "moveto"),
            Map.entry("adddependency", "adddep"),
            Map.entry("removedependency", "removedep"),
            Map.entry("listdependencies", "listdep"),
            Map.entry("privproperties", "priv"),
            Map.entry("properties", "prop"),
            Map.entry("quorumresource", "quorum"),
            Map.entry("listnetpriority", "listnetpri"),
            Map.entry("setnetpriority", "setnetpri"),
            Map.entry("version", "ver"));

    /** An option without its slash, in lower case and in its short form; the value is empty when there is none. */
    record Option(String name, String value) {}

    static ClusterLine parse(List<String> arguments) {
        String cluster = "";
        String object = "";
        String name = "";
        List<Option> options = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("/") || argument.startsWith("-")) {
                Option option = option(argument);
                if (option.name().equals("cluster")) {
                    cluster = option.value();
                } else {
                    options.add(option);
                }
            } else if (takesProperties(options)) {
                properties.add(argument);
            } else if (object.isEmpty() && OBJECTS.containsKey(argument.toLowerCase(Locale.ROOT))) {
                object = OBJECTS.getOrDefault(argument.toLowerCase(Locale.ROOT), "");
            } else if (object.isEmpty() && cluster.isEmpty()) {
                cluster = argument;
            } else if (name.isEmpty()) {
                name = argument;
            } else {
                properties.add(argument);
            }
        }
        return new ClusterLine(cluster, object, name, List.copyOf(options), List.copyOf(properties));
    }

    private static boolean takesProperties(List<Option> options) {
        return options.stream()
                .anyMatch(each -> each.name().equals("priv") || each.name().equals("prop"));
    }

    private static Option option(String argument) {
        int colon = argument.indexOf(':');
        String name = (colon < 0 ? argument.substring(1) : argument.substring(1, colon)).toLowerCase(Locale.ROOT);
        String value = colon < 0 ? "" : argument.substring(colon + 1);
        return new Option(OPTIONS.getOrDefault(name, name), value);
    }

    Optional<Option> find(String option) {
        return options.stream().filter(each -> each.name().equals(option)).findFirst();
    }

    String value(String option) {
        return find(option).map(Option::value).orElse("");
    }

    /** The option that says what to do: the first that does not merely modify another. */
    String verb() {
        List<String> modifiers = List.of("wait", "group", "type", "separate", "path", "maxlogsize");
        return options.stream()
                .map(Option::name)
                .filter(each -> !modifiers.contains(each))
                .findFirst()
                .orElse("status");
    }
}
