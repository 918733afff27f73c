package dev.lockstep.orchestration.service;

import dev.lockstep.contracts.ClusterId;
import java.util.List;
import java.util.UUID;

/** A test with a single cluster. */
abstract class OnePlayedCluster extends PlayedClusters {

    final ClusterId cluster =
            new ClusterId("org%s:clu".formatted(UUID.randomUUID().toString().substring(0, 8)));
    final PlayedSite site = new PlayedSite(cluster);

    @Override
    List<PlayedSite> sites() {
        return List.of(site);
    }
}
