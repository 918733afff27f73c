package dev.lockstep.inventory.clusters;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.ContractJson;
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
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.inventory.facts.FactEdit;
import dev.lockstep.inventory.facts.Recorded;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterDeciderTest {

    private static final ClusterId CLUSTER = new ClusterId("contoso:clu01");
    private static final Provenance FIRST =
            new Provenance("imported document", Instant.parse("2026-03-01T08:00:00Z"), "editor", Confidence.IMPORTED);
    private static final Provenance LATER =
            new Provenance("imported document", Instant.parse("2026-03-02T08:00:00Z"), "editor", Confidence.IMPORTED);
    private static final Provenance SEEN = new Provenance(
            "cluster node /status", Instant.parse("2026-03-03T08:00:00Z"), "runner", Confidence.OBSERVED);

    private static final String DOCUMENT = """
            {"name": "CLU01", "domain": "corp.contoso.com",
             "nodes": [{"name": "N1", "os": {"sp": 1}}, {"name": "N2", "os": {"sp": 1}}],
             "groups": [{"name": "EVS1", "state": "ONLINE", "resources": [{"name": "Disk E:", "state": "ONLINE"}]}],
             "disks": []}""";

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

    private static final Provenance WORD =
            new Provenance("statement of olga", Instant.parse("2026-03-04T08:00:00Z"), "olga", Confidence.ATTESTED);

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

    private static ClusterCommand attesting(String path) {
        return new ClusterCommand.Attest(CLUSTER, List.of(FactPath.parse(path)), WORD, "read at the console");
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
    void nothingIsObservedOnAnUnknownCluster() {
        scenario(new ClusterDecider())
                .when(observing(List.of(), fact("/nodes/N1/os/sp", "1")))
                .thenRefused("unknown-cluster");
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

    private static ClusterCommand importing(String document, Provenance provenance) {
        return new ClusterCommand.Import(CLUSTER, "CLU01", "oslo", tree(document, provenance), provenance, "import");
    }

    private static ClusterCommand observing(List<String> listed, Fact... seen) {
        return new ClusterCommand.Observe(
                CLUSTER,
                Arrays.asList(seen),
                listed.stream().map(FactPath::parse).toList(),
                SEEN,
                "observed");
    }

    private static ClusterCommand editing(FactEdit... edits) {
        return new ClusterCommand.Edit(CLUSTER, Arrays.asList(edits), LATER, "because");
    }

    private static List<ClusterEvent> history(String document) {
        return history(document, FIRST);
    }

    private static List<ClusterEvent> history(String document, Provenance provenance) {
        ClusterDecider decider = new ClusterDecider();
        return accepted(decider.decide(decider.initial(), importing(document, provenance)));
    }

    private static List<ClusterEvent> accepted(Decision<ClusterEvent> decision) {
        return ((Decision.Accepted<ClusterEvent>) decision).events();
    }

    private static Recorded fold(List<ClusterEvent> events) {
        Recorded.Fold fold = new Recorded.Fold(new ClusterDecider().initial());
        events.forEach(fold::apply);
        return fold.recorded();
    }

    private static FactTree tree(String document, Provenance provenance) {
        return FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) value(document), provenance);
    }

    private static Fact fact(String path, String value) {
        return new Fact(FactPath.parse(path), value(value), SEEN);
    }

    private static FactChange change(
            String path, @Nullable String before, @Nullable String after, Provenance provenance) {
        return new FactChange(
                FactPath.parse(path),
                before == null ? null : value(before),
                after == null ? null : value(after),
                provenance);
    }

    private static JsonNode value(String json) {
        try {
            return ContractJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String json(ClusterEvent event) {
        try {
            return ContractJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
