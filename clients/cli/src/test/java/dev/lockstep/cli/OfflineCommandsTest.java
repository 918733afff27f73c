package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineCommandsTest {

    private static final String DOCUMENT = Path.of("../../lab/src/main/resources/scenarios/contoso-clu01.yaml")
            .toAbsolutePath()
            .normalize()
            .toString();

    @TempDir
    Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of(), "", arguments);
    }

    @Test
    void theSameDocumentAlwaysGivesTheSamePlan() throws IOException {
        CommandRun first = run("plan", DOCUMENT, "--format", "json");
        CommandRun second = run("plan", DOCUMENT, "--format", "json");

        JsonNode plan = ContractJson.mapper().readTree(first.out());
        assertThat(first.exitCode()).isZero();
        assertThat(plan.path("hash").asText()).matches("[0-9a-f]{64}");
        assertThat(plan.path("steps")).hasSizeGreaterThan(50);
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void aDocumentWithoutNodesHasNoPlanAndTheReasonIsSaid() throws IOException {
        Files.writeString(folder.resolve("bare.yaml"), """
                organization: {name: Contoso}
                cluster: {name: CLU01, nodes: [{name: N1}]}
                """);

        CommandRun run = run("plan", "bare.yaml");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("There is no plan.");
        assertThat(run.err().lines()).hasSizeGreaterThan(1);
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
                .contains("Source: ")
                .contains("Remedy: ");
    }

    @Test
    void aPlanIsGoneThroughBeforeAnybodyCarriesItOut() {
        CommandRun run = run("plan", DOCUMENT, "--what-if");

        assertThat(run.out()).contains("What if: ").contains("Every step could be taken.");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theFirstStepOfAPlanThatWouldBeBlockedIsNamed() throws IOException {
        Files.writeString(
                folder.resolve("broken.yaml"),
                Files.readString(Path.of(DOCUMENT))
                        .replaceFirst("domainRole: MEMBER_SERVER", "domainRole: DOMAIN_CONTROLLER"));

        CommandRun run = run("plan", "broken.yaml", "--what-if");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("setup-e2k3-n1, could not be taken")
                .contains("NODE-DC-01")
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
    void aRequirementIsExplained() {
        CommandRun run = run("explain", "node-dc-01");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("NODE-DC-01").contains("remedy");
    }

    @Test
    void anUnknownRequirementIsAnsweredWithItsNeighbours() {
        CommandRun run = run("explain", "NODE-DC-99");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("NODE-DC-01");
    }
}
