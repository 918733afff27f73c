package dev.lockstep.requirements.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.requirements.Fixtures;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {

    private final DocumentReader reader = new DocumentReader(FactsDictionary.standard());

    static Stream<String> samples() {
        return Stream.concat(Fixtures.BASELINES.stream(), Fixtures.BROKEN.stream());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sampleDocumentsAreAccepted(String name) {
        assertThat(reader.read(Fixtures.bytes(name))).isInstanceOf(DocumentReading.Accepted.class);
    }

    @Test
    void yamlSaysTheSameAsJson() {
        String yaml = """
                organization: {name: Contoso, mode: NATIVE}
                cluster:
                  name: CLU01
                  nodes:
                    - name: E2K3-N1
                      nics:
                        - {connection: Public, gateway: null}
                """;
        String json = """
                {"organization": {"name": "Contoso", "mode": "NATIVE"},
                 "cluster": {"name": "CLU01", "nodes": [{"name": "E2K3-N1", "nics": [{"connection": "Public", "gateway": null}]}]}}
                """;
        assertThat(accepted(yaml)).isEqualTo(accepted(json));
    }

    @Test
    void nullIsKeptWhereItSaysSomethingAndDroppedWhereTheFactIsMissing() {
        DocumentReading reading = reader.read(minimal("{\"connection\": \"P\", \"gateway\": null, \"dhcp\": null}"));
        assertThat(((DocumentReading.Accepted) reading).document().at("/cluster/nodes/0/nics/0"))
                .hasToString("{\"connection\":\"P\",\"gateway\":null}");
    }

    @Test
    void namesInEveryScriptAreAccepted() {
        assertThat(accepted("""
                organization: {name: Контосо 東京 مرحبا}
                cluster: {name: Übung, nodes: [{name: ノード}]}
                """)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        unknown member          | {"connection": "P", "gatewy": null}              | /cluster/nodes/0/nics/0/gatewy
        wrong type              | {"connection": "P", "dhcp": "yes"}               | /cluster/nodes/0/nics/0/dhcp
        value not allowed       | {"connection": "P", "netbios": "PERHAPS"}        | /cluster/nodes/0/nics/0/netbios
        not an address          | {"connection": "P", "ip": "10.0.0.256"}          | /cluster/nodes/0/nics/0/ip
        not a mask              | {"connection": "P", "mask": "255.255"}           | /cluster/nodes/0/nics/0/mask
        unnamed                 | {"dhcp": true}                                   | /cluster/nodes/0/nics/0
        null name               | {"connection": null}                             | /cluster/nodes/0/nics/0
        not declared            | {"connection": "P", "": 0}                       | /cluster/nodes/0/nics/0/
        half a character        | {"connection": "P", "comment": "\\ud800"}         | /cluster/nodes/0/nics/0/comment
        a zero character        | {"connection": "P\\u0000"}                       | /cluster/nodes/0/nics/0/connection
        too many digits         | {"connection": "P", "speedMbps": 1e999}          | /cluster/nodes/0/nics/0/speedMbps
        far too many digits     | {"connection": "P", "speedMbps": 1e-999999999}   | /cluster/nodes/0/nics/0/speedMbps
        not whole               | {"connection": "P", "speedMbps": 1.5}            | /cluster/nodes/0/nics/0/speedMbps
        dangling reference      | {"connection": "P", "network": "Nowhere"}        | /cluster/nodes/0/nics/0/network
        twice by case           | {"connection": "P"}, {"connection": "p"}         | /cluster/nodes/0/nics/1/connection
        member twice            | {"connection": "P", "dhcp": true, "dhcp": true}  | /cluster/nodes/0/nics/0/dhcp
        """)
    void everyMistakeIsNamedByItsPlaceAndLine(String what, String nic, String place) {
        assertThat(mistakes(minimal(nic))).singleElement().satisfies(mistake -> {
            assertThat(mistake.place()).isEqualTo(place);
            assertThat(mistake.line()).isEqualTo(3);
            assertThat(mistake.remedy()).isNotBlank();
        });
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThat(mistakes(minimal("{\"connection\": \"P\", \"dhcp\": 1, \"ip\": \"x\", \"extra\": 1}")))
                .extracting(DocumentMistake::place)
                .containsExactlyInAnyOrder(
                        "/cluster/nodes/0/nics/0/dhcp", "/cluster/nodes/0/nics/0/ip", "/cluster/nodes/0/nics/0/extra");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a group that does not exist   | "groups": [], "disks": [{"id": "Disk 1", "group": "EVS1"}]
        a disk that does not exist    | "disks": [{"id": "Disk 1", "hostDisk": "Disk 2"}]
        a node that does not exist    | "disks": [{"id": "Disk 1", "visibleFrom": ["N1", "N2"]}]
        an owner that does not exist  | "evs": [{"name": "EVS1", "owner": "N2"}]
        a server without its group    | "groups": [], "evs": [{"name": "EVS1", "group": "EVS1", "state": "ONLINE"}]
        a resource nowhere            | "groups": [{"name": "G", "resources": [{"name": "R", "dependsOn": ["S"]}]}]
        """)
    void referencesMustBeGood(String what, String members) {
        assertThat(mistakes(bytes(
                        "{\"organization\": {\"name\": \"C\"}, \"cluster\": {\"name\": \"CLU\", \"nodes\": [{\"name\": \"N1\"}], "
                                + members + "}}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /cluster/disks/0/hostDisk               | Disk 1, Disk 2, Disk 1 | "disks": [{"id": "Disk 1", "hostDisk": "Disk 2"}, {"id": "Disk 2", "hostDisk": "Disk 1"}]
        /cluster/disks/1/hostDisk               | Disk 2, Disk 2         | "disks": [{"id": "Disk 1", "hostDisk": "Disk 2"}, {"id": "Disk 2", "hostDisk": "Disk 2"}]
        /cluster/groups/0/resources/1/dependsOn | A, N, A                | "groups": [{"name": "G", "resources": [{"name": "S", "dependsOn": ["N"]}, {"name": "A", "dependsOn": ["N"]}, {"name": "N", "dependsOn": ["A"]}]}]
        """)
    void whatLeadsBackToItselfIsRefusedOnce(String place, String ring, String members) {
        assertThat(mistakes(bytes(
                        "{\"organization\": {\"name\": \"C\"}, \"cluster\": {\"name\": \"CLU\", \"nodes\": [{\"name\": \"N1\"}], "
                                + members + "}}")))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.place()).isEqualTo(place);
                    assertThat(mistake.what()).endsWith(": " + ring);
                });
    }

    @Test
    void aDomainBelowItselfIsRefused() {
        assertThat(mistakes(bytes("""
                        {"organization": {"name": "C", "domains": [
                          {"name": "a.example", "parent": "b.example"}, {"name": "b.example", "parent": "a.example"},
                          {"name": "c.example", "parent": "a.example"}]},
                         "cluster": {"name": "CLU", "nodes": [{"name": "N1"}]}}
                        """)))
                .extracting(DocumentMistake::place)
                .containsExactly("/organization/domains/0/parent");
    }

    @Test
    void whatTwoDependOnIsNoRing() {
        assertThat(accepted("""
                {"organization": {"name": "C"}, "cluster": {"name": "CLU", "nodes": [{"name": "N1"}],
                 "groups": [{"name": "G", "resources": [{"name": "A", "dependsOn": ["B", "C"]},
                   {"name": "B", "dependsOn": ["D"]}, {"name": "C", "dependsOn": ["D"]}, {"name": "D"}]}]}}
                """)).isNotEmpty();
    }

    @Test
    void aPlannedVirtualServerMayNameAGroupThatDoesNotExistYet() {
        assertThat(
                        accepted(
                                "{\"organization\": {\"name\": \"C\"}, \"cluster\": {\"name\": \"CLU\", \"nodes\": [{\"name\": \"N1\"}], "
                                        + "\"groups\": [], \"evs\": [{\"name\": \"EVS1\", \"group\": \"EVS1\", \"state\": \"PLANNED\"}]}}"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"organization": {"name": "C"                                  | not well-formed JSON
        organization: [1, 2                                            | not well-formed YAML
        [1, 2]                                                         | not an object
        just words                                                     | not an object
        ''                                                             | empty
        {"organization": {"name": "C"}} {"cluster": {}}                | something follows
        """)
    void textThatIsNoDocumentIsRefusedInASentence(String text, String says) {
        assertThat(mistakes(bytes(text)))
                .singleElement()
                .extracting(DocumentMistake::what)
                .asString()
                .contains(says);
    }

    @Test
    void aliasesAreRefusedBeforeTheyCanGrow() {
        assertThat(mistakes(bytes("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n")))
                .isNotEmpty()
                .allSatisfy(mistake -> assertThat(mistake.what()).contains("aliases"));
    }

    @Test
    void aDocumentThatContainsItselfIsRefused() {
        assertThat(mistakes(bytes("organization: &o\n  name: *o\n"))).isNotEmpty();
    }

    @Test
    void depthIsBounded() {
        assertThat(mistakes(bytes("{\"a\":".repeat(10_000)))).hasSize(1);
        assertThat(mistakes(bytes("[".repeat(10_000)))).hasSize(1);
    }

    @Test
    void noMoreThanTheBoundIsRead() throws IOException {
        DocumentReader small = new DocumentReader(FactsDictionary.standard(), 1_000);
        InputStream in = new ByteArrayInputStream(new byte[50_000]);
        assertThat(small.read(in)).isInstanceOf(DocumentReading.Refused.class);
        assertThat(in.available()).isEqualTo(48_999);
    }

    @Test
    void bytesThatAreNotTextAreRefused() {
        assertThat(mistakes(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'}))
                .singleElement()
                .extracting(DocumentMistake::what)
                .asString()
                .contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE"})
    void textOfTwoBytesForACharacterIsToldByItsZeroes(String charset) {
        assertThat(mistakes("{\"organization\": {}}".getBytes(Charset.forName(charset))))
                .singleElement()
                .extracting(DocumentMistake::what)
                .isEqualTo("the document is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"organization\": {\n \"a\": 11111111111111111111111111111111111111111111111111}}",
                "{\"organization\": {\n",
                "{\n\"organization\": NaN}",
                "{\n\"organization\": +1}",
                "{\n\"organization\": 01}",
                "{\n\"organization\": 'x'}",
                "{\n// why\n}",
                "{\n\"a\": \"x",
            })
    void whatParsersSayOfThemselvesIsNotRepeated(String text) {
        assertThat(mistakes(bytes(text))).singleElement().satisfies(mistake -> {
            assertThat(mistake.what())
                    .doesNotContain("Feature", "Constraints", "Source", "REDACTED", "enable", "`", "()")
                    .hasSizeGreaterThan("the text is not well-formed JSON: x".length());
            assertThat(mistake.line()).isNotNull();
        });
    }

    @Test
    void anUnknownSubjectOrStageIsAMistake() {
        String document = """
                {"organization": {"name": "C"}, "cluster": {"name": "CLU", "nodes": [{"name": "N1"}]},
                 "operation": {"scenario": "NEW", "stages": ["%s"], "subject": "%s"}}
                """;
        assertThat(mistakes(bytes(document.formatted("NODE", "N2"))))
                .extracting(DocumentMistake::place)
                .containsExactly("/operation/subject");
        assertThat(mistakes(bytes(document.formatted("SOON", "N1"))))
                .extracting(DocumentMistake::place)
                .containsExactly("/operation/stages/0");
    }

    private static byte[] minimal(String nics) {
        return bytes("{\"organization\": {\"name\": \"C\"},\n \"cluster\": {\"name\": \"CLU\", \"networks\": [],\n"
                + " \"nodes\": [{\"name\": \"N1\", \"nics\": [" + nics + "]}]}}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private com.fasterxml.jackson.databind.node.ObjectNode accepted(String text) {
        return switch (reader.read(bytes(text))) {
            case DocumentReading.Accepted accepted -> accepted.document();
            case DocumentReading.Refused refused -> throw new AssertionError(refused.mistakes());
        };
    }

    private List<DocumentMistake> mistakes(byte[] bytes) {
        return switch (reader.read(bytes)) {
            case DocumentReading.Accepted accepted -> throw new AssertionError("accepted " + accepted.document());
            case DocumentReading.Refused refused -> refused.mistakes();
        };
    }
}
