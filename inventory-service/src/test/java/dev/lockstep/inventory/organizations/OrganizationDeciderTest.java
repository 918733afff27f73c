package dev.lockstep.inventory.organizations;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationFactsChanged;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationFactsConfirmed;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationMemberAdded;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationMemberRemoved;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationRegistered;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.inventory.facts.FactEdit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrganizationDeciderTest {

    private static final OrganizationId CONTOSO = new OrganizationId("contoso");
    private static final Provenance FIRST =
            new Provenance("imported document", Instant.parse("2026-03-01T08:00:00Z"), "editor", Confidence.IMPORTED);
    private static final Provenance LATER =
            new Provenance("imported document", Instant.parse("2026-03-02T08:00:00Z"), "editor", Confidence.IMPORTED);
    private static final Provenance SEEN =
            new Provenance("ldifde", Instant.parse("2026-03-03T08:00:00Z"), "runner", Confidence.OBSERVED);

    private static final String DOCUMENT = """
            {"name": "Contoso", "mode": "NATIVE",
             "domains": [{"name": "corp.contoso.com", "mode": "NATIVE"}, {"name": "lab.contoso.com", "mode": "NATIVE"}],
             "servers": [{"name": "EX1", "build": "6.5.6944"}]}""";

    @Test
    void firstImportRegistersTheOrganizationAndItsMembers() {
        scenario(new OrganizationDecider())
                .when(importing(DOCUMENT, FIRST))
                .thenEventsSatisfy(events -> assertThat(events)
                        .extracting(event -> (Object) event.getClass())
                        .containsExactly(
                                OrganizationRegistered.class,
                                OrganizationMemberAdded.class,
                                OrganizationMemberAdded.class,
                                OrganizationMemberAdded.class))
                .thenState(state -> assertThat(state.facts()).isEqualTo(tree(DOCUMENT, FIRST)));
    }

    @Test
    void sameDocumentAgainChangesNothing() {
        scenario(new OrganizationDecider())
                .given(history())
                .when(importing(DOCUMENT, LATER))
                .thenNothing();
    }

    @Test
    void documentThatDoesNotSpeakOfServersLeavesThemAlone() {
        scenario(new OrganizationDecider())
                .given(history())
                .when(importing("{\"name\": \"Contoso\", \"mode\": \"MIXED\"}", LATER))
                .thenEvents(new OrganizationFactsChanged(
                        CONTOSO,
                        List.of(new FactChange(
                                FactPath.parse("/mode"), value("\"NATIVE\""), value("\"MIXED\""), LATER)),
                        "import"));
    }

    @Test
    void domainThatTheDocumentNoLongerNamesIsGone() {
        scenario(new OrganizationDecider())
                .given(history())
                .when(importing(DOCUMENT.replace(", {\"name\": \"lab.contoso.com\", \"mode\": \"NATIVE\"}", ""), LATER))
                .thenEvents(new OrganizationMemberRemoved(
                        CONTOSO, FactPath.parse("/domains/lab.contoso.com"), LATER, "import"));
    }

    @Test
    void factSeenAgainIsConfirmedAndAnotherOneChanged() {
        Fact same = fact("/servers/EX1/build", "\"6.5.6944\"");

        scenario(new OrganizationDecider())
                .given(history())
                .when(observing(List.of(), same, fact("/mode", "\"MIXED\"")))
                .thenEvents(
                        new OrganizationFactsChanged(
                                CONTOSO,
                                List.of(new FactChange(
                                        FactPath.parse("/mode"), value("\"NATIVE\""), value("\"MIXED\""), SEEN)),
                                "observed"),
                        new OrganizationFactsConfirmed(CONTOSO, List.of(same), "observed"));
    }

    @Test
    void serverThatACompleteListingDoesNotHaveIsGone() {
        scenario(new OrganizationDecider())
                .given(history())
                .when(observing(List.of("/servers"), fact("/servers/EX2/build", "\"6.5.7226\"")))
                .thenEventsSatisfy(events -> assertThat(events)
                        .extracting(event -> (Object) event.getClass())
                        .containsExactly(OrganizationMemberRemoved.class, OrganizationMemberAdded.class))
                .thenState(state ->
                        assertThat(state.facts().names(FactPath.of("servers"))).containsExactly("EX2"));
    }

    @Test
    void singleFactIsChangedWithBeforeAndAfter() {
        scenario(new OrganizationDecider())
                .given(history())
                .when(editing(new FactEdit(FactPath.parse("/mode"), value("\"MIXED\""))))
                .thenEvents(new OrganizationFactsChanged(
                        CONTOSO,
                        List.of(new FactChange(
                                FactPath.parse("/mode"), value("\"NATIVE\""), value("\"MIXED\""), LATER)),
                        "because"));
    }

    @Test
    void editThatDoesNotFitChangesNothing() {
        scenario(new OrganizationDecider())
                .given(history())
                .when(editing(
                        new FactEdit(FactPath.parse("/mode"), value("\"MIXED\"")),
                        new FactEdit(FactPath.parse("/domains/nowhere.com/mode"), value("\"MIXED\""))))
                .thenRefused("unknown-member");
    }

    @Test
    void unknownOrganizationIsNeitherEditedNorObserved() {
        scenario(new OrganizationDecider())
                .when(editing(new FactEdit(FactPath.parse("/mode"), value("\"MIXED\""))))
                .thenRefused("unknown-organization");
        scenario(new OrganizationDecider())
                .when(observing(List.of(), fact("/mode", "\"MIXED\"")))
                .thenRefused("unknown-organization");
    }

    private static OrganizationCommand importing(String document, Provenance provenance) {
        return new OrganizationCommand.Import(CONTOSO, "Contoso", tree(document, provenance), provenance, "import");
    }

    private static OrganizationCommand observing(List<String> listed, Fact... seen) {
        return new OrganizationCommand.Observe(
                CONTOSO, List.of(seen), listed.stream().map(FactPath::parse).toList(), SEEN, "observed");
    }

    private static OrganizationCommand editing(FactEdit... edits) {
        return new OrganizationCommand.Edit(CONTOSO, List.of(edits), LATER, "because");
    }

    private static List<OrganizationEvent> history() {
        OrganizationDecider decider = new OrganizationDecider();
        return ((Decision.Accepted<OrganizationEvent>) decider.decide(decider.initial(), importing(DOCUMENT, FIRST)))
                .events();
    }

    private static FactTree tree(String document, Provenance provenance) {
        return FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) value(document), provenance);
    }

    private static Fact fact(String path, String value) {
        return new Fact(FactPath.parse(path), value(value), SEEN);
    }

    private static JsonNode value(String json) {
        try {
            return ContractJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
