package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineCommandsTest {

    private static final String DOCUMENT = Path.of("../../lab/src/main/resources/scenarios/contoso-clu01.yaml")
            .toAbsolutePath()
            .normalize()
            .toString();

    private static final String UPGRADE = DOCUMENT.replace("contoso-clu01", "contoso-clu02");

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
    void whatIsNoFileAndNoClusterIsSaidWithoutAPlatform() {
        assertThat(run("plan", "nope.json").err()).contains("There is no file 'nope.json'.");
        assertThat(run("plan", ".").err()).contains("'.' is a folder.");
        assertThat(run("check", "nope.json").err()).contains("There is no file 'nope.json'.");
        assertThat(run("report", DOCUMENT).err()).contains("'%s' is a file".formatted(DOCUMENT));
    }

    @Test
    void helpAndVersionAreFoundWhereTheyAreLookedFor() {
        assertThat(run("help").out()).contains("rollout").contains("doctor").contains("143");
        assertThat(run("help", "check").out()).contains("--stage");
        assertThat(run("rollout", "help", "watch").out()).contains("ROLLOUT");
        assertThat(run("--version").out()).startsWith("Lockstep ");
        assertThat(run("audit", "--help").out()).contains("extract");
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
    void aPlanTellsOfEachStepWhatApproversAnswerFor() {
        CommandRun run = run("plan", UPGRADE, "--scenario", "UPG");

        String words = run.out().replaceAll("\\s+", " ");
        assertThat(words)
                .contains(
                        "NO WAY BACK; if it fails: held until somebody",
                        "way back: undo: cluster /cluster:CLU02 ",
                        "way back: by hand: ",
                        "if it fails: repeated up to 3 times, then held; locks cluster contoso:clu02",
                        "changes nothing; if it fails: held until somebody has mended what is wrong",
                        "skipped: it is true already in the recorded inventory")
                .containsPattern("\\d+ steps, scenario UPG, [1-9]\\d* of them without a way back, [1-9]\\d* expected");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void automaticStepsAreAttendedOnRequest() {
        CommandRun run = run("plan", DOCUMENT, "--attend", "TEST_FAILOVER,create-group-evs1");
        CommandRun unknown = run("plan", DOCUMENT, "--attend", "TEST_FAILURE");

        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("Attended because it was asked for: TEST_FAILOVER, create-group-evs1")
                .contains("cluster /cluster:CLU01 group EVS1 /create");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .contains("'TEST_FAILURE' is no automatic step")
                .contains("TEST_FAILOVER");
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
    void whatIfKnowsRequirementsOfOnesOwn() throws IOException {
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(folder.resolve("own/own.yaml"), """
                requirements:
                - {id: OWN-NAME-01, title: t, severity: REQUIRED, scope: CLUSTER, stages: [CLUS], predicate: 'cluster.name == "OTHER"',
                   source: s, explanation: e, remedy: Rename it.}
                """);

        CommandRun run = run("plan", DOCUMENT, "--what-if", "--requirements", "own");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("OWN-NAME-01").contains("Rename it.");
        assertThat(run("plan", "contoso:clu01", "--requirements", "own").exitCode())
                .isEqualTo(2);
    }

    @Test
    void requirementsAreListedWithoutAPlatform() throws IOException {
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(folder.resolve("own/own.yaml"), """
                requirements:
                - {id: OWN-NAME-01, title: t, severity: INFO, scope: CLUSTER, stages: [CLUS], predicate: 'cluster.formed',
                   source: s, explanation: e, remedy: r}
                """);

        assertThat(ids(run("requirements", "--format", "json")))
                .hasSizeGreaterThan(170)
                .contains("NODE-DC-01");
        assertThat(ids(run("requirements", "--requirements", "own", "--severity", "INFO", "--format", "json")))
                .contains("OWN-NAME-01")
                .doesNotContain("NODE-DC-01");
        assertThat(ids(run(
                        "requirements", "--scope", "NODE", "--scenario", "UPG", "--stage", "un", "--format", "json")))
                .contains("UPG-NODE-05", "NODE-DC-01")
                .doesNotContain("UPG-EVS-01", "SETUP-MOVE-01", "OWN-NAME-01");
        assertThat(run("requirements", "--scope", "EVS", "--scope", "DISK").out())
                .contains("DISK-BUS-01")
                .contains("X-FEBE-05")
                .contains("RECOMMENDED")
                .doesNotContain("NODE-DC-01");
    }

    @Test
    void whatNoRequirementIsLikeIsSaidAndAnUnknownFilterNamesWhatThereIs() {
        CommandRun none = run("requirements", "--scope", "ACCOUNT", "--stage", "EVS+", "--severity", "INFO");
        CommandRun unknown = run("requirements", "--scope", "RACK");
        CommandRun stage = run("requirements", "--stage", "SOON");
        CommandRun both = run("requirements", "--requirements", "own", "--platform");

        assertThat(none.exitCode()).isZero();
        assertThat(none.err()).contains("No requirement is like that.");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("RACK").contains("NETWORK");
        assertThat(stage.exitCode()).isEqualTo(2);
        assertThat(stage.err()).contains("'SOON'").contains("NODE+");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("a platform lists what it applies itself");
    }

    private static List<String> ids(CommandRun run) throws IOException {
        return ContractJson.mapper().readTree(run.out()).findValuesAsText("id");
    }

    @Test
    void aRequirementIsExplained() {
        CommandRun run = run("explain", "node-dc-01");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("NODE-DC-01").contains("remedy");
    }

    @Test
    void aRequirementIsExplainedToPrograms() throws IOException {
        JsonNode required = ContractJson.mapper()
                .readTree(run("explain", "NODE-DC-01", "--format", "json").out());
        JsonNode supplementary = ContractJson.mapper()
                .readTree(run("explain", "X-EVS-ONE-01", "--format", "json").out());

        assertThat(required.path("stages")).extracting(JsonNode::asText).containsExactly("NODE", "UN");
        assertThat(required.path("facts").isArray()).isTrue();
        assertThat(required.path("supplementary").booleanValue()).isFalse();
        assertThat(supplementary.path("supplementary").booleanValue()).isTrue();
        assertThat(required.fieldNames()).toIterable().allMatch(name -> name.matches("[a-zA-Z]+"));
    }

    @Test
    void whereARequirementIsTestedIsNamed() throws IOException {
        String page = Files.readString(Path.of("../../docs/requirements.md"));

        for (String id : List.of("NODE-DC-01", "X-EVS-ONE-01")) {
            String out = run("explain", id).out();
            String section = out.substring(out.indexOf("section '") + "section '".length(), out.lastIndexOf('\''));
            assertThat(page).contains("## " + section);
            assertThat(page.substring(page.indexOf("## " + section)).split("\n## ", 2)[0])
                    .contains("| " + id + " |");
        }
    }

    @Test
    void aClusterThatThereCannotBeIsNoLayoutToRefuse() {
        assertThat(run("storage-layout", "--virtual-servers", "0", "--storage-groups", "3")
                        .exitCode())
                .isEqualTo(2);
        assertThat(run("storage-layout", "--virtual-servers", "3", "--storage-groups", "5")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void anUnknownRequirementIsAnsweredWithItsNeighbours() {
        CommandRun run = run("explain", "NODE-DC-99");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("NODE-DC-01");
    }

    @Test
    void aStorageLayoutIsDerived() throws IOException {
        CommandRun layout = run("storage-layout", "--virtual-servers", "3", "--storage-groups", "3");
        CommandRun json = run("storage-layout", "--virtual-servers", "3", "--storage-groups", "3", "--format", "json");
        CommandRun tooMany =
                run("storage-layout", "--virtual-servers", "6", "--storage-groups", "3", "--mount-points", "never");

        assertThat(layout.out())
                .contains("22 disks, 104 spindles, 22 letters; 0 letters are left.")
                .contains("Z:");
        assertThat(ContractJson.mapper().readTree(json.out()).path("disks")).hasSize(22);
        assertThat(tooMany.exitCode()).isEqualTo(1);
        assertThat(tooMany.err()).contains("43 shared disks").contains("mounted");
        assertThat(run("storage-layout", "--virtual-servers", "6", "--storage-groups", "3")
                        .out())
                .contains("E:\\SG1DB");
    }
}
