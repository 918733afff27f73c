package dev.lockstep.systemtests;

import dev.lockstep.localstack.platform.Platform.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The greatest new deployment on the whole platform: left out of usual runs because of its 348 steps. */
@Tag("long")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LongDeploymentTest {

    private static final String BUILD = "6.5.7638";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /**
     * Six active nodes and two passive ones, every virtual server with one disk that has a letter and two that are mounted in its folders
     * (catalogue §2.5).
     */
    private static final Journey SIX_ACTIVE_AND_TWO_PASSIVE_NODES = new Journey(
            "CLU07",
            "NEW",
            BUILD,
            BUILD,
            List.of(
                    "setup-big-n1",
                    "setup-big-n8",
                    "mount-disk-e-sg1db-on-disk-e",
                    "system-attendant-evs1",
                    "verify-evs1",
                    "mount-disk-j-sg1log-on-disk-j",
                    "system-attendant-evs6",
                    "verify-evs6",
                    "failover-evs1-to-big-n7",
                    "failover-evs6-to-big-n6",
                    "mail-flow",
                    "sign-off"),
            List.of(
                    "BIG-N1 setup",
                    "BIG-N8 setup",
                    "cluster /cluster:CLU07 res Disk E:\\SG1DB /adddep:Disk E:",
                    "BIG-N1 exchange-wizard create-system-attendant -group EVS1",
                    "cluster /cluster:CLU07 res Disk J:\\SG1LOG /adddep:Disk J:",
                    "BIG-N6 exchange-wizard create-system-attendant -group EVS6",
                    "cluster /cluster:CLU07 group EVS6 /moveto:BIG-N8",
                    "cluster /cluster:CLU07 group EVS6 /moveto:BIG-N6"),
            Map.of(
                    "EVS1", "BIG-N1", "EVS2", "BIG-N2", "EVS3", "BIG-N3", "EVS4", "BIG-N4", "EVS5", "BIG-N5", "EVS6",
                    "BIG-N6"),
            mountedInFolders("EFGHIJ"));

    private static Scene scene;

    @BeforeAll
    static void aPlatformWhoseLabHasEightNodes() throws IOException, InterruptedException {
        Path state = Scene.sharedState();
        Path documents = DataCentre.documents(new Scene(state).checkout());
        scene = new Scene(state, documents.resolve("clu07.yaml"));
        scene.start(Records.FORGOTTEN);
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    @Test
    void sixVirtualServersRunOnTheirNodesWithDisksMountedInFolders() throws Exception {
        DataCentre dataCentre = new DataCentre(scene, LIMIT);
        dataCentre.imported();

        dataCentre.travel(List.of(List.of(SIX_ACTIVE_AND_TWO_PASSIVE_NODES)));

        AuditCompleteness.assertComplete(scene);
    }

    /** Each disk that is mounted, with the one that carries it, of virtual servers whose disks have these letters. */
    private static Map<String, String> mountedInFolders(String letters) {
        Map<String, String> mounted = new HashMap<>();
        letters.chars().mapToObj(letter -> "Disk %c:".formatted(letter)).forEach(disk -> {
            mounted.put(disk + "\\SG1DB", disk);
            mounted.put(disk + "\\SG1LOG", disk);
        });
        return mounted;
    }
}
