package dev.lockstep.siterunner.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Seen seen = new Seen();

    /** A golden sample as a Windows tool would print it. */
    static String sample(String name) {
        try (InputStream stream = ParsersTest.class.getResourceAsStream("/samples/" + name + ".txt")) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arguments arguments(String json) {
        try {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            JSON.readTree(json.replace('\'', '"'))
                    .properties()
                    .forEach(each -> values.put(each.getKey(), each.getValue()));
            return new Arguments(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Map<String, String> facts(String parser, String text, String arguments) throws ParseException {
        return facts(parser, 0, text, arguments);
    }

    private Map<String, String> facts(String parser, int exitCode, String text, String arguments)
            throws ParseException {
        Map<String, String> facts = new LinkedHashMap<>();
        Parsers.parse(parser, ToolOutput.of(exitCode, text), arguments(arguments), seen, "the command")
                .facts()
                .forEach(each -> facts.put(
                        each.path().toString(), each.value().toString().replace("\"", "")));
        return facts;
    }

    @Test
    void nodes() throws ParseException {
        assertThat(facts("cluster-node-listing", sample("nodes"), "{}"))
                .containsExactly(
                        Map.entry("/nodes/NODE1/nodeState", "UP"),
                        Map.entry("/nodes/NODE3/nodeState", "PAUSED"),
                        Map.entry("/nodes/NODE2/nodeState", "JOINING"),
                        Map.entry("/nodes/A-VERY-LONG-NODE-NAME/nodeState", "DOWN"));
    }

    @Test
    void groupsAndWhatEachNodeOwns() throws ParseException {
        facts("cluster-node-listing", sample("nodes"), "{}");

        assertThat(facts("cluster-group-listing", sample("groups"), "{}"))
                .containsEntry("/groups/Cluster Group/state", "ONLINE")
                .containsEntry("/groups/Cluster Group/owner", "NODE1")
                .containsEntry("/groups/A group with quite a long name/state", "PARTIALLY_ONLINE")
                .containsEntry("/groups/EVS1/state", "PENDING")
                .containsEntry("/nodes/NODE1/ownedGroups", "[Cluster Group,EVS1]")
                .containsEntry("/nodes/NODE2/ownedGroups", "[]");
    }

    @Test
    void resourcesAndTheirDisks() throws ParseException {
        String arguments = "{'groups':['Cluster Group','V1GRP','Group 1','My Group 1'],'disks':{'Disk Q:':'Disk 22'}}";

        assertThat(facts("cluster-resource-listing", sample("resources"), arguments))
                .containsEntry("/groups/Cluster Group/resources/Cluster IP Address/state", "ONLINE")
                .containsEntry("/groups/V1GRP/resources/SQL Network Name (V1)/state", "ONLINE")
                .containsEntry("/groups/V1GRP/resources/SQL IP Address 1 (V1)/state", "ONLINE_PENDING")
                .containsEntry("/groups/My Group 1/resources/Disk F:/state", "OFFLINE_PENDING")
                .containsEntry("/groups/Group 1/resources/Disk G:/state", "FAILED")
                .containsEntry("/disks/Disk 22/group", "Cluster Group")
                .containsEntry("/disks/Disk 22/state", "ONLINE");
    }

    @Test
    void aRowThatCanBeReadInTwoWaysIsAnError() {
        String listing = listing("XXXXXXXXXXXXXXXXXXXX My Group 1           NODE1           Online");

        assertThatThrownBy(() -> facts("cluster-resource-listing", listing, "{'groups':['Group 1','My Group 1']}"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("more than one way");
    }

    @Test
    void aResourceThatIsAskedForItselfTellsItsGroup() throws ParseException {
        String asked = "{'resource':'Disk E: data','groups':['Group 1','My Group 1']}";
        assertThat(facts("cluster-resource-group", sample("resource-group"), asked))
                .isEmpty();
        assertThat(seen.isKnownIn("Disk E: data", "My Group 1")).isTrue();
        assertThat(seen.isKnownIn("Disk E: data", "Group 1")).isFalse();
        for (String wrong :
                List.of(asked.replace("'My Group 1'", "'Group 2'"), asked.replace("'Disk E: data'", "'Disk E:'"))) {
            assertThatThrownBy(() -> facts("cluster-resource-group", sample("resource-group"), wrong))
                    .isInstanceOf(ParseException.class);
        }
    }

    @Test
    void networks() throws ParseException {
        assertThat(facts("cluster-network-listing", sample("networks"), "{}"))
                .containsExactly(
                        Map.entry("/networks/Public/name", "Public"),
                        Map.entry("/networks/Private (heartbeat)/name", "Private (heartbeat)"),
                        Map.entry(
                                "/networks/A network with quite a long name/name", "A network with quite a long name"));
    }

    @Test
    void windows() throws ParseException {
        assertThat(facts("windows-family", sample("reg-windows"), "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/os/family", "WINDOWS_2000"));
        assertThat(facts("windows-service-pack", sample("reg-service-pack"), "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/os/sp", "4"));
        assertThat(facts("windows-service-pack", 1, sample("reg-missing"), "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/os/sp", "0"));
        assertThatThrownBy(() -> facts("windows-family", sample("reg-windows").replace("5.0", "6.0"), "{'node':'N1'}"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> facts("windows-family", 1, sample("reg-missing"), "{'node':'N1'}"))
                .isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> facts(
                        "windows-service-pack",
                        sample("reg-service-pack").replace("Service Pack 4", "Dienstpaket 4"),
                        "{'node':'N1'}"))
                .isInstanceOf(ParseException.class);
    }

    @Test
    void whoeverCannotBeReachedIsToldFromAnAnswerThatCannotBeRead() {
        assertThatThrownBy(() -> facts(
                        "cluster-node-listing",
                        "\r\nSystem error 1722 has occurred (0x000006ba).\r\nThe RPC server is unavailable.\r\n",
                        "{}"))
                .isInstanceOf(NoAnswerException.class);
        assertThatThrownBy(() -> facts(
                        "exchange-setup-registry", 1, "Error:  The network path was not found\r\n", "{'node':'N1'}"))
                .isInstanceOf(NoAnswerException.class);
        assertThatThrownBy(() -> facts(
                        "schema-range-upper",
                        81,
                        "Connecting to \"dc1\"\r\nThe connection cannot be established\r\nThe error code is 81\r\n",
                        "{'dc':'dc1'}"))
                .isInstanceOf(NoAnswerException.class);
    }

    @Test
    void aGroupThatIsNotKnownIsAnError() {
        assertThatThrownBy(() -> facts("cluster-resource-listing", sample("resources"), "{'groups':['V1GRP']}"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("no group that is known");
    }

    private static String listing(String... rows) {
        return "Listing status for all available resources:\n\n"
                + "Resource             Group                Node            Status\n"
                + "-------------------- -------------------- --------------- ------\n" + String.join("\n", rows)
                + "\n\n";
    }

    @Test
    void typesDependenciesAndPrivateProperties() throws ParseException {
        String evs = "{'group':'EVS1','resource':'EVS1 Network Name'}";
        assertThat(facts("cluster-resource-type", sample("resource-type"), evs))
                .containsExactly(Map.entry("/groups/EVS1/resources/EVS1 Network Name/type", "Network Name"));
        assertThat(facts("cluster-resource-dependencies", sample("resource-dependencies"), evs))
                .containsExactly(
                        Map.entry("/groups/EVS1/resources/EVS1 Network Name/dependsOn", "[EVS1 IP Address,Disk E:]"));
        assertThat(facts("cluster-resource-owners", sample("resource-owners"), evs))
                .containsExactly(Map.entry(
                        "/groups/EVS1/resources/EVS1 Network Name/possibleOwners", "[NODE1,A-VERY-LONG-NODE-NAME]"));
        assertThat(facts("cluster-resource-private", sample("resource-private"), evs))
                .containsExactly(
                        Map.entry("/groups/EVS1/resources/EVS1 Network Name/networkName", "MAIL1"),
                        Map.entry("/groups/EVS1/resources/EVS1 Network Name/requireDns", "true"),
                        Map.entry("/groups/EVS1/resources/EVS1 Network Name/requireKerberos", "false"));
    }

    @Test
    void signaturesOfDisks() throws ParseException {
        String disk = "{'disk':'Disk 7','resource':'Disk E: data'}";
        String listing = sample("disk-private");

        assertThat(facts("disk-signature", listing, disk))
                .containsExactly(Map.entry("/disks/Disk 7/signature", "1A2B0007"));
        assertThat(facts("disk-signature", listing.replace("439025671 (0x1a2b0007)", "-2 (0xfffffffe)"), disk))
                .containsExactly(Map.entry("/disks/Disk 7/signature", "FFFFFFFE"));
        assertThat(facts("disk-signature", listing.replace("439025671 (0x1a2b0007)", "7 (0x7)"), disk))
                .containsExactly(Map.entry("/disks/Disk 7/signature", "00000007"));
        for (String shown : List.of("439025671", "", "(0x1a2b0007)", "4 (0x1a2b00071)", "1A2B0007")) {
            assertThatThrownBy(() -> facts("disk-signature", listing.replace("439025671 (0x1a2b0007)", shown), disk))
                    .as(shown)
                    .isInstanceOf(ParseException.class)
                    .hasMessageContaining("signature");
        }
    }

    @Test
    void aResourceThatDoesNotExistHasNoFacts() throws ParseException {
        String missing =
                "\r\nSystem error 5007 has occurred (0x0000138f).\r\nThe cluster resource could not be found.\r\n";
        for (String parser : List.of(
                "cluster-resource-type",
                "cluster-resource-dependencies",
                "cluster-resource-owners",
                "cluster-resource-private",
                "disk-signature")) {
            assertThat(facts(parser, 143, missing, "{'group':'G','disk':'D','resource':'R'}"))
                    .isEmpty();
        }
    }

    @Test
    void failuresInTheSetupLogAreCounted() throws ParseException {
        String failures = sample("setup-log-failures");
        assertThat(facts("setup-log", 1, "", "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/exchange/setupLogFailures", "0"));
        assertThat(facts("setup-log", 0, failures, "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/exchange/setupLogFailures", "1"));
        assertThat(facts("setup-log", 0, failures + failures, "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/exchange/setupLogFailures", "2"));
    }

    @Test
    void aSetupLogThatCannotBeReadIsNoLogWithoutFailures() {
        String refused = "FINDSTR: Cannot open \\\\N1\\C$\\Exchange Server Setup Progress.log\r\n";
        assertThatThrownBy(() -> facts("setup-log", 1, refused, "{'node':'N1'}"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("Cannot open");
        assertThatThrownBy(() -> facts("setup-log", 0, "", "{'node':'N1'}")).isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> facts("setup-log", 2, "", "{'node':'N1'}")).isInstanceOf(ParseException.class);
    }

    @Test
    void quorum() throws ParseException {
        assertThat(facts("cluster-quorum", sample("quorum"), "{}"))
                .containsExactly(Map.entry("/quorum/resource", "Disk Q:"));
    }

    @Test
    void services() throws ParseException {
        String nntp = "{'node':'N1','service':'NntpSvc'}";
        String cluster = "{'node':'N1','service':'ClusSvc'}";
        assertThat(facts("service-state", sample("service-state"), nntp))
                .containsExactly(
                        Map.entry("/nodes/N1/services/NntpSvc/installed", "true"),
                        Map.entry("/nodes/N1/services/NntpSvc/state", "STOPPED"));
        assertThat(facts("service-config", sample("service-config"), nntp))
                .containsExactly(
                        Map.entry("/nodes/N1/services/NntpSvc/installed", "true"),
                        Map.entry("/nodes/N1/services/NntpSvc/startMode", "DISABLED"));
        assertThat(facts("service-state", 36, sample("service-missing"), nntp))
                .containsExactly(Map.entry("/nodes/N1/services/NntpSvc/installed", "false"));
        assertThat(facts("service-state", 36, sample("service-missing"), cluster))
                .containsExactly(Map.entry("/nodes/N1/clusterServiceInstalled", "false"));
        assertThat(facts(
                        "service-state",
                        sample("service-state").replace("NntpSvc", "clussvc").replace("1  STOPPED", "4  RUNNING"),
                        cluster))
                .containsExactly(
                        Map.entry("/nodes/N1/clusterServiceInstalled", "true"),
                        Map.entry("/nodes/N1/clusterServiceState", "RUNNING"));
    }

    @Test
    void anUnreachableNodeIsNoFact() {
        assertThatThrownBy(() -> facts(
                        "service-state",
                        "[SC] OpenSCManager FAILED 1722:\r\n\r\nThe RPC server is unavailable.\r\n\r\n",
                        "{'node':'N1','service':'NntpSvc'}"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("1722");
    }

    @Test
    void directory() throws ParseException {
        assertThat(facts("schema-range-upper", sample("ldif-schema"), "{'dc':'dc1.corp.contoso.com'}"))
                .containsExactly(Map.entry("/schemaRangeUpper/dc1.corp.contoso.com", "6870"));
        assertThat(facts("schema-range-upper", 32, sample("ldif-missing"), "{'dc':'dc1'}"))
                .containsExactly(Map.entry("/schemaRangeUpper/dc1", "0"));
        assertThat(facts("organization-object-version", sample("ldif-none"), "{'dc':'dc1'}"))
                .containsExactly(Map.entry("/orgObjectVersion/dc1", "0"));
        assertThat(facts(
                        "meso-object-version",
                        sample("ldif-schema").replace("rangeUpper: 6870", "objectVersion: 6936"),
                        "{'dc':'dc1','domain':'corp.contoso.com'}"))
                .containsExactly(Map.entry("/domains/corp.contoso.com/mesoObjectVersion/dc1", "6936"));
        assertThat(facts("exchange-domain-groups", sample("ldif-groups"), "{'domain':'corp.contoso.com'}"))
                .containsExactly(Map.entry(
                        "/domains/corp.contoso.com/groups", "[Exchange Domain Servers,Exchange Enterprise Servers]"));
    }

    @Test
    void serversWithFoldedNamesAndEncodedValues() throws ParseException {
        facts(
                "cluster-resource-private",
                sample("resource-private"),
                "{'group':'EVS1','resource':'EVS1 Network Name'}");

        assertThat(facts("exchange-servers", sample("ldif-servers"), "{}"))
                .containsEntry("/servers/MAIL1/product", "EXCHANGE_2003")
                .containsEntry("/servers/MAIL1/build", "6.5.7226")
                .containsEntry("/servers/MAIL1/clustered", "true")
                .containsEntry("/servers/MAIL1/ag", "First Administrative Group")
                .containsEntry("/servers/MÜLLER/serialNumber", "Version 6.0 (Build 6249.4: Service Pack 3)")
                .doesNotContainKey("/servers/MÜLLER/clustered");
    }

    @Test
    void registry() throws ParseException {
        assertThat(facts("exchange-setup-registry", sample("reg-exchange"), "{'node':'N1'}"))
                .containsEntry("/nodes/N1/exchange/installed", "true")
                .containsEntry("/nodes/N1/exchange/product", "EXCHANGE_2003")
                .containsEntry("/nodes/N1/exchange/build", "6.5.6944")
                .containsEntry("/nodes/N1/exchange/edition", "ENTERPRISE")
                .containsEntry("/nodes/N1/exchange/path", "C:\\\\Program Files\\\\Exchsrvr")
                .containsEntry(
                        "/nodes/N1/exchange/components", "[MESSAGING_AND_COLLABORATION,SYSTEM_MANAGEMENT_TOOLS]");
        assertThat(facts("exchange-setup-registry", 1, sample("reg-missing"), "{'node':'N1'}"))
                .containsEntry("/nodes/N1/exchange/installed", "false")
                .containsEntry("/nodes/N1/exchange/build", "null");
        assertThat(facts("windows-components", sample("reg-components"), "{'node':'N1'}"))
                .containsExactly(
                        Map.entry("/nodes/N1/components/aspNet", "true"),
                        Map.entry("/nodes/N1/components/dtcNetwork", "false"),
                        Map.entry("/nodes/N1/components/netFramework", "1.1"));
        assertThat(facts("pending-reboot", sample("reg-session-manager"), "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/pendingReboot", "true"));
        assertThat(facts("pending-reboot", 1, sample("reg-missing"), "{'node':'N1'}"))
                .containsExactly(Map.entry("/nodes/N1/pendingReboot", "false"));
    }

    @ParameterizedTest
    @CsvSource({
        "cluster-node-listing, nodes",
        "cluster-group-listing, groups",
        "cluster-resource-listing, resources",
        "cluster-quorum, quorum",
        "exchange-servers, ldif-servers",
        "exchange-setup-registry, reg-exchange",
        "windows-components, reg-components",
        "pending-reboot, reg-session-manager",
        "cluster-network-listing, networks",
        "windows-family, reg-windows",
        "windows-service-pack, reg-service-pack"
    })
    void outputThatWasCutOffIsAnErrorWhereverItWasCut(String parser, String sample) {
        String text = sample(sample).stripTrailing();
        String arguments = "{'node':'N1','groups':['Cluster Group','V1GRP','Group 1','My Group 1']}";
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> facts(parser, cut, arguments)).isInstanceOf(ParseException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Im Netz", "En ligne", "OnLine"})
    void anotherLanguageIsRecognized(String online) {
        assertThatThrownBy(() -> facts("cluster-group-listing", sample("groups").replace("Online", online), "{}"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("English");
    }

    @Test
    void noiseIsRecognized() {
        for (String parser : Parsers.names()) {
            assertThatThrownBy(() -> facts(parser, "\u0001\ufffd noise", "{'node':'N1'}"))
                    .isInstanceOf(ParseException.class);
        }
    }
}
