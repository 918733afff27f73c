package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.requirements.storage.PlannedDisk;
import dev.lockstep.requirements.storage.StorageLayout;
import dev.lockstep.requirements.storage.StorageLayout.Outcome;
import dev.lockstep.requirements.storage.StorageNeed;
import dev.lockstep.requirements.storage.StorageNeed.Mounting;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StorageLayoutTest {

    @Test
    void threeVirtualServersOfThreeStorageGroupsGiveTheSourcesTable() {
        StorageLayout layout = planned(3, 3, Mounting.NEVER);

        JsonNode table = Fixtures.document(Fixtures.NEW_BEFORE_SETUP).at("/cluster/disks");
        assertThat(layout.disks()).hasSize(22).hasSize(table.size());
        assertThat(layout.spindles()).isEqualTo(104);
        assertThat(layout.lettersUsed()).isEqualTo(22);
        assertThat(layout.lettersFree()).isZero();
        for (int i = 0; i < table.size(); i++) {
            PlannedDisk disk = layout.disks().get(i);
            JsonNode expected = table.path(i);
            for (String member : List.of(
                    "id", "number", "resourceName", "role", "ownerEvs", "group", "raid", "spindles", "letter")) {
                assertThat(json(disk).path(member).asText("null"))
                        .as("%s of %s", member, disk.id())
                        .isEqualTo(expected.path(member).asText("null"));
            }
        }
        assertThat(layout.notices()).anyMatch(notice -> notice.contains("106") && notice.contains("104"));
        assertThat(layout.notices()).anyMatch(notice -> notice.contains("No letter is left"));
    }

    @Test
    void lettersRunOutAndMountPointsAreOffered() {
        assertThat(plan(6, 3, Mounting.NEVER))
                .isInstanceOfSatisfying(
                        Outcome.Impossible.class,
                        impossible -> assertThat(impossible.reasons())
                                .satisfiesExactly(
                                        reason -> assertThat(reason).contains("43 shared disks", "22 are free"),
                                        reason -> assertThat(reason).contains("7 letters")));

        StorageLayout layout = planned(6, 3, Mounting.WHEN_NEEDED);
        assertThat(layout.disks()).hasSize(43);
        assertThat(layout.spindles()).isEqualTo(206);
        assertThat(layout.lettersUsed()).isEqualTo(7);
        assertThat(layout.disks().stream().map(PlannedDisk::letter).filter(Objects::nonNull))
                .containsExactly("E", "F", "G", "H", "I", "J", "Q");
        assertThat(layout.disks().get(1).mountPoint()).isEqualTo("E:\\SG1DB");
        assertThat(layout.disks().get(2).mountPoint()).isEqualTo("E:\\SG1LOG");
        assertThat(layout.disks().get(2).hostDisk()).isEqualTo("Disk 1");
    }

    @Test
    void whatNoClusterHasIsRefused() {
        assertThat(List.of(plan(0, 3, Mounting.ALWAYS), plan(8, 3, Mounting.ALWAYS), plan(3, 5, Mounting.ALWAYS)))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Impossible.class));
        TreeSet<Character> all = new TreeSet<>();
        for (char letter = 'A'; letter < 'Z'; letter++) {
            all.add(letter);
        }
        assertThat(StorageLayout.plan(new StorageNeed(1, 1, all, Mounting.WHEN_NEEDED)))
                .isInstanceOf(Outcome.Impossible.class);
    }

    @Property
    void everyLayoutIsAValidPartOfADocument(
            @ForAll @IntRange(min = 1, max = 7) int servers,
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll Mounting mounting) {
        if (!(plan(servers, groups, mounting) instanceof Outcome.Planned planned)) {
            assertThat(mounting).isEqualTo(Mounting.NEVER);
            assertThat(servers * (1 + 2 * groups) + 1).isGreaterThan(22);
            return;
        }
        ObjectNode document = ContractJson.mapper().createObjectNode();
        document.putObject("organization").put("name", "Contoso");
        ObjectNode cluster = document.putObject("cluster").put("name", "CLU01");
        cluster.putArray("nodes").addObject().put("name", "N1");
        for (int i = 1; i <= servers; i++) {
            cluster.withArray("evs").addObject().put("name", "EVS" + i);
        }
        cluster.set("disks", ContractJson.mapper().valueToTree(planned.layout().disks()));

        DocumentReading reading = new DocumentReader(FactsDictionary.standard()).check(document);

        assertThat(reading).as(reading.toString()).isInstanceOf(DocumentReading.Accepted.class);
        List<PlannedDisk> disks = planned.layout().disks();
        assertThat(planned.layout().spindles()).isEqualTo(servers * (4 + 10 * groups) + 2);
        assertThat(new HashSet<>(disks.stream().map(PlannedDisk::resourceName).toList()))
                .hasSameSizeAs(disks);
    }

    private static StorageLayout planned(int servers, int groups, Mounting mounting) {
        Outcome outcome = plan(servers, groups, mounting);
        assertThat(outcome).isInstanceOf(Outcome.Planned.class);
        return ((Outcome.Planned) outcome).layout();
    }

    private static Outcome plan(int servers, int groups, Mounting mounting) {
        return StorageLayout.plan(
                new StorageNeed(servers, groups, new TreeSet<>(StorageNeed.USUALLY_RESERVED), mounting));
    }

    private static JsonNode json(PlannedDisk disk) {
        return ContractJson.mapper().valueToTree(disk);
    }
}
