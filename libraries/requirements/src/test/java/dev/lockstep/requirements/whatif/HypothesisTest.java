package dev.lockstep.requirements.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.Fixtures;
import dev.lockstep.requirements.document.DocumentReading;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HypothesisTest {

    private final ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);

    @Test
    void aFutureIsAnotherDocumentAndTheGivenOneStaysAsItIs() {
        ObjectNode before = document.deepCopy();

        ObjectNode future = accepted(
                "cluster/nodes/E2K3-N1/domainRole=DOMAIN_CONTROLLER",
                "/nodes/E2K3-N2/os/sp=2",
                "organization/dns/running=false",
                "cluster/disks/Disk 1/visibleFrom=[\"E2K3-N1\"]");

        assertThat(document).isEqualTo(before);
        assertThat(future.at("/cluster/nodes/0/domainRole").asText()).isEqualTo("DOMAIN_CONTROLLER");
        assertThat(future.at("/cluster/nodes/1/os/sp").asInt()).isEqualTo(2);
        assertThat(future.at("/organization/dns/running").isBoolean()).isTrue();
        assertThat(future.at("/cluster/disks/0/visibleFrom")).hasSize(1);
        assertThat(future.path("operation")).isEqualTo(before.path("operation"));
        assertThat(future.at("/cluster/nodes/3"))
                .hasToString(before.at("/cluster/nodes/3").toString());
    }

    @Test
    void nothingAssumedIsTheSameDocument() {
        assertThat(accepted().toString()).isEqualTo(document.toString());
    }

    @Test
    void aFactMayBeGoneAndAnObjectWithIt() {
        ObjectNode future = accepted(
                "cluster/nodes/E2K3-N1/dnsResolves=null", "organization/recipientPolicies/Default Policy=null");

        assertThat(future.at("/cluster/nodes/0").has("dnsResolves")).isFalse();
        assertThat(future.at("/organization/recipientPolicies")).isEmpty();
    }

    @Test
    void anObjectComesIntoBeingByItsName() {
        ObjectNode future = accepted("cluster/nodes/E2K3-N5/name=E2K3-N5", "cluster/nodes/E2K3-N5/os/sp=1");

        assertThat(future.at("/cluster/nodes")).hasSize(5);
        assertThat(future.at("/cluster/nodes/4/os/sp").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
                cluster/nodes/E2K3-N9/os/sp=1 => cluster/nodes/E2K3-N9/os/sp: there is no 'E2K3-N9'
                cluster/nodes/E2K3-N1/colour=red => cluster/nodes/E2K3-N1/colour: no fact is declared
                cluster/nodes/E2K3-N1/domainRole=KING => cluster/nodes/E2K3-N1/domainRole: the value is not one of those allowed
                cluster/evs/EVS3=null => ownerEvs: 'EVS3' is not among
                cluster/nodes/E2K3-N1/os=1 => is not a single fact
                cluster/disks/Disk 1/visibleFrom=["E2K3-N9"] => /cluster/disks/0/visibleFrom/0: 'E2K3-N9' is not among
                """)
    void whatCannotBeAssumedIsNamedByItsPlace(String assumption, String sentence) {
        DocumentReading reading = new Hypothesis(List.of(Assumption.parse(assumption))).applyTo(document);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        DocumentReading.Refused.class,
                        refused -> assertThat(refused.mistakes())
                                .anySatisfy(mistake ->
                                        assertThat(mistake.sentence()).contains(sentence)));
    }

    @Test
    void recordedFactsKeepTheirProvenance() {
        Provenance old = new Provenance("cluster.exe", Instant.EPOCH, "runner", Confidence.OBSERVED);
        Provenance assumed = new Provenance("what if", Instant.EPOCH.plusSeconds(9), "me", Confidence.ATTESTED);
        FactTree organization =
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), old);
        FactTree cluster = FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), old);

        Hypothesis.Future future = new Hypothesis(List.of(Assumption.parse("cluster/nodes/E2K3-N1/os/sp=2")))
                .applyTo(organization, cluster, assumed);

        assertThat(future).isInstanceOfSatisfying(Hypothesis.Future.Facts.class, facts -> {
            assertThat(facts.organization()).isEqualTo(organization);
            assertThat(cluster.changesTo(facts.cluster())).singleElement().satisfies(change -> {
                assertThat(change.path()).isEqualTo(FactPath.parse("/nodes/E2K3-N1/os/sp"));
                assertThat(change.provenance()).isEqualTo(assumed);
            });
        });
    }

    @ParameterizedTest
    @CsvSource({"sp", "=1", "nodes/N1=1", "cluster=1", "operation/scenario=NEW", "/=1", "cluster/a~x=1"})
    void whatIsNoAssumptionIsSaid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Assumption.parse(text));
    }

    private ObjectNode accepted(String... assumptions) {
        DocumentReading reading =
                new Hypothesis(Stream.of(assumptions).map(Assumption::parse).toList()).applyTo(document);
        assertThat(reading).as(reading.toString()).isInstanceOf(DocumentReading.Accepted.class);
        return ((DocumentReading.Accepted) reading).document();
    }
}
