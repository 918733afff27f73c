package dev.lockstep.contracts.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.ContractJson;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FactTreeTest {

    private static final Provenance IMPORTED =
            new Provenance("document", Instant.parse("2026-03-01T08:00:00Z"), "editor", Confidence.IMPORTED);
    private static final ClusterId CLUSTER = new ClusterId("contoso:clu01");

    @Property(tries = 300)
    void documentsSurviveTheWayThroughFacts(@ForAll("clusterDocuments") ObjectNode document) {
        FactTree tree = FactTree.ofDocument(DocumentKind.CLUSTER, document, IMPORTED);

        assertThat(tree.toDocument()).isEqualTo(document);
        assertThat(FactTree.ofDocument(DocumentKind.CLUSTER, tree.toDocument(), IMPORTED))
                .isEqualTo(tree);
    }

    @Property(tries = 200)
    void eventsThatTellTheFactsGiveTheSameTreeAfterJson(@ForAll("clusterDocuments") ObjectNode document)
            throws JsonProcessingException {
        FactTree tree = FactTree.ofDocument(DocumentKind.CLUSTER, document, IMPORTED);
        String json = ContractJson.mapper()
                .writeValueAsString(
                        new ClusterEvent.ClusterRegistered(CLUSTER, "CLU01", "oslo", List.copyOf(tree.facts())));

        ClusterEvent read = ContractJson.mapper().readValue(json, ClusterEvent.ClusterRegistered.class);

        assertThat(read.applyTo(FactTree.empty(DocumentKind.CLUSTER))).isEqualTo(tree);
    }

    @Property(tries = 200)
    void changesLeadFromOneTreeToTheOther(
            @ForAll("clusterDocuments") ObjectNode before, @ForAll("clusterDocuments") ObjectNode after) {
        FactTree from = FactTree.ofDocument(DocumentKind.CLUSTER, before, IMPORTED);
        FactTree to = FactTree.ofDocument(DocumentKind.CLUSTER, after, IMPORTED);

        FactTree changed = from.changed(from.changesTo(to));

        assertThat(changed.changesTo(to)).isEmpty();
    }

    @Test
    void anArrayOfNamedObjectsIsAddressedByName() throws JsonProcessingException {
        FactTree tree = tree("""
                {"name": "CLU01", "disks": [{"id": "Disk 1/A", "diskType": "BASIC"}],
                 "groups": [{"name": "EVS1", "resources": [{"name": "Disk E:", "state": "ONLINE"}]}]}""");

        assertThat(tree.fact(FactPath.parse("/disks/Disk 1~1A/diskType")))
                .hasValueSatisfying(fact -> assertThat(fact.value().textValue()).isEqualTo("BASIC"));
        assertThat(tree.names(FactPath.parse("/groups/EVS1/resources"))).containsExactly("Disk E:");
    }

    @Test
    void equalNumbersAreEqualWhateverTheyWereReadAs() {
        FactPath path = FactPath.parse("/nodes/N1/os/sp");

        assertThat(new Fact(path, LongNode.valueOf(4), IMPORTED))
                .isEqualTo(new Fact(path, JsonNodeFactory.instance.numberNode(4), IMPORTED));
    }

    @Test
    void whatIsRecordedBelowAnEmptyArrayTakesItsPlace() throws JsonProcessingException {
        FactTree tree = tree("{\"name\": \"CLU01\", \"groups\": []}");

        FactTree grown = tree.with(List.of(fact("/groups/EVS1/name", "EVS1"), fact("/groups/EVS1/state", "ONLINE")));

        assertThat(grown.toDocument()).isEqualTo(json("""
                {"name": "CLU01", "groups": [{"name": "EVS1", "state": "ONLINE"}]}"""));
        assertThat(FactTree.ofDocument(DocumentKind.CLUSTER, grown.toDocument(), IMPORTED))
                .isEqualTo(grown);
    }

    @Test
    void nullIsAValueAndAbsenceIsNot() throws JsonProcessingException {
        FactChange toNull = new FactChange(
                FactPath.parse("/disks/Disk 1/letter"),
                JsonNodeFactory.instance.textNode("E"),
                JsonNodeFactory.instance.nullNode(),
                IMPORTED);
        FactChange toUnknown = new FactChange(toNull.path(), toNull.before(), null, IMPORTED);

        assertThat(roundTrip(toNull)).isEqualTo(toNull).isNotEqualTo(toUnknown);
        assertThat(roundTrip(toUnknown)).isEqualTo(toUnknown);
    }

    @Test
    void aMemberGoesWithAllItsFacts() throws JsonProcessingException {
        FactTree tree = tree("""
                {"name": "CLU01", "nodes": [{"name": "N1", "os": {"sp": 1}}, {"name": "N10", "os": {"sp": 1}}]}""");

        assertThat(tree.without(FactPath.parse("/nodes/N1")).names(FactPath.of("nodes")))
                .containsExactly("N10");
    }

    private static FactChange roundTrip(FactChange change) throws JsonProcessingException {
        return ContractJson.mapper().readValue(ContractJson.mapper().writeValueAsString(change), FactChange.class);
    }

    private static Fact fact(String path, String value) {
        return new Fact(FactPath.parse(path), JsonNodeFactory.instance.textNode(value), IMPORTED);
    }

    private static FactTree tree(String document) throws JsonProcessingException {
        return FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) json(document), IMPORTED);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return ContractJson.mapper().readTree(text);
    }

    @Provide
    Arbitrary<ObjectNode> clusterDocuments() {
        return Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(15),
                        named("name", "nics", "connection").optional(),
                        named("id", "partitions", "letter").optional(),
                        named("name", "resources", "name").optional())
                .as((name, nodes, disks, groups) -> {
                    ObjectNode document = JsonNodeFactory.instance.objectNode().put("name", name);
                    nodes.ifPresent(array -> document.set("nodes", array));
                    disks.ifPresent(array -> document.set("disks", array));
                    groups.ifPresent(array -> document.set("groups", array));
                    return document;
                });
    }

    private static Arbitrary<JsonNode> named(String identity, String innerArray, String innerIdentity) {
        Arbitrary<ObjectNode> inner = element(innerIdentity);
        Arbitrary<ObjectNode> outer = Combinators.combine(
                        element(identity),
                        inner.list()
                                .ofMaxSize(2)
                                .uniqueElements(
                                        element -> element.path(innerIdentity).asText())
                                .optional())
                .as((element, elements) -> {
                    elements.ifPresent(list -> element.putArray(innerArray).addAll(list));
                    return element;
                });
        return outer.list()
                .ofMaxSize(3)
                .uniqueElements(element -> element.path(identity).asText())
                .map(list -> JsonNodeFactory.instance.arrayNode().addAll(list));
    }

    private static Arbitrary<ObjectNode> element(String identity) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.integers().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
                Arbitraries.strings().ofMaxLength(5).map(JsonNodeFactory.instance::textNode),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()),
                Arbitraries.just(JsonNodeFactory.instance.arrayNode()),
                Arbitraries.just(JsonNodeFactory.instance.objectNode()));
        return Combinators.combine(
                        Arbitraries.strings()
                                .withChars("aB/~ 1:*é")
                                .ofMinLength(1)
                                .ofMaxLength(4),
                        leaf,
                        leaf)
                .as((name, first, second) -> {
                    ObjectNode element = JsonNodeFactory.instance.objectNode().put(identity, name);
                    element.set("state", first);
                    element.putObject("os").set("sp~/", second);
                    return element;
                });
    }
}
