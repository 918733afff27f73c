package dev.lockstep.inventory.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a change of recorded facts may not make of them, though each value by itself may stand. */
class ConsistencyTest {

    private static final Provenance SEEN =
            new Provenance("cluster.exe", Instant.parse("2026-03-01T08:00:00Z"), "collector", Confidence.OBSERVED);

    @Test
    void aLaterChangeThatLeadsBackToWhereItBeganIsRefused() {
        FactTree before = cluster("D2", null);
        FactTree after = cluster("D2", "D1");

        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class, () -> Consistency.requireOfCluster(organization(), before, after));

        assertThat(refused.mistakes())
                .extracting(Mistake::problem)
                .containsExactly("the disk 'D1' is mounted in itself: D1, D2, D1");
    }

    @Test
    void aRingThatStandsThereAlreadyKeepsNobodyFromOtherChanges() {
        FactTree ring = cluster("D2", "D1");

        assertThatCode(() -> Consistency.requireOfCluster(organization(), ring, ring))
                .doesNotThrowAnyException();
        assertThatCode(() -> Consistency.requireOfCluster(organization(), ring, cluster("D2", null)))
                .doesNotThrowAnyException();
    }

    private static FactTree organization() {
        return FactTree.ofDocument(
                DocumentKind.ORGANIZATION, JsonNodeFactory.instance.objectNode().put("name", "Contoso"), SEEN);
    }

    private static FactTree cluster(String hostOfFirst, @Nullable String hostOfSecond) {
        ObjectNode cluster = JsonNodeFactory.instance.objectNode().put("name", "CLU01");
        cluster.putArray("nodes").addObject().put("name", "N1");
        var disks = cluster.putArray("disks");
        disks.addObject().put("id", "D1").put("hostDisk", hostOfFirst);
        disks.addObject().put("id", "D2").put("hostDisk", hostOfSecond);
        return FactTree.ofDocument(DocumentKind.CLUSTER, cluster, SEEN);
    }
}
