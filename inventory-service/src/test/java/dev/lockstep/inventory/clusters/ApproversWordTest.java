package dev.lockstep.inventory.clusters;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static dev.lockstep.inventory.clusters.SampleCluster.LATER;
import static dev.lockstep.inventory.clusters.SampleCluster.WORD;
import static dev.lockstep.inventory.clusters.SampleCluster.attesting;
import static dev.lockstep.inventory.clusters.SampleCluster.change;
import static dev.lockstep.inventory.clusters.SampleCluster.confirming;
import static dev.lockstep.inventory.clusters.SampleCluster.editing;
import static dev.lockstep.inventory.clusters.SampleCluster.fact;
import static dev.lockstep.inventory.clusters.SampleCluster.history;
import static dev.lockstep.inventory.clusters.SampleCluster.importing;
import static dev.lockstep.inventory.clusters.SampleCluster.observing;
import static dev.lockstep.inventory.clusters.SampleCluster.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsChanged;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsConfirmed;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.inventory.facts.FactEdit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only an approver may state: nobody and nothing else sets it, refreshes it or takes it away. */
class ApproversWordTest {

    private static final String DOCUMENT = """
            {"name": "CLU01", "evs": [{"name": "EVSA", "networkName": "MAILA"}]}""";
    private static final String WITH_THE_WORD = """
            {"name": "CLU01", "evs": [{"name": "EVSA", "networkName": "MAILA", "laterUpgradeConfirmedFor": "MAILA.corp"}]}""";
    private static final String SERVER = "\"MAILA.corp\"";
    private static final String PATH = "/evs/EVSA/laterUpgradeConfirmedFor";
    private static final FactEdit YES = new FactEdit(FactPath.parse(PATH), value(SERVER));
    private static final Provenance AGAIN =
            new Provenance("statement of anna", Instant.parse("2026-03-09T08:00:00Z"), "anna", Confidence.ATTESTED);

    @Test
    void anApproverConfirmsAndConfirmsAgain() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(confirming(WORD, YES))
                .thenEventsSatisfy(events -> assertThat(events)
                        .singleElement()
                        .satisfies(event -> assertThat(((ClusterFactsChanged) event).changes())
                                .containsExactly(change(PATH, null, SERVER, WORD))));
        scenario(new ClusterDecider())
                .given(confirmed())
                .when(confirming(AGAIN, YES))
                .thenEventsSatisfy(events -> assertThat(events)
                        .singleElement()
                        .satisfies(event -> assertThat(((ClusterFactsConfirmed) event).facts())
                                .containsExactly(new Fact(FactPath.parse(PATH), value(SERVER), AGAIN))));
    }

    @Test
    void anApproverConfirmsNothingElse() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(confirming(WORD, YES, new FactEdit(FactPath.parse("/evs/EVSA/ip"), value("\"10.0.0.1\""))))
                .thenRefused("no-approvers-fact");
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(confirming(
                        WORD, new FactEdit(FactPath.parse("/evs/EVSX/laterUpgradeConfirmedFor"), value(SERVER))))
                .thenRefused("unknown-member");
    }

    @Test
    void nobodyElseStatesItOrTakesItBack() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(editing(YES))
                .thenRefused("approvers-fact");
        scenario(new ClusterDecider())
                .given(confirmed())
                .when(editing(new FactEdit(FactPath.parse(PATH), null)))
                .thenRefused("approvers-fact");
        scenario(new ClusterDecider()).given(confirmed()).when(attesting(PATH)).thenRefused("nothing-to-attest");
    }

    @Test
    void aDocumentSaysItOnlyWhereItIsRecordedSo() {
        scenario(new ClusterDecider()).when(importing(WITH_THE_WORD, LATER)).thenRefused("approvers-fact");
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(importing(WITH_THE_WORD, LATER))
                .thenRefused("approvers-fact");
        scenario(new ClusterDecider())
                .given(confirmed())
                .when(importing(WITH_THE_WORD.replace("MAILA.corp", "MAILB.corp"), LATER))
                .thenRefused("approvers-fact");
        scenario(new ClusterDecider())
                .given(confirmed())
                .when(importing(WITH_THE_WORD, LATER))
                .thenNothing();
    }

    @Test
    void aDocumentWithoutItLeavesItAndOneWithoutItsServerTakesItAlong() {
        scenario(new ClusterDecider())
                .given(confirmed())
                .when(importing(DOCUMENT, LATER))
                .thenNothing();
        scenario(new ClusterDecider())
                .given(confirmed())
                .when(importing("{\"name\": \"CLU01\", \"evs\": []}", LATER))
                .thenState(state ->
                        assertThat(state.facts().fact(FactPath.parse(PATH))).isEmpty());
    }

    @Test
    void noToolSeesIt() {
        scenario(new ClusterDecider())
                .given(history(DOCUMENT))
                .when(observing(List.of(), fact(PATH, SERVER), fact("/evs/EVSA/ip", "\"10.0.0.1\"")))
                .thenState(state -> {
                    assertThat(state.facts().fact(FactPath.parse(PATH))).isEmpty();
                    assertThat(state.facts().fact(FactPath.parse("/evs/EVSA/ip")))
                            .isPresent();
                });
    }

    private static List<ClusterEvent> confirmed() {
        List<ClusterEvent> events = new ArrayList<>(history(DOCUMENT));
        events.add(new ClusterFactsChanged(
                SampleCluster.CLUSTER, List.of(change(PATH, null, SERVER, WORD)), "looked it up"));
        return events;
    }
}
