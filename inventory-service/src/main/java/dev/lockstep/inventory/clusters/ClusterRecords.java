package dev.lockstep.inventory.clusters;

import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.facts.Records;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The records of all clusters, by cluster id. */
@Singleton
public class ClusterRecords extends Records<ClusterCommand, ClusterEvent> {

    @Inject
    ClusterRecords(RecordReader reader) {
        super("cluster", DocumentKind.CLUSTER, new ClusterDecider(), ClusterEvent.class, reader);
    }
}
