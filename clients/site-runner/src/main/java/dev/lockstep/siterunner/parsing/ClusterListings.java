package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The listings of cluster.exe. */
final class ClusterListings {
    private static final int NAME_COLUMN = 20;
    private static final int RESOURCE_NOT_FOUND = 5007;
    private static final String NO_GROUP = "";
    private static final Set<String> NODE_STATES = Set.of("UP", "DOWN", "PAUSED", "JOINING", "UNKNOWN");
    private static final Set<String> GROUP_STATES =
            Set.of("ONLINE", "OFFLINE", "FAILED", "PARTIALLY_ONLINE", "PENDING", "UNKNOWN");
    private static final Set<String> RESOURCE_STATES =
            Set.of("ONLINE", "OFFLINE", "FAILED", "ONLINE_PENDING", "OFFLINE_PENDING", "PENDING", "UNKNOWN");

    private static final Set<String> NETWORK_STATES = Set.of("UP", "DOWN", "PARTITIONED", "UNAVAILABLE", "UNKNOWN");

    private ClusterListings() {}

    static Observed nodes(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        ListingTable table =
                ListingTable.under(output, "Listing status for all available nodes:", "Node", "Node ID", "Status");
        requireRows(table);
        for (String line : table.rows()) {
            ListingTable.Row row = ListingTable.state(line);
            List<String> columns = ListingTable.lastWord(row.rest());
            Numbers.parse(columns.get(1), "node id");
            String node = word(columns.get(0), line);
            seen.nodes().add(node);
            report.text(among(NODE_STATES, row.state(), line), "nodes", node, "nodeState");
        }
        return report.observed();
    }

    static Observed groups(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        ListingTable table = ListingTable.under(
                output, "Listing status for all available resource groups:", "Group", "Node", "Status");
        requireRows(table);
        Map<String, String> servers = arguments.pairs("virtualServers");
        Map<String, Set<String>> owned = new LinkedHashMap<>();
        seen.nodes().forEach(each -> owned.put(each, new LinkedHashSet<>()));
        for (String line : table.rows()) {
            ListingTable.Row row = ListingTable.state(line);
            List<String> columns = ListingTable.lastWord(row.rest());
            String node = columns.get(1);
            String group = name(columns.get(0), line);
            if (!seen.groups().add(group)) {
                throw new ParseException("the group is listed twice: " + ToolOutput.shown(group));
            }
            owned.computeIfAbsent(node, each -> new LinkedHashSet<>()).add(group);
            String state = among(GROUP_STATES, row.state(), line);
            report.text(state, "groups", group, "state");
            report.text(node, "groups", group, "owner");
            String server = servers.get(group);
            if (server != null && !state.equals("UNKNOWN")) {
                report.text(state, "evs", server, "state");
                report.text(node, "evs", server, "owner");
            }
        }
        owned.forEach((node, groups) -> report.texts(groups, "nodes", node, "ownedGroups"));
        return report.listed("groups").observed();
    }

    static Observed resources(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        ListingTable table = ListingTable.under(
                output, "Listing status for all available resources:", "Resource", "Group", "Node", "Status");
        requireRows(table);
        Map<String, String> disks = arguments.pairs("disks");
        Set<String> names = new LinkedHashSet<>();
        for (ResourceRow row : rows(table, known(arguments, seen), seen)) {
            if (!names.add(row.name())) {
                throw new ParseException("the resource is listed twice: " + ToolOutput.shown(row.name()));
            }
            report.text(row.state(), "groups", row.group(), "resources", row.name(), "state");
            String disk = disks.get(row.name());
            if (disk != null) {
                report.text(row.group(), "disks", disk, "group");
                report.text(row.state(), "disks", disk, "state");
            }
        }
        return report.listed("groups", "*", "resources").observed();
    }

    /** The networks that the cluster knows. */
    static Observed networks(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        ListingTable table =
                ListingTable.under(output, "Listing status for all available networks:", "Network", "Status");
        requireRows(table);
        Set<String> names = new LinkedHashSet<>();
        for (String line : table.rows()) {
            ListingTable.Row row = ListingTable.state(line);
            among(NETWORK_STATES, row.state(), line);
            String network = name(row.rest(), line);
            if (!names.add(network)) {
                throw new ParseException("the network is listed twice: " + ToolOutput.shown(network));
            }
            report.text(network, "networks", network, "name");
        }
        return report.observed();
    }

    static Observed dependencies(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        if (output.systemError().filter(each -> each == RESOURCE_NOT_FOUND).isPresent()) {
            return report.observed();
        }
        String group = arguments.text("group");
        String resource = arguments.text("resource");
        ListingTable table = ListingTable.under(
                output, "Listing resource dependencies for '" + resource + "':", "Resource", "Group", "Node", "Status");
        List<String> names = new ArrayList<>();
        for (ResourceRow row : rows(table, Set.of(group), seen)) {
            names.add(row.name());
        }
        return report.texts(names, "groups", group, "resources", resource, "dependsOn")
                .observed();
    }

    static Observed owners(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        if (output.systemError().filter(each -> each == RESOURCE_NOT_FOUND).isPresent()) {
            return report.observed();
        }
        String resource = arguments.text("resource");
        ListingTable table = ListingTable.under(
                output, "Listing possible owners for resource '" + resource + "':", "Possible Owner Nodes");
        List<String> nodes = new ArrayList<>();
        for (String line : table.rows()) {
            nodes.add(word(line.strip(), line));
        }
        return report.texts(nodes, "groups", arguments.text("group"), "resources", resource, "possibleOwners")
                .observed();
    }

    private record ResourceRow(String name, String group, String state) {}

    /** Which group a single resource is in; the listing of all resources is understood with it. */
    static Observed groupOfResource(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        String resource = arguments.text("resource");
        if (output.systemError().filter(each -> each == RESOURCE_NOT_FOUND).isPresent()) {
            seen.isIn(resource, NO_GROUP);
            return report.observed();
        }
        ListingTable table = ListingTable.under(
                output, "Listing status for resource '" + resource + "':", "Resource", "Group", "Node", "Status");
        String line = table.rows().isEmpty() ? "" : table.rows().getFirst();
        if (table.rows().size() != 1 || !line.startsWith(resource + " ")) {
            throw new ParseException("the listing is not about the resource " + ToolOutput.shown(resource));
        }
        ListingTable.Row row = ListingTable.state(line);
        among(RESOURCE_STATES, row.state(), line);
        String left = ListingTable.lastWord(row.rest()).get(0);
        String group = left.length() > resource.length()
                ? left.substring(resource.length()).strip()
                : NO_GROUP;
        if (!known(arguments, seen).contains(group)) {
            throw new ParseException("the row names no group that is known: " + ToolOutput.shown(line));
        }
        seen.isIn(resource, group);
        return report.observed();
    }

    private static List<ResourceRow> rows(ListingTable table, Set<String> groups, Seen seen) throws ParseException {
        List<ResourceRow> rows = new ArrayList<>();
        for (String line : table.rows()) {
            ListingTable.Row row = ListingTable.state(line);
            String state = among(RESOURCE_STATES, row.state(), line);
            String left = ListingTable.lastWord(row.rest()).get(0).stripTrailing();
            String group = group(left, groups, line, seen);
            String name = name(left.substring(0, left.length() - group.length()), line);
            rows.add(new ResourceRow(name, group, state));
        }
        return rows;
    }

    private static Set<String> known(Arguments arguments, Seen seen) {
        return seen.groups().isEmpty() ? arguments.texts("groups") : seen.groups();
    }

    /**
     * The known group that the text ends with. When several fit, the columns decide: a name shorter than its column is
     * filled up with blanks, so a reading whose name has such a filling inside is not the one. When that leaves more than
     * one, the row is ambiguous until the resources that it may be about have been asked for.
     */
    private static String group(String text, Set<String> groups, String line, Seen seen) throws ParseException {
        List<String> fitting =
                groups.stream().filter(each -> text.endsWith(" " + each)).toList();
        if (fitting.isEmpty()) {
            throw new ParseException("the row names no group that is known: " + ToolOutput.shown(line));
        }
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        List<String> aligned =
                fitting.stream().filter(each -> aligned(text, each)).toList();
        if (aligned.size() > 1) {
            aligned = aligned.stream().filter(each -> !filledUp(text, each)).toList();
        }
        return aligned.size() == 1
                ? aligned.getFirst()
                : asked(text, aligned.isEmpty() ? fitting : aligned, line, seen);
    }

    /** The reading whose resource exists, in that group. */
    private static String asked(String text, List<String> readings, String line, Seen seen) throws ParseException {
        String ambiguous = "the row can be read in more than one way: " + ToolOutput.shown(line);
        List<String> open = readings.stream()
                .map(group -> nameBefore(text, group))
                .filter(name -> !name.isEmpty() && !seen.wasAskedFor(name))
                .toList();
        if (!open.isEmpty()) {
            throw new AmbiguousRowException(ambiguous, open);
        }
        List<String> existing = readings.stream()
                .filter(group -> seen.isKnownIn(nameBefore(text, group), group))
                .toList();
        if (existing.size() != 1) {
            throw new ParseException(ambiguous + ", also after its resources were asked for");
        }
        return existing.getFirst();
    }

    private static String nameBefore(String text, String group) {
        return text.substring(0, text.length() - group.length()).strip();
    }

    private static boolean aligned(String text, String group) {
        int start = text.length() - group.length();
        int nameLength = text.substring(0, start).stripTrailing().length();
        return start == Math.max(NAME_COLUMN, nameLength) + 1;
    }

    private static boolean filledUp(String text, String group) {
        return nameBefore(text, group).contains("  ");
    }

    private static void requireRows(ListingTable table) throws ParseException {
        if (table.rows().isEmpty()) {
            throw new ParseException("the listing has no rows");
        }
    }

    private static String name(String text, String line) throws ParseException {
        String name = text.strip();
        if (name.isEmpty() || text.startsWith(" ")) {
            throw new ParseException("the row has no name: " + ToolOutput.shown(line));
        }
        return name;
    }

    private static String word(String text, String line) throws ParseException {
        String word = name(text, line);
        if (word.contains(" ")) {
            throw new ParseException("a computer's name has no blanks: " + ToolOutput.shown(line));
        }
        return word;
    }

    private static String among(Set<String> states, String state, String line) throws ParseException {
        if (!states.contains(state)) {
            throw new ParseException("the state does not belong in this listing: " + ToolOutput.shown(line));
        }
        return state;
    }
}
