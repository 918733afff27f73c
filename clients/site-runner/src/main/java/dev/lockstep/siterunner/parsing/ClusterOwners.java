package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which nodes a group prefers, and which networks internal traffic prefers, as cluster.exe shows them. */
final class ClusterOwners {
    private static final int GROUP_NOT_FOUND = 5013;

    private ClusterOwners() {}

    static Observed preferred(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        if (output.systemError().filter(each -> each == GROUP_NOT_FOUND).isPresent()) {
            return report.observed();
        }
        String group = arguments.text("group");
        Set<String> owners = column(ListingTable.under(
                output, "Listing preferred owners for resource group '" + group + "':", "Preferred Owner Nodes"));
        return report.texts(owners, "groups", group, "preferredOwners").observed();
    }

    static Observed priorities(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        List<String> networks = ListingTable.under(output, "Network", "Network").rows();
        if (networks.isEmpty()) {
            throw new ParseException("the listing names no network for internal traffic");
        }
        for (int i = 0; i < networks.size(); i++) {
            report.number(i + 1, "networks", networks.get(i).strip(), "priority");
        }
        return report.observed();
    }

    private static Set<String> column(ListingTable table) throws ParseException {
        Set<String> names = new LinkedHashSet<>();
        for (String row : table.rows()) {
            String name = row.strip();
            if (name.isEmpty() || name.contains(" ")) {
                throw new ParseException("a computer's name has no blanks: " + ToolOutput.shown(row));
            }
            names.add(name);
        }
        return names;
    }
}
