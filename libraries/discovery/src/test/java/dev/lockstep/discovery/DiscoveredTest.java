package dev.lockstep.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.Provenance;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was found about a cluster, beside what is recorded of it. */
class DiscoveredTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static FactTree recorded(String json) throws IOException {
        return FactTree.ofDocument(
                DocumentKind.CLUSTER,
                (ObjectNode) JSON.readTree(json.replace('\'', '"')),
                new Provenance("a document", NOW, "", Confidence.IMPORTED));
    }

    private static ObservedFact fact(String path, String json) throws IOException {
        return new ObservedFact(
                DocumentKind.CLUSTER, FactPath.parse(path), JSON.readTree(json.replace('\'', '"')), "a command");
    }

    private static Discovered found(List<FactPath> listed, ObservedFact... facts) {
        return new Discovered(NOW, List.of(facts), listed, List.of());
    }

    private static List<String> changes(FactTree recorded, Discovered found) {
        return found.spelledAs(recorded).changesTo(recorded, "").stream()
                .map(change -> "%s: %s -> %s".formatted(change.path(), change.before(), change.after()))
                .toList();
    }

    @Test
    void theOrderOfAListIsADifferenceWhereItSaysSomething() throws IOException {
        FactTree recorded = recorded(
                "{'groups':[{'name':'EVS1','preferredOwners':['N1','N2'],'resources':[{'name':'R','possibleOwners':['N1','N2']}]}]}");

        assertThat(changes(
                        recorded,
                        found(
                                List.of(),
                                fact("/groups/EVS1/preferredOwners", "['N2','N1']"),
                                fact("/groups/EVS1/resources/R/possibleOwners", "['N2','N1']"))))
                .containsExactly("/groups/EVS1/preferredOwners: [\"N1\",\"N2\"] -> [\"N2\",\"N1\"]");
    }

    @Test
    void whatACompleteListDoesNotNameIsGoneAndNothingElse() throws IOException {
        FactTree recorded = recorded(
                "{'groups':[{'name':'A','state':'ONLINE','resources':[{'name':'R','state':'ONLINE'}]},{'name':'B','state':'ONLINE'}]}");

        assertThat(changes(recorded, found(List.of(FactPath.of("groups")), fact("/groups/a/state", "'OFFLINE'"))))
                .containsExactly(
                        "/groups/A/state: \"ONLINE\" -> \"OFFLINE\"",
                        "/groups/B/name: \"B\" -> null",
                        "/groups/B/state: \"ONLINE\" -> null");
        FactTree emptied = found(List.of(FactPath.of("groups", "A", "resources")), fact("/groups/A/state", "'ONLINE'"))
                .takenInto(recorded, "");
        assertThat(emptied.fact(FactPath.of("groups", "A", "resources")))
                .hasValueSatisfying(fact -> assertThat(fact.value()).isEqualTo(JSON.createArrayNode()));
    }

    @Test
    void ofTwoFindingsTheFirstIsBelievedAndTheSecondAddsWhatItLacks() throws IOException {
        Discovered first = new Discovered(
                NOW, List.of(fact("/formed", "true")), List.of(FactPath.of("groups")), List.of(new Gap("N1", "away")));
        Discovered second = new Discovered(
                NOW.minusSeconds(5),
                List.of(fact("/formed", "false"), fact("/domain", "'corp'")),
                List.of(FactPath.of("groups")),
                List.of(new Gap("N2", "away")));

        Discovered both = first.and(second);

        assertThat(both.observedAt()).isEqualTo(NOW.minusSeconds(5));
        assertThat(both.facts())
                .extracting(each -> each.path() + "=" + each.value())
                .containsExactly("/formed=true", "/domain=\"corp\"");
        assertThat(both.listed()).containsExactly(FactPath.of("groups"));
        assertThat(both.gaps()).extracting(Gap::what).containsExactly("N1", "N2");
    }
}
