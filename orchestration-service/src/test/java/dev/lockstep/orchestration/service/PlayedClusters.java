package dev.lockstep.orchestration.service;

import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.Rollouts;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with clusters of its own, each at a site of its own, which the service has heard of; the test plays everybody else. */
abstract class PlayedClusters {

    @Inject
    Plans plans;

    @Inject
    Rollouts rollouts;

    @Inject
    InventoryView inventory;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    PlayedPlatform platform;

    /** The sites with their clusters; always the same. */
    abstract List<PlayedSite> sites();

    @BeforeEach
    void begin() {
        platform = new PlayedPlatform(bootstrapServers);
        sites().forEach(site -> platform.register(site.cluster, site.site));
        platform.start();
        sites().forEach(site -> site.awaitKnown(inventory));
    }

    @AfterEach
    void end() {
        platform.close();
    }
}
