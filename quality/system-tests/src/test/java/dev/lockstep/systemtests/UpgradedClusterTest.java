package dev.lockstep.systemtests;

import dev.lockstep.localstack.platform.Platform.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An Exchange 2000 cluster is upgraded on the whole platform, and then takes a service pack. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class UpgradedClusterTest {

    private static Scene scene;

    @BeforeAll
    static void aPlatformWhoseLabIsTheClustersDataCentre() throws IOException, InterruptedException {
        Path state = Scene.sharedState();
        scene = new Scene(state, UpgradedCluster.document(new Scene(state).checkout()));
        scene.start(Records.FORGOTTEN);
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    @Test
    void itIsUpgradedInTheGoldenOrderAndThenTakesAServicePack() throws Exception {
        UpgradedCluster cluster = new UpgradedCluster(scene);

        UpgradedCluster.Result upgraded = cluster.upgraded();
        UpgradedCluster.Result upToDate = cluster.broughtToServicePack();

        cluster.assertUpgraded(upgraded);
        cluster.assertBroughtToServicePack(upToDate);
        cluster.assertCertified(upgraded);
        cluster.assertCertified(upToDate);
        AuditCompleteness.assertComplete(scene);
    }
}
