package dev.lockstep.inventory.clusters;

import static dev.lockstep.contracts.Confidence.OBSERVED;
import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.inventory.clusters.SampleCluster.CLUSTER;
import static dev.lockstep.inventory.clusters.SampleCluster.DOCUMENT;
import static dev.lockstep.inventory.clusters.SampleCluster.SEEN;
import static dev.lockstep.inventory.clusters.SampleCluster.accepted;
import static dev.lockstep.inventory.clusters.SampleCluster.change;
import static dev.lockstep.inventory.clusters.SampleCluster.fact;
import static dev.lockstep.inventory.clusters.SampleCluster.fold;
import static dev.lockstep.inventory.clusters.SampleCluster.history;
import static dev.lockstep.inventory.clusters.SampleCluster.observing;
import static dev.lockstep.inventory.clusters.SampleCluster.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsChanged;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsConfirmed;
import dev.lockstep.contracts.inventory.ClusterEvent.GroupCreated;
import dev.lockstep.contracts.inventory.ClusterEvent.ResourceCreated;
import dev.lockstep.contracts.inventory.ClusterEvent.ResourceDeleted;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a site runner saw of a cluster. */
class ClusterObservationTest {

    @Test
    void anObservationChangesConfirmsAndAdds() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(observing(
                        List.of(),
                        fact("/groups/EVS1/state", "\"ONLINE\""),
                        fact("/groups/EVS1/owner", "\"N1\""),
                        fact("/groups/EVS2/state", "\"OFFLINE\"")))
                .thenEvents(
                        new GroupCreated(
                                CLUSTER,
                                FactPath.parse("/groups/EVS2"),
                                List.of(
                                        fact("/groups/EVS2/name", "\"EVS2\""),
                                        fact("/groups/EVS2/state", "\"OFFLINE\""))),
                        new ClusterFactsChanged(
                                CLUSTER, List.of(change("/groups/EVS1/owner", null, "\"N1\"", SEEN)), "observed"),
                        new ClusterFactsConfirmed(
                                CLUSTER, List.of(fact("/groups/EVS1/state", "\"ONLINE\"")), "observed"));
    }

    @Test
    void anObservationOfNothingNewIsStillAnEvent() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(observing(List.of(), fact("/nodes/N1/os/sp", "1")))
                .thenEvents(new ClusterFactsConfirmed(CLUSTER, List.of(fact("/nodes/N1/os/sp", "1")), "observed"));
    }

    @Test
    void whatACompleteListingDoesNotNameIsGone() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(observing(
                        List.of("/groups/*/resources"),
                        fact("/groups/EVS1/resources/Network Name/state", "\"ONLINE\"")))
                .thenEventsSatisfy(events -> assertThat(events)
                        .extracting(event -> (Object) event.getClass())
                        .containsExactly(ResourceDeleted.class, ResourceCreated.class));
    }

    @Test
    void aCompleteListingThatNamesNothingLeavesAnEmptyCollection() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(observing(List.of("/groups/*/resources")))
                .thenEvents(
                        new ResourceDeleted(
                                CLUSTER, FactPath.parse("/groups/EVS1/resources/Disk E:"), SEEN, "observed"),
                        new ClusterFactsChanged(
                                CLUSTER, List.of(change("/groups/EVS1/resources", null, "[]", SEEN)), "observed"))
                .thenState(state -> assertThat(state.facts()
                                .toDocument()
                                .at("/groups/0/resources")
                                .size())
                        .isZero());
    }

    @Test
    void theSameCompleteListingAgainConfirms() {
        ClusterCommand listing = observing(List.of("/groups/*/resources"));
        ClusterDecider decider = new ClusterDecider();
        List<ClusterEvent> history = history(DOCUMENT);
        List<ClusterEvent> first = accepted(decider.decide(fold(history), listing));

        scenario(decider)
                .given(history)
                .given(first)
                .when(listing)
                .thenEvents(
                        new ClusterFactsConfirmed(CLUSTER, List.of(fact("/groups/EVS1/resources", "[]")), "observed"));
    }

    @Test
    void aReportThatComesLateLeavesWhatWasObservedAfterIt() {
        Provenance after = new Provenance("cluster group", SEEN.observedAt().plusSeconds(1), "runner", OBSERVED);
        List<ClusterEvent> history = history(DOCUMENT);
        Fact moved = new Fact(FactPath.parse("/groups/EVS1/owner"), value("\"N2\""), after);
        Fact created = new Fact(FactPath.parse("/groups/EVS2/state"), value("\"ONLINE\""), after);

        scenario(new ClusterDecider())
                .given(history)
                .given(accepted(new ClusterDecider()
                        .decide(
                                fold(history),
                                new ClusterCommand.Observe(
                                        CLUSTER, List.of(moved, created), List.of(), after, "observed"))))
                .when(observing(
                        List.of("/groups"),
                        fact("/groups/EVS1/owner", "\"N1\""),
                        fact("/groups/EVS1/state", "\"ONLINE\"")))
                .thenEvents(new ClusterFactsConfirmed(
                        CLUSTER, List.of(moved, fact("/groups/EVS1/state", "\"ONLINE\"")), "observed"));
    }

    @Test
    void anEmptyListingThatComesLateLeavesWhatWasObservedAfterIt() {
        Provenance after = new Provenance("cluster res", SEEN.observedAt().plusSeconds(1), "runner", OBSERVED);
        List<ClusterEvent> history = history(DOCUMENT);
        Fact disk = new Fact(FactPath.parse("/groups/EVS1/resources/Disk E:/state"), value("\"ONLINE\""), after);

        scenario(new ClusterDecider())
                .given(history)
                .given(accepted(new ClusterDecider()
                        .decide(
                                fold(history),
                                new ClusterCommand.Observe(CLUSTER, List.of(disk), List.of(), after, "observed"))))
                .when(observing(List.of("/groups/*/resources"), fact("/nodes/N1/os/sp", "1")))
                .thenEvents(new ClusterFactsConfirmed(CLUSTER, List.of(fact("/nodes/N1/os/sp", "1")), "observed"));
    }

    @Test
    void nothingIsObservedOnAnUnknownCluster() {
        scenario(new ClusterDecider())
                .when(observing(List.of(), fact("/nodes/N1/os/sp", "1")))
                .thenRefused("unknown-cluster");
    }
}
