package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.storage.PlannedDisk;
import dev.lockstep.requirements.storage.StorageLayout;
import dev.lockstep.requirements.storage.StorageNeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Six active and two passive nodes, whose 43 shared disks take seven letters because most are mounted in folders. */
class EightNodeClusterTest {

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());
    private final ObjectNode document = Fixtures.document(Fixtures.EIGHT_NODES);

    @Test
    void everythingThatAppliesIsMet() {
        assertThat(results())
                .extracting(RequirementResult::verdict)
                .contains(Verdict.PASS)
                .doesNotContain(Verdict.FAIL, Verdict.UNKNOWN);
        assertThat(results())
                .filteredOn(result -> result.requirement().startsWith("X-DISK-MNT"))
                .filteredOn(result -> result.verdict() == Verdict.PASS)
                .as("36 mounted disks, two requirements")
                .hasSize(72);
    }

    @Test
    void itsDisksAreThoseOfTheStorageLayout() {
        StorageNeed need =
                new StorageNeed(6, 3, new TreeSet<>(StorageNeed.USUALLY_RESERVED), StorageNeed.Mounting.ALWAYS);

        assertThat(StorageLayout.plan(need)).isInstanceOfSatisfying(StorageLayout.Outcome.Planned.class, planned -> {
            assertThat(planned.layout().spindles()).isEqualTo(206);
            assertThat(planned.layout().lettersUsed()).isEqualTo(7);
            List<String> disks = new ArrayList<>();
            document.at("/cluster/disks").forEach(disk -> disks.add(text(disk)));
            assertThat(planned.layout().disks())
                    .hasSize(43)
                    .extracting(EightNodeClusterTest::text)
                    .isEqualTo(disks);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /cluster/disks/Disk 9/group                         | EVS3         | X-DISK-MNT-02 on disk Disk 9
            /cluster/disks/Disk 2/hostDisk                      | Disk 43      | X-DISK-MNT-02 on disk Disk 2
            /cluster/groups/EVS1/resources/Disk E:\\SG1DB/dependsOn | []       | X-DISK-MNT-02 on disk Disk 2
            /cluster/disks/Disk 2/role                          | MSDTC        | X-DISK-MNT-01 on disk Disk 2
            /cluster/nodes/E2K3-N7/ownedGroups                  | [EVS1, EVS2] | X-EVS-ONE-01 on node E2K3-N7
            /cluster/nodes/E2K3-N7/localDrives                  | ["C:", "j:"] | X-DISK-LTR-01 on cluster CLU03
            /cluster/staticIps/allocated                        | [10.10.3.31, 10.10.3.32, 10.10.3.33, 10.10.3.34, 10.10.3.35, 10.10.3.36] | NET-IP-01 on cluster CLU03
            """)
    void oneChangedFactViolatesOneRequirement(String path, String value, String violated) throws IOException {
        Patches.set(document, path, new YAMLMapper().readTree(value));

        assertThat(notMet()).containsOnly(violated);
    }

    @Test
    void aMajorityNodeSetWithFileShareWitnessDoesAsWellWhileTheClusterGroupHasADisk() throws IOException {
        Patches.set(document, "/cluster/quorum/model", new YAMLMapper().readTree("MNS_FSW"));
        assertThat(notMet()).isEmpty();

        Patches.set(
                document, "/cluster/groups/Cluster Group/resources/Disk Q:/type", new YAMLMapper().readTree("Generic"));
        assertThat(notMet()).containsExactly("X-CLUS-QUO-03 on cluster CLU03");
    }

    @Test
    void sevenVirtualServersAreAllowedAndEightAreNot() {
        ArrayNode servers = (ArrayNode) document.at("/cluster/evs");
        servers.add(servers.path(0).<ObjectNode>deepCopy().put("name", "EVS7"));
        assertThat(notMet()).noneMatch(sentence -> sentence.startsWith("EVS-CNT-01"));

        servers.add(servers.path(0).<ObjectNode>deepCopy().put("name", "EVS8"));
        assertThat(notMet()).contains("EVS-CNT-01 on cluster CLU03");
    }

    private List<String> notMet() {
        return results().stream()
                .filter(result -> result.verdict() != Verdict.PASS && result.verdict() != Verdict.NOT_APPLICABLE)
                .map(result -> "%s on %s".formatted(result.requirement(), result.subject()))
                .toList();
    }

    private List<RequirementResult> results() {
        return engine.evaluate(
                        InventoryFacts.of(document), Operation.of(document).orElseThrow(), Fixtures.AT, Waivers.none())
                .results();
    }

    private static String text(PlannedDisk disk) {
        return "%s %s %s %s %s %d %s %s %s"
                .formatted(
                        disk.id(),
                        disk.resourceName(),
                        disk.role(),
                        disk.group(),
                        disk.raid(),
                        disk.spindles(),
                        disk.letter(),
                        disk.mountPoint(),
                        disk.hostDisk());
    }

    private static String text(JsonNode disk) {
        return "%s %s %s %s %s %d %s %s %s"
                .formatted(
                        disk.path("id").asText(),
                        disk.path("resourceName").asText(),
                        disk.path("role").asText(),
                        disk.path("group").asText(),
                        disk.path("raid").asText(),
                        disk.path("spindles").asInt(),
                        disk.path("letter").asText(),
                        disk.path("mountPoint").asText(),
                        disk.path("hostDisk").asText());
    }
}
