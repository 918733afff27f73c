package dev.lockstep.siterunner.parsing;

import dev.lockstep.contracts.inventory.DocumentKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What reg.exe shows of a node's registry. */
final class RegistryAnswers {
    private static final Pattern VALUE =
            Pattern.compile("\\s{2,}(\\S.*?)(?:\\t+| {2,})REG_(?:NONE|SZ|EXPAND_SZ|MULTI_SZ|BINARY"
                    + "|DWORD|DWORD_LITTLE_ENDIAN|DWORD_BIG_ENDIAN|QWORD|LINK|RESOURCE_LIST|FULL_RESOURCE_DESCRIPTOR"
                    + "|RESOURCE_REQUIREMENTS_LIST)(?:[\\t ]+(.*))?");
    private static final String BANNER = "! REG.EXE VERSION ";
    private static final String NO_PATH = "The network path was not found";
    private static final String NOT_FOUND = "unable to find the specified registry key or value";
    private static final Pattern UPDATE = Pattern.compile("(?:KB|Q)\\d{5,7}");
    private static final String WINDOWS = "\\Windows NT\\CurrentVersion";
    private static final Map<String, String> WINDOWS_BY_KERNEL =
            Map.of("4.0", "WINDOWS_NT_4", "5.0", "WINDOWS_2000", "5.2", "WINDOWS_SERVER_2003");
    private static final Pattern SERVICE_PACK = Pattern.compile("Service Pack (\\d)");
    private static final int MINOR_DIGITS = 10;

    private RegistryAnswers() {}

    static Observed exchangeSetup(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        String node = arguments.text("node");
        Report report = new Report(DocumentKind.CLUSTER, source);
        Optional<Map<String, String>> found = values(output, "\\SOFTWARE\\Microsoft\\Exchange\\Setup");
        report.flag(found.isPresent(), "nodes", node, "exchange", "installed");
        if (found.isEmpty()) {
            for (String each : List.of("product", "build", "edition", "path")) {
                report.none("nodes", node, "exchange", each);
            }
            return report.texts(List.of(), "nodes", node, "exchange", "components")
                    .observed();
        }
        Map<String, String> values = found.orElseThrow();
        int version = Numbers.parse(required(values, "Services Version"), "version");
        int build = Numbers.parse(required(values, "NewestBuild"), "build");
        report.text(product(version), "nodes", node, "exchange", "product");
        report.text(
                version / MINOR_DIGITS + "." + version % MINOR_DIGITS + "." + build,
                "nodes",
                node,
                "exchange",
                "build");
        report.text(required(values, "Services"), "nodes", node, "exchange", "path");
        String edition = values.getOrDefault("edition", "").toUpperCase(Locale.ROOT);
        if (edition.equals("ENTERPRISE") || edition.equals("STANDARD")) {
            report.text(edition, "nodes", node, "exchange", "edition");
        }
        List<String> components = new ArrayList<>(List.of("MESSAGING_AND_COLLABORATION"));
        if (values.containsKey("exchangeserveradmin")) {
            components.add("SYSTEM_MANAGEMENT_TOOLS");
        }
        return report.texts(components, "nodes", node, "exchange", "components").observed();
    }

    private static String product(int version) throws ParseException {
        return switch (version) {
            case 55 -> "EXCHANGE_55";
            case 60 -> "EXCHANGE_2000";
            case 65 -> "EXCHANGE_2003";
            default -> throw new ParseException("no product has the version " + version);
        };
    }

    static Observed windowsComponents(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        String node = arguments.text("node");
        Report report = new Report(DocumentKind.CLUSTER, source);
        Map<String, String> values =
                values(output, "\\OC Manager\\Subcomponents").orElse(Map.of());
        boolean aspNet = on(values, "aspnet");
        report.flag(aspNet, "nodes", node, "components", "aspNet");
        if (values.containsKey("dtcnetwork")) {
            report.flag(on(values, "dtcnetwork"), "nodes", node, "components", "dtcNetwork");
        }
        if (aspNet || on(values, "netfx")) {
            report.text("1.1", "nodes", node, "components", "netFramework");
        } else if (values.containsKey("netfx")) {
            report.none("nodes", node, "components", "netFramework");
        }
        return report.observed();
    }

    /** Which Windows a node runs, by the version of its kernel. */
    static Observed windowsFamily(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        String version = required(values(output, WINDOWS).orElse(Map.of()), "CurrentVersion");
        String family = WINDOWS_BY_KERNEL.get(version);
        if (family == null) {
            throw new ParseException("no Windows is known with the version " + ToolOutput.shown(version));
        }
        return new Report(DocumentKind.CLUSTER, source)
                .text(family, "nodes", arguments.text("node"), "os", "family")
                .observed();
    }

    /** The service pack of a node's Windows; without one the value is not there. */
    static Observed windowsServicePack(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        Optional<Map<String, String>> values = values(output, WINDOWS);
        int pack = 0;
        if (values.isPresent()) {
            String shown = required(values.get(), "CSDVersion");
            Matcher matcher = SERVICE_PACK.matcher(shown);
            if (!matcher.matches()) {
                throw new ParseException("the service pack is not understood: " + ToolOutput.shown(shown));
            }
            pack = Numbers.parse(matcher.group(1), "service pack");
        }
        return new Report(DocumentKind.CLUSTER, source)
                .number(pack, "nodes", arguments.text("node"), "os", "sp")
                .observed();
    }

    /** The updates of Windows, each a key of its own; a node without any lacks the key above them. */
    static Observed updates(ToolOutput output, Arguments arguments, Seen seen, String source) throws ParseException {
        List<String> updates = new ArrayList<>();
        if (!isMissing(output)) {
            for (String key : keys(output).keySet()) {
                String name = key.substring(key.lastIndexOf('\\') + 1);
                if (UPDATE.matcher(name).matches()) {
                    updates.add(name);
                }
            }
        }
        return new Report(DocumentKind.CLUSTER, source)
                .texts(updates, "nodes", arguments.text("node"), "os", "hotfixes")
                .observed();
    }

    /** A restart is pending while files wait to be renamed at the next start of Windows. */
    static Observed pendingReboot(ToolOutput output, Arguments arguments, Seen seen, String source)
            throws ParseException {
        boolean waiting = values(output, "\\CONTROL\\Session Manager")
                .map(values -> values.containsKey("pendingfilerenameoperations"))
                .orElse(false);
        return new Report(DocumentKind.CLUSTER, source)
                .flag(waiting, "nodes", arguments.text("node"), "pendingReboot")
                .observed();
    }

    private static boolean on(Map<String, String> values, String name) throws ParseException {
        String value = values.get(name);
        return value != null && Numbers.parse(value, name) != 0;
    }

    private static String required(Map<String, String> values, String name) throws ParseException {
        String value = values.get(name.toLowerCase(Locale.ROOT));
        if (value == null || value.isEmpty()) {
            throw new ParseException("the key does not have the value '" + name + "'");
        }
        return value;
    }

    /** The values of the key, names in lower case; empty when the key is not there. */
    private static Optional<Map<String, String>> values(ToolOutput output, String key) throws ParseException {
        if (isMissing(output)) {
            return Optional.empty();
        }
        String wanted = key.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Map<String, String>> each : keys(output).entrySet()) {
            if (each.getKey().toLowerCase(Locale.ROOT).endsWith(wanted)) {
                return Optional.of(each.getValue());
            }
        }
        throw new ParseException("the answer does not show the key that was asked for");
    }

    /**
     * Whether the answer says that there is no such key or value.
     *
     * @throws NoAnswerException when it says that the node cannot be reached
     */
    static boolean isMissing(ToolOutput output) throws ParseException {
        if (output.exitCode() != 0 && output.contains(NO_PATH)) {
            throw new NoAnswerException("the node's registry cannot be reached");
        }
        return output.exitCode() != 0 && output.contains(NOT_FOUND);
    }

    /** All keys of an answer with their values, names of values in lower case; each key and value is shown once. */
    static Map<String, Map<String, String>> keys(ToolOutput output) throws ParseException {
        Map<String, Map<String, String>> keys = new LinkedHashMap<>();
        Map<String, String> values = null;
        for (String line : output.lines()) {
            if (line.startsWith("HKEY_")) {
                values = new LinkedHashMap<>();
                if (keys.put(line.strip(), values) != null) {
                    throw new ParseException("the key is shown twice: " + ToolOutput.shown(line));
                }
            } else if (line.isBlank()) {
                values = null;
            } else if (values != null) {
                Matcher value = VALUE.matcher(line);
                if (!value.matches()) {
                    throw new ParseException("the line is no value: " + ToolOutput.shown(line));
                }
                String data = value.group(2);
                if (values.put(value.group(1).toLowerCase(Locale.ROOT), data == null ? "" : data.strip()) != null) {
                    throw new ParseException("the value is shown twice: " + ToolOutput.shown(line));
                }
            } else if (!line.startsWith(BANNER)) {
                throw new ParseException("the line belongs to no key: " + ToolOutput.shown(line)
                        + EnglishTools.insteadOfKeys(output.lines()));
            }
        }
        if (values != null) {
            throw new ParseException("the list of values has no end: it was cut off");
        }
        output.requireSuccess();
        if (keys.isEmpty()) {
            throw new ParseException("the answer does not show the key that was asked for");
        }
        return keys;
    }
}
