package dev.lockstep.siterunner.parsing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A golden sample and the parser that reads it.
 *
 * @param name the sample's file
 * @param exitCode with which the tool ends after printing it
 * @param before a sample that must have been read before in the same task, by the parser of the same name; empty for none
 */
record GoldenSample(String parser, String name, int exitCode, String before) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Arguments that fit every sample. */
    static final Map<String, JsonNode> ANYTHING = arguments("""
        {"node": "N1", "service": "NntpSvc", "dc": "dc1", "domain": "corp.contoso.com", "network": "Heart beat",
         "host": "mail.tailspintoys.com",
         "group": "EVS1", "resource": "EVS1 Network Name", "disk": "Disk 7",
         "groups": ["Cluster Group", "V1GRP", "Group 1", "My Group 1"], "disks": {"Disk Q:": "Disk 22"},
         "virtualServers": {"EVS1": "EVS1"}}
        """);

    private static final Map<String, JsonNode> A_DISK = arguments("""
        {"disk": "Disk 7", "resource": "Disk E: data", "groups": ["Group 1", "My Group 1"]}
        """);

    private static final List<String> OF_A_DISK = List.of("disk-signature", "cluster-resource-group");

    static List<GoldenSample> all() {
        return List.of(
                of("cluster-node-listing", "nodes"),
                new GoldenSample("cluster-group-listing", "groups", 0, "cluster-node-listing/nodes"),
                of("cluster-resource-listing", "resources"),
                of("cluster-resource-type", "resource-type"),
                of("cluster-resource-dependencies", "resource-dependencies"),
                of("cluster-resource-owners", "resource-owners"),
                of("cluster-resource-private", "resource-private"),
                of("disk-signature", "disk-private"),
                of("cluster-quorum", "quorum"),
                of("cluster-group-owners", "group-owners"),
                of("cluster-network-role", "network-role"),
                of("cluster-network-priorities", "network-priorities"),
                of("service-state", "service-state"),
                of("service-config", "service-config"),
                new GoldenSample("service-state", "service-missing", 36, ""),
                new GoldenSample("service-config", "service-missing", 36, ""),
                of("schema-range-upper", "ldif-schema"),
                of("exchange-domain-groups", "ldif-groups"),
                new GoldenSample("exchange-servers", "ldif-servers", 0, "cluster-resource-private/resource-private"),
                new GoldenSample("schema-range-upper", "ldif-missing", 32, ""),
                of("organization-object-version", "ldif-none"),
                of("exchange-domain-groups", "ldif-none"),
                of("exchange-setup-registry", "reg-exchange"),
                new GoldenSample("exchange-setup-registry", "reg-missing", 1, ""),
                new GoldenSample("pending-reboot", "reg-missing", 1, ""),
                of("windows-components", "reg-components"),
                of("pending-reboot", "reg-session-manager"),
                of("windows-updates", "windows-updates"),
                of("media-sense", "media-sense"),
                of("connection-names", "connection-names"),
                new GoldenSample(
                        "connection-addresses", "connection-addresses", 0, "connection-names/connection-names"),
                new GoldenSample(
                        "connection-name-services", "connection-name-services", 0, "connection-names/connection-names"),
                new GoldenSample("connection-order", "connection-order", 0, "connection-names/connection-names"),
                of("setup-log", "setup-log-failures"),
                of("host-address", "host-address"),
                of("host-address", "host-missing"),
                of("cluster-network-listing", "networks"),
                of("cluster-resource-group", "resource-group"),
                of("windows-family", "reg-windows"),
                of("windows-service-pack", "reg-service-pack"),
                new GoldenSample("windows-service-pack", "reg-missing", 1, ""));
    }

    private static GoldenSample of(String parser, String name) {
        return new GoldenSample(parser, name, 0, "");
    }

    private static Map<String, JsonNode> arguments(String json) {
        try {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            JSON.readTree(json).properties().forEach(each -> values.put(each.getKey(), each.getValue()));
            return values;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String text() {
        return ParsersTest.sample(name);
    }

    /** What is seen when the tool prints this text instead. */
    Map<String, JsonNode> facts(String text) throws ParseException {
        return facts(exitCode, text);
    }

    Map<String, JsonNode> facts(int code, String text) throws ParseException {
        Seen seen = new Seen();
        Map<String, JsonNode> arguments = OF_A_DISK.contains(parser) ? A_DISK : ANYTHING;
        if (!before.isEmpty()) {
            int slash = before.indexOf('/');
            facts(
                    before.substring(0, slash),
                    ToolOutput.of(0, ParsersTest.sample(before.substring(slash + 1))),
                    arguments,
                    seen);
        }
        return facts(parser, ToolOutput.of(code, text), arguments, seen);
    }

    static Map<String, JsonNode> facts(String parser, ToolOutput output, Map<String, JsonNode> arguments)
            throws ParseException {
        return facts(parser, output, arguments, new Seen());
    }

    private static Map<String, JsonNode> facts(
            String parser, ToolOutput output, Map<String, JsonNode> arguments, Seen seen) throws ParseException {
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        for (ObservedFact each : Parsers.parse(parser, output, new Arguments(arguments), seen, "the command")
                .facts()) {
            facts.put(each.path().toString(), each.value());
        }
        return facts;
    }

    @Override
    public String toString() {
        return parser + " " + name;
    }
}
