package dev.lockstep.orchestration.service;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.Rollouts;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a cluster of its own at a site of its own, which the service has heard of; the test plays everybody else. */
abstract class OnePlayedCluster {

    @Inject
    Plans plans;

    @Inject
    Rollouts rollouts;

    @Inject
    InventoryView inventory;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    final ClusterId cluster =
            new ClusterId("org%s:clu".formatted(UUID.randomUUID().toString().substring(0, 8)));
    final PlayedSite site = new PlayedSite(cluster);
    private PlayedPlatform platform;

    @BeforeEach
    void begin() {
        platform = new PlayedPlatform(bootstrapServers);
        platform.register(cluster, site.site);
        platform.start();
        site.awaitKnown(inventory);
    }

    @AfterEach
    void end() {
        platform.close();
    }
}
