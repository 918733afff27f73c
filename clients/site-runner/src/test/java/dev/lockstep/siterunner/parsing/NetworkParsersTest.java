package dev.lockstep.siterunner.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkParsersTest {
    private final Seen seen = new Seen();

    private Map<String, String> facts(String parser, String sample, Map<String, JsonNode> arguments)
            throws ParseException {
        Map<String, String> facts = new LinkedHashMap<>();
        Parsers.parse(
                        parser,
                        ToolOutput.of(0, ParsersTest.sample(sample)),
                        new Arguments(arguments),
                        seen,
                        "the command")
                .facts()
                .forEach(each -> facts.put(
                        each.path().toString(), each.value().toString().replace("\"", "")));
        return facts;
    }

    private static Map<String, JsonNode> node() {
        return Map.of("node", TextNode.valueOf("N1"));
    }

    @Test
    void connectionsAreKnownByTheirNames() throws ParseException {
        facts("connection-names", "connection-names", node());

        assertThat(facts("connection-addresses", "connection-addresses", node()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("/nodes/N1/nics/Public/dhcp", "false"),
                        Map.entry("/nodes/N1/nics/Public/ip", "10.10.0.21"),
                        Map.entry("/nodes/N1/nics/Public/mask", "255.255.255.0"),
                        Map.entry("/nodes/N1/nics/Public/gateway", "10.10.0.1"),
                        Map.entry("/nodes/N1/nics/Public/dns", "[10.10.0.10,10.10.0.11]"),
                        Map.entry("/nodes/N1/nics/Public/registerInDns", "true"),
                        Map.entry("/nodes/N1/nics/Heart beat/dhcp", "true"),
                        Map.entry("/nodes/N1/nics/Heart beat/gateway", "null"),
                        Map.entry("/nodes/N1/nics/Heart beat/dns", "[]"),
                        Map.entry("/nodes/N1/nics/Heart beat/registerInDns", "false")));
    }

    @Test
    void nameServicesAndOrder() throws ParseException {
        facts("connection-names", "connection-names", node());

        assertThat(facts("connection-name-services", "connection-name-services", node()))
                .containsEntry("/nodes/N1/nics/Public/wins", "[10.10.0.12]")
                .containsEntry("/nodes/N1/nics/Public/netbios", "ENABLED")
                .containsEntry("/nodes/N1/nics/Heart beat/wins", "[]")
                .containsEntry("/nodes/N1/nics/Heart beat/netbios", "DISABLED");
        assertThat(facts("connection-order", "connection-order", node()))
                .containsExactly(Map.entry("/nodes/N1/bindingOrder", "[Heart beat,Public]"));
    }

    @Test
    void interfacesWithoutNamesAreNotUnderstood() {
        assertThatThrownBy(() -> facts("connection-addresses", "connection-addresses", node()))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("were not read before");
    }

    @Test
    void mediaSense() throws ParseException {
        assertThat(facts("media-sense", "media-sense", node()))
                .containsExactly(Map.entry("/nodes/N1/mediaSenseDisabled", "true"));
    }

    @Test
    void updatesOfWindows() throws ParseException {
        assertThat(facts("windows-updates", "windows-updates", node()))
                .containsExactly(Map.entry("/nodes/N1/os/hotfixes", "[KB831464,Q828026]"));
    }

    @Test
    void preferredOwners() throws ParseException {
        assertThat(facts("cluster-group-owners", "group-owners", Map.of("group", TextNode.valueOf("EVS1"))))
                .containsExactly(Map.entry("/groups/EVS1/preferredOwners", "[NODE2]"));
    }

    @Test
    void networks() throws ParseException {
        assertThat(facts("cluster-network-role", "network-role", Map.of("network", TextNode.valueOf("Heart beat"))))
                .containsExactly(Map.entry("/networks/Heart beat/role", "1"));
        assertThat(facts("cluster-network-priorities", "network-priorities", Map.of()))
                .containsExactly(
                        Map.entry("/networks/Heart beat/priority", "1"), Map.entry("/networks/Public/priority", "2"));
    }
}
