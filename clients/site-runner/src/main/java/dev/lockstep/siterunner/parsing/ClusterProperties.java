package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Properties and the quorum, as cluster.exe shows them. */
final class ClusterProperties {
    private static final Pattern ROW = Pattern.compile("(?:[A-Z]{1,2})\\s+(.*)");
    private static final Pattern PROPERTY = Pattern.compile("\\s+(\\S+)(?:\\s+(.*))?");
    private static final Pattern NUMBER = Pattern.compile("(\\d+) \\(0x[0-9a-fA-F]+\\)");
    /** Shown as a number with or without sign, and the same in hexadecimal digits. */
    private static final Pattern SIGNATURE = Pattern.compile("-?\\d+ \\(0x([0-9a-fA-F]{1,8})\\)");

    private static final Pattern QUORUM = Pattern.compile("(.+?)\\s+(\\S+)\\s+(\\d+)");
    private static final int RESOURCE_NOT_FOUND = 5007;

    private ClusterProperties() {}

    static Observed type(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        Optional<Map<String, String>> found = properties(output, arguments, "Listing properties for '");
        if (found.isEmpty()) {
            return report.observed();
        }
        String type = found.orElseThrow().getOrDefault("Type", "");
        if (type.isEmpty()) {
            throw new ParseException("the listing does not show the resource's type");
        }
        return report.text(type, "groups", arguments.text("group"), "resources", arguments.text("resource"), "type")
                .observed();
    }

    static Observed privateProperties(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        Optional<Map<String, String>> found = properties(output, arguments, "Listing private properties for '");
        if (found.isEmpty()) {
            return report.observed();
        }
        String group = arguments.text("group");
        String resource = arguments.text("resource");
        Map<String, String> properties = found.orElseThrow();
        String address = properties.getOrDefault("Address", "");
        if (!address.isEmpty()) {
            report.text(address, "groups", group, "resources", resource, "address");
        }
        String name = properties.getOrDefault("Name", "");
        if (!name.isEmpty()) {
            seen.networkNames().add(name);
            report.text(name, "groups", group, "resources", resource, "networkName");
        }
        flag(report, properties, "RequireDNS", "groups", group, "resources", resource, "requireDns");
        flag(report, properties, "RequireKerberos", "groups", group, "resources", resource, "requireKerberos");
        return report.observed();
    }

    private static void flag(Report report, Map<String, String> properties, String property, String... path)
            throws ParseException {
        String value = properties.get(property);
        if (value == null) {
            return;
        }
        Matcher number = NUMBER.matcher(value);
        if (!number.matches()) {
            throw new ParseException("the property " + property + " is not a number: " + ToolOutput.shown(value));
        }
        report.flag(Numbers.parse(number.group(1), property) != 0, path);
    }

    /** What Windows wrote on a disk to know it by, as eight hexadecimal digits. */
    static Observed signature(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        Report report = new Report(DocumentKind.CLUSTER, source);
        Optional<Map<String, String>> found = properties(output, arguments, "Listing private properties for '");
        if (found.isEmpty()) {
            return report.observed();
        }
        Matcher signature = SIGNATURE.matcher(found.orElseThrow().getOrDefault("Signature", ""));
        if (!signature.matches()) {
            throw new ParseException("the listing does not show the disk's signature");
        }
        return report.text(
                        "%08X".formatted(Integer.parseUnsignedInt(signature.group(1), 16)),
                        "disks",
                        arguments.text("disk"),
                        "signature")
                .observed();
    }

    static Observed networkRole(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        String network = arguments.text("network");
        Map<String, String> properties = table(output, "Listing properties for '", "Network", network);
        Matcher role = NUMBER.matcher(properties.getOrDefault("Role", ""));
        if (!role.matches()) {
            throw new ParseException("the listing does not show the network's role");
        }
        return new Report(DocumentKind.CLUSTER, source)
                .number(Numbers.parse(role.group(1), "role"), "networks", network, "role")
                .observed();
    }

    static Observed quorum(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        ListingTable table =
                ListingTable.under(output, "Quorum Resource Name", "Quorum Resource Name", "Device", "Max Log Size");
        Matcher row = QUORUM.matcher(
                table.rows().isEmpty() ? "" : table.rows().getFirst().strip());
        if (table.rows().size() != 1 || !row.matches()) {
            throw new ParseException("the listing does not show one quorum resource");
        }
        return new Report(DocumentKind.CLUSTER, source)
                .text(row.group(1).strip(), "quorum", "resource")
                .observed();
    }

    /** The properties of the resource in question by name; empty when there is no such resource. */
    private static Optional<Map<String, String>> properties(ToolOutput output, Arguments arguments, String title)
            throws ParseException {
        if (output.systemError().filter(each -> each == RESOURCE_NOT_FOUND).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(table(output, title, "Resource", arguments.text("resource")));
    }

    private static Map<String, String> table(ToolOutput output, String title, String kind, String name)
            throws ParseException {
        ListingTable table = ListingTable.under(output, title + name + "':", "T", kind, "Name", "Value");
        Map<String, String> properties = new LinkedHashMap<>();
        for (String line : table.rows()) {
            List<String> property = property(line, name);
            properties.put(property.get(0), property.get(1));
        }
        return properties;
    }

    private static List<String> property(String line, String resource) throws ParseException {
        Matcher row = ROW.matcher(line);
        if (row.matches() && row.group(1).startsWith(resource)) {
            Matcher property = PROPERTY.matcher(row.group(1).substring(resource.length()));
            if (property.matches()) {
                String value = property.group(2);
                return List.of(property.group(1), value == null ? "" : value.strip());
            }
        }
        throw new ParseException("the row is no property of the resource: " + ToolOutput.shown(line));
    }
}
