package dev.lockstep.inventory.clusters;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.inventory.clusters.SampleCluster.CLUSTER;
import static dev.lockstep.inventory.clusters.SampleCluster.DOCUMENT;
import static dev.lockstep.inventory.clusters.SampleCluster.FIRST;
import static dev.lockstep.inventory.clusters.SampleCluster.LATER;
import static dev.lockstep.inventory.clusters.SampleCluster.WORD;
import static dev.lockstep.inventory.clusters.SampleCluster.attesting;
import static dev.lockstep.inventory.clusters.SampleCluster.change;
import static dev.lockstep.inventory.clusters.SampleCluster.editing;
import static dev.lockstep.inventory.clusters.SampleCluster.fold;
import static dev.lockstep.inventory.clusters.SampleCluster.history;
import static dev.lockstep.inventory.clusters.SampleCluster.importing;
import static dev.lockstep.inventory.clusters.SampleCluster.json;
import static dev.lockstep.inventory.clusters.SampleCluster.tree;
import static dev.lockstep.inventory.clusters.SampleCluster.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsChanged;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsConfirmed;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterRegistered;
import dev.lockstep.contracts.inventory.ClusterEvent.DiskAttached;
import dev.lockstep.contracts.inventory.ClusterEvent.GroupCreated;
import dev.lockstep.contracts.inventory.ClusterEvent.GroupDeleted;
import dev.lockstep.contracts.inventory.ClusterEvent.NodeEvicted;
import dev.lockstep.contracts.inventory.ClusterEvent.NodeJoined;
import dev.lockstep.contracts.inventory.ClusterEvent.ResourceCreated;
import dev.lockstep.contracts.inventory.ClusterEvent.ResourceDeleted;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.inventory.facts.FactEdit;
import dev.lockstep.inventory.facts.Recorded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people and documents say about a cluster. */
class ClusterDeciderTest {

    @Test
    void aFirstImportRegistersTheClusterAndItsMembers() {
        scenario(new ClusterDecider())
                .when(importing(DOCUMENT, FIRST))
                .thenEventsSatisfy(events -> assertThat(events)
                        .extracting(event -> (Object) event.getClass())
                        .containsExactly(
                                ClusterRegistered.class,
                                NodeJoined.class,
                                NodeJoined.class,
                                GroupCreated.class,
                                ResourceCreated.class))
                .thenState(state -> {
                    assertThat(state.facts()).isEqualTo(tree(DOCUMENT, FIRST));
                    assertThat(state.requiredSite()).isEqualTo("oslo");
                });
    }

    @Test
    void factsThatAgeAreFreshAgainOnAPersonsWordAndKeepTheirValues() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(attesting("/nodes/N1"))
                .thenEventsSatisfy(events -> assertThat(events).singleElement().satisfies(event -> {
                    ClusterFactsConfirmed confirmed = (ClusterFactsConfirmed) event;
                    assertThat(confirmed.reason()).isEqualTo("read at the console");
                    assertThat(confirmed.facts())
                            .extracting(fact -> fact.path().toString())
                            .containsExactly("/nodes/N1/os/sp");
                }))
                .thenState(state -> {
                    assertThat(state.facts().fact(FactPath.parse("/nodes/N1/os/sp")))
                            .hasValueSatisfying(fact -> {
                                assertThat(fact.value().asInt()).isEqualTo(1);
                                assertThat(fact.provenance()).isEqualTo(WORD);
                            });
                    assertThat(state.facts().fact(FactPath.parse("/nodes/N2/os/sp")))
                            .hasValueSatisfying(
                                    fact -> assertThat(fact.provenance()).isEqualTo(FIRST));
                });
    }

    @Test
    void whatWasObservedOfLateOrIsNotThereIsNotAttested() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(attesting("/nodes/N9"))
                .thenRefused("nothing-to-attest");
        Provenance justSeen =
                new Provenance("reg query", WORD.observedAt().minusSeconds(60), "runner", Confidence.OBSERVED);
        scenario(new ClusterDecider())
                .given(history(DOCUMENT, justSeen))
                .when(attesting("/nodes/N1"))
                .thenRefused("nothing-to-attest");
    }

    @Test
    void theSameDocumentAgainChangesNothing() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing(DOCUMENT, LATER))
                .thenNothing();
    }

    @Test
    void whatTheExportSaysImportsWithoutAChange() {
        List<ClusterEvent> history = history(DOCUMENT);
        Recorded recorded = fold(history);

        scenario(new ClusterDecider())
                .given(history)
                .when(importing(recorded.facts().toDocument().toString(), LATER))
                .thenNothing();
    }

    @Test
    void aChangedValueIsRecordedWithBeforeAndAfter() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing(
                        DOCUMENT.replace(
                                "{\"name\": \"N2\", \"os\": {\"sp\": 1}}", "{\"name\": \"N2\", \"os\": {\"sp\": 2}}"),
                        LATER))
                .thenEvents(new ClusterFactsChanged(
                        CLUSTER, List.of(change("/nodes/N2/os/sp", "1", "2", LATER)), "import"));
    }

    @Test
    void aMemberThatTheDocumentNoLongerNamesIsGone() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing(DOCUMENT.replace(", {\"name\": \"N2\", \"os\": {\"sp\": 1}}", ""), LATER))
                .thenEvents(new NodeEvicted(CLUSTER, FactPath.parse("/nodes/N2"), LATER, "import"));
    }

    @Test
    void aGroupGoesAfterItsResources() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing("{\"name\": \"CLU01\", \"groups\": []}", LATER))
                .thenEvents(
                        new ResourceDeleted(CLUSTER, FactPath.parse("/groups/EVS1/resources/Disk E:"), LATER, "import"),
                        new GroupDeleted(CLUSTER, FactPath.parse("/groups/EVS1"), LATER, "import"),
                        new ClusterFactsChanged(CLUSTER, List.of(change("/groups", null, "[]", LATER)), "import"));
    }

    @Test
    void whatTheDocumentDoesNotSpeakOfStays() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing("{\"name\": \"CLU01\", \"domain\": \"north.contoso.com\"}", LATER))
                .thenEvents(new ClusterFactsChanged(
                        CLUSTER,
                        List.of(change("/domain", "\"corp.contoso.com\"", "\"north.contoso.com\"", LATER)),
                        "import"));
    }

    @Test
    void theFirstDiskTakesThePlaceOfTheEmptyArray() {
        String grown = DOCUMENT.replace("\"disks\": []", "\"disks\": [{\"id\": \"Disk 1\", \"letter\": \"E\"}]");

        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing(grown, LATER))
                .thenEventsSatisfy(events -> assertThat(events).hasAtLeastOneElementOfType(DiskAttached.class))
                .thenState(state -> assertThat(state.facts().toDocument())
                        .isEqualTo(tree(grown, LATER).toDocument()));
    }

    @Test
    void aClusterStaysAtItsSite() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(new ClusterCommand.Import(CLUSTER, "CLU01", "bergen", tree(DOCUMENT, LATER), LATER, "import"))
                .thenRefused("cluster-at-another-site");
    }

    @Test
    void factsTooLargeForOneEventComeInSeveral() {
        String big = "x".repeat(90_000);
        StringBuilder document = new StringBuilder("{\"name\": \"CLU01\"");
        for (int i = 0; i < 30; i++) {
            document.append(", \"fact").append(i).append("\": \"").append(big).append('"');
        }
        document.append('}');

        scenario(new ClusterDecider())
                .when(importing(document.toString(), FIRST))
                .thenEventsSatisfy(events -> assertThat(events)
                        .hasSizeGreaterThan(3)
                        .allSatisfy(event -> assertThat(json(event).length()).isLessThan(900_000)))
                .thenState(state -> assertThat(state.facts()).isEqualTo(tree(document.toString(), FIRST)));
    }

    @Test
    void aPersonChangesASingleFact() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(new FactEdit(FactPath.parse("/nodes/N1/os/sp"), value("2"))))
                .thenEvents(new ClusterFactsChanged(
                        CLUSTER, List.of(change("/nodes/N1/os/sp", "1", "2", LATER)), "because"));
    }

    @Test
    void aPersonForgetsASingleFact() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(new FactEdit(FactPath.parse("/nodes/N1/os/sp"), null)))
                .thenEvents(new ClusterFactsChanged(
                        CLUSTER, List.of(change("/nodes/N1/os/sp", "1", null, LATER)), "because"));
    }

    @Test
    void sayingWhatIsRecordedChangesNothing() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(new FactEdit(FactPath.parse("/nodes/N1/os/sp"), value("1"))))
                .thenNothing();
    }

    @Test
    void editsThatDoNotFitAreRefusedAndNothingOfTheRequestHappens() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(
                        new FactEdit(FactPath.parse("/nodes/N1/os/sp"), value("2")),
                        new FactEdit(FactPath.parse("/nodes/N9/os/sp"), value("2"))))
                .thenRefused("unknown-member");
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(new FactEdit(FactPath.parse("/nodes/N1/name"), value("\"N7\""))))
                .thenRefused("fact-is-a-name");
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(new FactEdit(FactPath.parse("/nodes/N1/os"), value("{}"))))
                .thenRefused("fact-has-parts");
    }
}
