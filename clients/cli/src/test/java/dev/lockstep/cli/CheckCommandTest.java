package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class CheckCommandTest {

    private static final String DOCUMENT = Path.of("../../lab/src/main/resources/scenarios/contoso-clu01.yaml")
            .toAbsolutePath()
            .normalize()
            .toString();

    private static final String F1 = Path.of(
                    "../../libraries/requirements/src/test/resources/fixtures/F1-four-node-new-before-setup.json")
            .toAbsolutePath()
            .normalize()
            .toString();

    private static final String OWN = """
            requirements:
              - id: OWN-NAME-01
                title: Names begin with the site
                severity: REQUIRED
                scope: NODE
                stages: [NODE]
                predicate: node.name.startsWith("OSL-")
                source: Handbook of our own, page 7
                explanation: So that people at the site find the machine.
                remedy: Rename the node before it joins.
            """;

    @TempDir
    Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of(), "", arguments);
    }

    @Test
    void aCheckedDocumentSaysWhatItWasCheckedBy() throws IOException {
        CommandRun run = run("check", DOCUMENT, "--format", "json");

        JsonNode report = ContractJson.mapper().readTree(run.out());
        assertThat(run.exitCode()).isZero();
        assertThat(report.path("blocking").asBoolean()).isFalse();
        assertThat(report.path("catalogue").path("hash").asText()).matches("[0-9a-f]{64}");
        assertThat(report.path("results")).isNotEmpty();
    }

    @Test
    void whatBlocksIsToldWithSourceAndRemedy() throws IOException {
        Files.writeString(
                folder.resolve("broken.yaml"),
                Files.readString(Path.of(DOCUMENT))
                        .replaceFirst("domainRole: MEMBER_SERVER", "domainRole: DOMAIN_CONTROLLER"));

        CommandRun run = run("check", "broken.yaml", "--stage", "NODE", "--subject", "E2K3-N1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("NODE-DC-01")
                .contains("FAIL")
                .containsPattern("Something blocks:\\R(  .*\\R)*  NODE-DC-01  node E2K3-N1  at stage NODE")
                .containsPattern("FAIL  NODE-DC-01  NOT_SUPPORTED  node E2K3-N1  blocks")
                .contains("Source: ")
                .contains("Remedy: ");
    }

    @Test
    void everyMistakeOfADocumentIsNamed() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), """
                organization: {name: Contoso, colour: red}
                cluster: {name: CLU01, nodes: [{name: N1}, {name: N1}], formed: maybe}
                """);

        CommandRun run = run("check", "bad.yaml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("/organization/colour")
                .contains("/cluster/formed")
                .contains("line 1");
    }

    @Test
    void anUnknownStageIsNamedWithThoseThereAre() {
        CommandRun run = run("check", DOCUMENT, "--stage", "SOON");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'SOON'").contains("NODE+");
    }

    @Test
    void aStageThatTheScenarioHasNotIsRefusedWithThoseItHas() throws IOException {
        Files.writeString(
                folder.resolve("stage.yaml"),
                Files.readString(Path.of(DOCUMENT)).replaceFirst("stages: \\[PLAN, CLUS]", "stages: [PLAN, UN]"));

        assertSentence(run("check", F1, "--stage", "UE"), "the scenario NEW has no stage UE", "EVS+, END");
        assertSentence(run("check", F1, "--scenario", "SP"), "the scenario SP has no stage NODE");
        assertSentence(run("check", "stage.yaml"), "/operation/stages: the scenario NEW has no stage UN");
    }

    @Test
    void aSubjectOfAnotherKindIsNamed() {
        CommandRun run = run("check", F1, "--stage", "EVS", "--subject", "E2K3-N1", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("'E2K3-N1' is none");
    }

    @Test
    void aStageIsUnderstoodInWhateverCase() {
        assertThat(run("check", DOCUMENT, "--stage", "node+").out())
                .isEqualTo(run("check", DOCUMENT, "--stage", "NODE+").out());
    }

    @Test
    void anUnknownVerdictNamesWhatToCollectAndHow() {
        CommandRun run = run("check", F1, "--stage", "PLAN", "--with", "organization/dns/running=null");

        assertThat(run.out())
                .contains("Stage PLAN: organization")
                .contains("To collect by")
                .contains("organization/dns/running");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void theReportOfAProgramHasExactlyTheNamedForm() throws IOException {
        CommandRun run = run("check", F1, "--format", "json");

        JsonNode report = ContractJson.mapper().readTree(run.out());
        assertThat(names(report)).containsExactlyInAnyOrder("document", "catalogue", "results", "blocking");
        assertThat(names(report.path("catalogue"))).containsExactlyInAnyOrder("version", "hash");
        assertThat(report.path("results"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(names(result))
                        .containsExactlyInAnyOrder(
                                "requirement",
                                "stage",
                                "subject",
                                "verdict",
                                "severity",
                                "title",
                                "message",
                                "facts",
                                "source",
                                "remedy"));
    }

    @Test
    void stagesAndSubjectAreTheDocumentsUnlessOptionsSayOthers() throws IOException {
        assertThat(stages(run("check", F1, "--format", "json"))).containsExactlyInAnyOrder("PLAN", "CLUS", "NODE");
        assertThat(stages(run("check", F1, "--stage", "CLUS", "--stage", "EVS", "--format", "json")))
                .containsExactlyInAnyOrder("CLUS", "EVS");
        CommandRun unknown = run("check", F1, "--subject", "E2K3-N9");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("E2K3-N9").contains("E2K3-N1");
    }

    @Test
    void aFutureIsCheckedWithoutTouchingTheDocument() throws IOException {
        CommandRun present = run("check", F1, "--format", "json");
        CommandRun future =
                run("check", F1, "--with", "cluster/nodes/E2K3-N3/domainRole=DOMAIN_CONTROLLER", "--format", "json");
        CommandRun mistyped = run("check", F1, "--with", "cluster/nodes/E2K3-N9/domainRole=DOMAIN_CONTROLLER");

        assertThat(failed(future)).contains("NODE-DC-01");
        assertThat(failed(present)).doesNotContain("NODE-DC-01");
        assertThat(future.exitCode()).isEqualTo(1);
        assertThat(future.err()).contains("Assumed: cluster/nodes/E2K3-N3/domainRole");
        assertThat(mistyped.exitCode()).isEqualTo(2);
        assertThat(mistyped.err()).contains("there is no 'E2K3-N9'");
        assertThat(run("check", F1, "--with", "nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void ownRequirementsAddToOursAndTheirMistakesAreNamedByLine() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("a.yaml"), OWN);

        CommandRun checked = run("check", F1, "--requirements", "own", "--format", "json");
        assertThat(failed(checked)).contains("OWN-NAME-01");
        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(run("explain", "OWN-NAME-01", "--requirements", "own").out()).contains("your own");

        Files.writeString(own.resolve("b.yaml"), OWN.replace("OWN-NAME-01", "NODE-DC-01"));
        Files.writeString(own.resolve("c.yaml"), OWN.replace("stages: [NODE]", "stages: [SOON]"));
        CommandRun refused = run("check", F1, "--requirements", "own");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("b.yaml:2: NODE-DC-01")
                .contains("c.yaml:6: OWN-NAME-01")
                .contains("'SOON'");
        assertThat(run("check", F1, "--requirements", "nowhere").exitCode()).isEqualTo(2);
        Files.createDirectory(folder.resolve("empty"));
        assertSentence(run("check", F1, "--requirements", "empty"), "There is no requirement in 'empty'.");
    }

    @Test
    void buildServersReadTheReport() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(
                own.resolve("a.yaml"),
                OWN.replace("title: Names begin with the site", "title: \"Names <&\\\"'\\u0001]]>\""));
        CommandRun run =
                run("check", F1, "--stage", "NODE", "--stage", "PLAN", "--requirements", "own", "--format", "junit");
        byte[] xml = run.out().getBytes(StandardCharsets.UTF_8);

        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(CheckCommandTest.class.getResource("/junit-report.xsd"))
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(xml)));

        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();
        JsonNode report = ContractJson.mapper()
                .readTree(run(
                                "check",
                                F1,
                                "--stage",
                                "NODE",
                                "--stage",
                                "PLAN",
                                "--requirements",
                                "own",
                                "--format",
                                "json")
                        .out());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(suites.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(suites.getAttribute("tests"))
                .isEqualTo(String.valueOf(report.path("results").size()));
        assertThat(suites.getElementsByTagName("testcase").getLength())
                .isEqualTo(report.path("results").size());
        assertThat(suites.getElementsByTagName("failure").getLength())
                .isPositive()
                .isEqualTo(Integer.parseInt(suites.getAttribute("failures")));
        assertThat(suites.getElementsByTagName("error").getLength())
                .isEqualTo(Integer.parseInt(suites.getAttribute("errors")));
        assertThat(run.out()).contains("Names &lt;&amp;&quot;'").contains("\uFFFD");
    }

    @Test
    void thePageNeedsNothingElseAndEscapesWhatItShows() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(
                own.resolve("a.yaml"), OWN.replace("title: Names", "title: <script>alert(1)</script> & \"x\""));

        CommandRun run = run("check", F1, "--requirements", "own", "--format", "html");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("<!doctype html>")
                .contains("Something blocks:")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;")
                .contains("@media print")
                .contains("default-src 'none'")
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("src=\"")
                .doesNotContain("href=");
        assertThat(run.out().indexOf("Stage PLAN"))
                .isPositive()
                .isLessThan(run.out().indexOf("Stage NODE"));
    }

    @Test
    void whatIsNoDocumentIsSaidInASentenceThatNamesThePlace() throws IOException {
        Files.writeString(folder.resolve("cyclic.yaml"), """
                organization: &o {name: Contoso, self: *o}
                cluster: &c
                  name: CLU01
                  nodes: [*c]
                """);
        Files.writeString(folder.resolve("bomb.yaml"), "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n");
        try (var out = Files.newBufferedWriter(folder.resolve("huge.json"))) {
            out.write("{\"organization\": {\"name\": \"");
            for (int i = 0; i < 50 * 1024; i++) {
                out.write("a".repeat(1024));
            }
            out.write("\"}}");
        }
        Files.writeString(folder.resolve("deep.json"), "{\"cluster\":" + "[".repeat(100_000));
        Files.writeString(folder.resolve("stage.yaml"), """
                organization: {name: Contoso}
                cluster: {name: CLU01, nodes: [{name: N1}]}
                operation: {scenario: NEW, stages: [SOON]}
                """);

        assertSentence(run("check", "cyclic.yaml"), "anchors", "line 1");
        assertSentence(run("check", "bomb.yaml"), "anchors", "line 1");
        assertSentence(run("check", "huge.json"), "larger than 5,242,880 bytes");
        assertSentence(run("check", "deep.json"), "nest");
        assertSentence(run("check", "stage.yaml"), "/operation/stages/0 (line 3)", "NODE+");
        assertSentence(run("check", "."), "'.' is a folder.");
        assertSentence(run("check", "nothing.yaml"), "There is no file");
    }

    private static void assertSentence(CommandRun run, String... parts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(parts).doesNotContain("\tat ").doesNotContain("Exception");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> stages(CommandRun run) throws IOException {
        return ContractJson.mapper().readTree(run.out()).path("results").findValuesAsText("stage").stream()
                .distinct()
                .toList();
    }

    private static List<String> failed(CommandRun run) throws IOException {
        List<String> failed = new ArrayList<>();
        ContractJson.mapper().readTree(run.out()).path("results").forEach(result -> {
            if (result.path("verdict").asText().equals("FAIL")) {
                failed.add(result.path("requirement").asText());
            }
        });
        return failed;
    }
}
