package dev.lockstep.requirements.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.Fixtures;
import dev.lockstep.requirements.Patches;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

    private static final Subject CLUSTER = new Subject(Subject.Kind.CLUSTER, "CLU01");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Expressions expressions = new Expressions();

    /** In the document {@code cluster.formed} and {@code cluster.mediaEdition} are missing. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        cluster.formed => missing cluster/formed
        !cluster.formed => missing cluster/formed
        cluster.formed && cluster.geoDispersed => false
        cluster.geoDispersed && cluster.formed => false
        cluster.formed || !cluster.geoDispersed => true
        !cluster.geoDispersed || cluster.formed => true
        cluster.formed && cluster.mediaEdition == "ENTERPRISE" => missing cluster/formed cluster/mediaEdition
        cluster.formed || cluster.mediaEdition == "ENTERPRISE" => missing cluster/formed cluster/mediaEdition
        cluster.formed == cluster.formed => missing cluster/formed
        cluster.formed ? true : true => true
        cluster.formed ? true : false => missing cluster/formed
        cluster.geoDispersed ? cluster.formed : true => true
        cluster.nodes.all(n, n.dnsResolves && n.name != "E2K3-N2") => false
        cluster.nodes.all(n, n.name != "E2K3-N2" && n.dnsResolves) => false
        cluster.nodes.exists(n, n.dnsResolves || n.name == "E2K3-N3") => true
        cluster.nodes.exists(n, n.dnsResolves && n.nodeId == 4) => missing cluster/nodes/E2K3-N4/dnsResolves
        cluster.nodes.exists_one(n, n.nodeId == 4) => true
        cluster.nodes.exists_one(n, n.nodeId > 2 || n.dnsResolves) => false
        cluster.nodes.exists_one(n, n.nodeId == 4 || n.dnsResolves) => missing cluster/nodes/E2K3-N1/dnsResolves cluster/nodes/E2K3-N2/dnsResolves cluster/nodes/E2K3-N3/dnsResolves
        size(cluster.nodes.filter(n, n.nodeId > 1)) == 3 => true
        sum(cluster.disks.map(d, d.spindles)) == 104 => true
        size(distinct(cluster.disks.map(d, d.letter))) == size(cluster.disks) => true
        size(distinct(cluster.staticIps.allocated)) >= 2 * size(cluster.nodes) + size(cluster.evs) + 1 => true
        "10.10.0.20" in cluster.staticIps.allocated => true
        "dc1.corp.contoso.com" in organization.schemaRangeUpper => true
        "dc3.corp.contoso.com" in organization.schemaRangeUpper => false
        organization.schemaRangeUpper["dc1.corp.contoso.com"] == 6870 => true
        organization.schemaRangeUpper["dc3.corp.contoso.com"] == 6870 => missing organization/schemaRangeUpper/dc3.corp.contoso.com
        organization.domains.all(d, d.parent == null) => true
        cluster.nodes.all(n, n.nics.exists(c, c.gateway == null)) => true
        cluster.evs.all(e, e.mdbdataEmpty) => missing cluster/evs/EVS1/mdbdataEmpty cluster/evs/EVS2/mdbdataEmpty cluster/evs/EVS3/mdbdataEmpty
        cluster.nodes[0].name == "E2K3-N1" => true
        cluster.nodes[9].name == "E2K3-N1" => problem there is no element 9
        emailDomain("smtp:%g.%s@Mail.Contoso.COM.") == "mail.contoso.com" => true
        emailDomain("X400:c=us;a= ;p=Contoso@x") == "" => true
        dnsName("Corp.Contoso.com.") == "corp.contoso.com" => true
        folder("C:/Program Files\\\\Exchsrvr\\\\") == folder("c:\\\\program files\\\\EXCHSRVR") => true
        past("2026-03-01T12:00:00Z") => true
        past("2999-03-01T12:00:00+01:00") => false
        past("soon") => problem past[soon] cannot be computed: Text 'soon' could not be parsed at index 0
        sameSubnet("10.10.0.21", "10.10.0.31", "255.255.255.0") => true
        sameSubnet("10.10.0.21", "10.10.1.31", "255.255.255.0") => false
        sameSubnet("10.10.0", "10.10.1.31", "255.255.255.0") => problem sameSubnet[10.10.0, 10.10.1.31, 255.255.255.0] cannot be computed: '10.10.0' is no IPv4 address
        sameSubnet("10.10.0.256", "10.10.1.31", "255.255.255.0") => problem sameSubnet[10.10.0.256, 10.10.1.31, 255.255.255.0] cannot be computed: '10.10.0.256' is no IPv4 address
        sameSubnet("10.10..1", "10.10.1.31", "255.255.255.0") => problem sameSubnet[10.10..1, 10.10.1.31, 255.255.255.0] cannot be computed: '10.10..1' is no IPv4 address
        sameSubnet("1.2.3.4.5", "10.10.1.31", "255.255.255.0") => problem sameSubnet[1.2.3.4.5, 10.10.1.31, 255.255.255.0] cannot be computed: '1.2.3.4.5' is no IPv4 address
        sameSubnet("10.10.0.x", "10.10.1.31", "255.255.255.0") => problem sameSubnet[10.10.0.x, 10.10.1.31, 255.255.255.0] cannot be computed: '10.10.0.x' is no IPv4 address
        atLeastBuild("6.5.10000", "6.5.6944") => true
        atLeastBuild("6.0.6249", "6.5.6944") => false
        sameBuild("6.5.6944", "6.5.6944.0") => true
        sameBuild("6.5.7638.2", "6.5.7638") => true
        sameBuild("6.5.7638", "6.5.7226") => false
        atLeastBuild("6.0.6249", "6.0.6249.4") => true
        notBefore("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z") => true
        position(["a", "b"], "b") == 1 && position(["a"], "b") < 0 => true
        networkUse("Public", cluster) == "PUBLIC" && networkUse("Private", cluster) == "PRIVATE" => true
        networkUse("Nowhere", cluster) == "NONE" => true
        belongsTo(["CORP\\\\a"], "corp\\\\A", organization) => true
        belongsTo(["CORP\\\\a"], "CORP\\\\b", organization) => missing organization/groups/CORP\\a/memberOf
        drive("c:/Program Files") == "C:" && dnsParent("DC1.Corp.contoso.com") == "corp.contoso.com" => true
        """)
    void conditionsAreTrueFalseOrNotKnown(String text, String expected) throws InvalidExpressionException {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        assertThat(outcome(text, InventoryFacts.of(document))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        cluster. => line 1, column 9
        cluster.nodes.all(n, n.nodeStat == "UP") => not declared
        cluster.nodes.all(n, n.nodeState == "RUNNING") => never has the value 'RUNNING'
        cluster.quorum.model in ["MNS", "MNS+FSW"] => never has the value 'MNS+FSW'
        has(cluster.formed) => has
        cluster.name.matches("(a+)+") => not offered
        node.name == "E2K3-N1" => node' is not known here
        cluster.name => the fact 'cluster/name' is of type string, not true or false
        cluster.nodes => the fact 'cluster/nodes' is of type array, not true or false
        size(cluster.nodes) => not true or false
        "x" in cluster.quorum => asks for
        unknownFunction(cluster.name) => unknownFunction' is not known here
        cluster.name == => column 16: the condition ends too early
        (cluster.formed => )' is missing at the end
        cluster.formed) => )' is not expected here
        cluster.formed &&& true => & ' is not understood here
        cluster..formed => ..' is not understood here
        size(cluster.nodes) == "3" => ==' does not take values of the types int, string
        belongsTo(["a"], "b", organization.groups) => the last argument of 'belongsTo' is 'organization' itself
        """)
    void whatCannotBeCompiledIsASentenceWithItsPosition(String text, String says) {
        InvalidExpressionException refused = catchThrowableOfType(
                InvalidExpressionException.class, () -> expressions.compile(text, Subject.Kind.CLUSTER));
        assertThat(refused).hasMessageContaining(says).hasMessageStartingWith("line 1, column ");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        cluster.name == 3 => line 1, column 14: the fact 'cluster/name' is a text, and 3 is a whole number: they are never the same; write "3"
        true != cluster.name => write "true"
        cluster.name == 3.5 => 3.5 is a number
        cluster.formed == "true" => the fact 'cluster/formed' is true or false, and "true" is a text: they are never the same; write true
        cluster.formed == "yes" => compare it with true or false
        cluster.formed == 1 => compare it with true or false
        cluster.nodes.all(n, n.os.sp == "2") => the fact 'cluster/nodes/*/os/sp' is a whole number, and "2" is a text: they are never the same; write 2
        cluster.nodes.all(n, n.os.sp == "SP2") => compare it with a whole number
        cluster.nodes.all(n, n.os.sp == n.name) => and the fact 'cluster/nodes/*/name' is a text
        cluster.nodes.all(n, n.os == "2003") => the fact 'cluster/nodes/*/os' is an object
        cluster.nodes.all(n, n.nics[0].wins == "10.10.1.5") => ask with 'in' what is in the list
        cluster.name in ["CLU01", 3] => write "3"
        cluster.nodes.all(n, n.os.sp in ["1", "2"]) => write 1
        cluster.nodes.all(n, 7 in n.nics[0].wins) => is a text, and 7 is a whole number
        "N1" in cluster.nodes => the fact 'cluster/nodes/*' is an object, and "N1" is a text: they are never the same; compare one of its members
        "C" in cluster.name => the fact 'cluster/name' is a text, not a list; compare it with ==
        cluster.nodes.all(n, n.exchange.build >= 6.5) => they have no order; write "6.5"
        cluster.nodes.all(n, "2" < n.os.sp) => they have no order; write 2
        cluster.formed > false => the fact 'cluster/formed' is true or false and has no order
        cluster.nodes.all(n, n.nics[0].wins > 1) => is a list and has no order
        cluster.nodes.all(n, n.os.sp.startsWith("2")) => the fact 'cluster/nodes/*/os/sp' is a whole number, and 'startsWith' takes a text
        """)
    void whatNoFactCanBeIsRefusedWithItsPlaceAndWhatToWriteInstead(String text, String says) {
        InvalidExpressionException refused = catchThrowableOfType(
                InvalidExpressionException.class, () -> expressions.compile(text, Subject.Kind.CLUSTER));
        assertThat(refused).hasMessageContaining(says).hasMessageStartingWith("line 1, column ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster.profile == null || cluster.profile != null",
                "cluster.name != null",
                "cluster.nodes.all(n, n.os.sp == 2.0 || n.os.sp > 1.5)",
                "cluster.nodes.all(n, (n.os.sp > 1 ? n.name : n.os.sp) == 3)",
                "cluster.nodes.all(n, (n.os.sp > 1 ? n.os.family : n.name) == \"N1\")",
                "cluster.quorum.model == (cluster.formed ? \"X\" : \"MNS\")",
                "cluster.name + \"-1\" == \"CLU01-1\"",
                "cluster.quorum.model + \"-1\" == \"MNS-1\"",
                "[cluster.name, cluster.quorum.model].all(v, v == \"X\")",
                "cluster.nodes.map(n, n.os.sp).all(v, v == 2)",
                "cluster.nodes.filter(n, n.os.sp == 2).size() == 4",
                "cluster.nodes.exists_one(n, n.os.sp == 2)",
                "sum(cluster.disks.map(d, d.spindles)) + 2 > 104",
                "cluster.nodes.all(n, n.services.all(s, s == \"W3SVC\"))",
                "\"W3SVC\" in cluster.nodes[0].services",
                "cluster.nodes.all(n, n.nics[0].wins == [\"10.10.1.5\"])",
                "lower(cluster.name) == \"clu01\" && cluster.name < \"D\""
            })
    void whatMayBeIsNotRefused(String text) throws InvalidExpressionException {
        assertThat(expressions.compile(text, Subject.Kind.CLUSTER).text()).isEqualTo(text);
    }

    @Test
    void aLongExpressionIsRefusedAndDoesNotExhaustTheStack() {
        String deep = "(".repeat(5_000) + "true" + ")".repeat(5_000);
        assertThat(catchThrowableOfType(
                        InvalidExpressionException.class, () -> expressions.compile(deep, Subject.Kind.CLUSTER)))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        InvalidExpressionException.class,
                        () -> expressions.compile("true && ".repeat(2_000) + "true", Subject.Kind.CLUSTER)))
                .hasMessageStartingWith("line 1, column 1");
    }

    @Test
    void theFactsOfAnExpressionAreKnownBeforeItIsEvaluated() throws InvalidExpressionException {
        assertThat(expressions
                        .compile(
                                "node.services[\"W3SVC\"].installed && cluster.disks.all(d, d.letter != \"C\" || node.name in d.visibleFrom)",
                                Subject.Kind.NODE)
                        .facts())
                .containsExactlyInAnyOrder(
                        "cluster/nodes/*/services/*/installed",
                        "cluster/disks/*/letter",
                        "cluster/disks/*/visibleFrom",
                        "cluster/nodes/*/name");
    }

    @Test
    void aSubjectThatIsNotThereIsMissing() throws InvalidExpressionException {
        Expression expression = expressions.compile("node.nodeState == \"UP\"", Subject.Kind.NODE);
        InventoryFacts facts = InventoryFacts.of(Fixtures.document(Fixtures.NEW_BEFORE_SETUP));
        assertThat(words(expression.evaluate(new Reading(facts, fresh()), new Subject(Subject.Kind.NODE, "E2K3-N9"))))
                .isEqualTo("missing cluster/nodes/E2K3-N9");
    }

    @ParameterizedTest
    @CsvSource({
        "PT4M, OBSERVED, false, true",
        "PT6M, OBSERVED, false, STALE",
        "PT1M, PLANNED, false, PLANNED",
        "PT1M, PLANNED, true, true"
    })
    void oldAndPlannedFactsDecideNothing(Duration age, Confidence confidence, boolean plansCount, String expected)
            throws InvalidExpressionException {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        Provenance provenance = new Provenance("cluster node /status", NOW.minus(age), "runner", confidence);
        InventoryFacts facts = InventoryFacts.of(
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), provenance),
                FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), provenance));
        Expression expression = expressions.compile("cluster.nodes[0].nodeState == \"UP\"", Subject.Kind.CLUSTER);

        Evaluation evaluation = expression.evaluate(new Reading(facts, new Freshness(NOW, plansCount)), CLUSTER);

        assertThat(
                        evaluation.outcome() instanceof Evaluation.NotKnown notKnown
                                ? notKnown.facts().getFirst().reason().name()
                                : words(evaluation))
                .isEqualTo(expected);
        assertThat(evaluation.reads())
                .extracting(RequirementResult.FactRead::path)
                .containsExactly("cluster/nodes/E2K3-N1/nodeState");
    }

    /** The use of a network is told once for a reading; whoever asks has read the facts nevertheless. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "networkUse(\"Public\", cluster) == \"PUBLIC\"",
                "cluster.evs.all(e, e.ip != \"\") && networkUse(\"Private\", cluster) != \"NONE\"",
                "cluster.networks.exists(n, networkUse(n.name, cluster) == \"PRIVATE\" && n.role == 1)"
            })
    void whatOthersAskedBeforeChangesNothing(String text) throws InvalidExpressionException {
        InventoryFacts facts = InventoryFacts.of(Fixtures.document(Fixtures.NEW_BEFORE_SETUP));
        Expression expression = expressions.compile(text, Subject.Kind.CLUSTER);
        Reading shared = new Reading(facts, fresh());
        expressions
                .compile("cluster.networks.all(n, networkUse(n.name, cluster) == \"NONE\")", Subject.Kind.CLUSTER)
                .evaluate(shared, CLUSTER);
        expressions
                .compile("networkUse(\"Private\", cluster) == networkUse(\"Public\", cluster)", Subject.Kind.CLUSTER)
                .evaluate(shared, CLUSTER);

        Evaluation after = expression.evaluate(shared, CLUSTER);

        assertThat(after).isEqualTo(expression.evaluate(new Reading(facts, fresh()), CLUSTER));
        assertThat(after.reads()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void nullThatSaysNothingIsMissing() throws InvalidExpressionException {
        ObjectNode document = Fixtures.document(Fixtures.NEW_BEFORE_SETUP);
        Patches.set(document, "/cluster/geoDispersed", document.nullNode());
        assertThat(outcome("cluster.geoDispersed == null", InventoryFacts.of(document)))
                .isEqualTo("missing cluster/geoDispersed");
    }

    private String outcome(String text, InventoryFacts facts) throws InvalidExpressionException {
        return words(expressions.compile(text, Subject.Kind.CLUSTER).evaluate(new Reading(facts, fresh()), CLUSTER));
    }

    private static Freshness fresh() {
        return new Freshness(NOW, false);
    }

    private static String words(Evaluation evaluation) {
        return switch (evaluation.outcome()) {
            case Evaluation.True yes -> "true";
            case Evaluation.False no -> "false";
            case Evaluation.NotKnown notKnown ->
                notKnown.facts().isEmpty()
                        ? "problem " + String.join(" ", notKnown.problems()).replaceAll(" in a list.*", "")
                        : "missing "
                                + String.join(
                                        " ",
                                        notKnown.facts().stream()
                                                .map(MissingFact::path)
                                                .toList());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"1+", "!", "(", "cluster.geoDispersed && ", "[", "-", "true ? true : ", "cluster."})
    void longAndDeepExpressionsAreRefusedOrEvaluated(String part) {
        for (int times : new int[] {90, 800, 4_000}) {
            String text = (part.repeat(times) + "1 > 0").substring(0, Math.min(10_000, part.length() * times + 5));
            try {
                assertThat(expressions
                                .compile(text, Subject.Kind.CLUSTER)
                                .evaluate(
                                        new Reading(
                                                InventoryFacts.of(Fixtures.document(Fixtures.NEW_BEFORE_SETUP)),
                                                new Freshness(NOW, true)),
                                        CLUSTER))
                        .isNotNull();
            } catch (InvalidExpressionException refused) {
                assertThat(refused.line()).isPositive();
            }
        }
    }

    @Test
    void noExpressionRunsAway() throws InvalidExpressionException {
        String all = "true";
        for (int depth = 0; depth < 12; depth++) {
            all = "cluster.disks.all(d%d, %s)".formatted(depth, all);
        }
        Evaluation evaluation = expressions
                .compile(all, Subject.Kind.CLUSTER)
                .evaluate(
                        new Reading(
                                InventoryFacts.of(Fixtures.document(Fixtures.NEW_BEFORE_SETUP)),
                                new Freshness(NOW, true)),
                        CLUSTER);

        assertThat(evaluation.outcome())
                .isInstanceOfSatisfying(
                        Evaluation.NotKnown.class,
                        unknown -> assertThat(unknown.problems())
                                .anyMatch(problem -> problem.contains("1,000,000 steps")));
    }

    @Test
    void collectionsAreThoseWhoseMembersDecide() throws InvalidExpressionException {
        Expression expression = expressions.compile(
                "size(cluster.evs) > 0 && cluster.nodes.exists(n, n.nics.all(c, c.network == \"Public\"))"
                        + " && \"dc1\" in organization.schemaRangeUpper && cluster.quorum.model == \"MNS\"",
                Subject.Kind.CLUSTER);

        assertThat(expression.collections())
                .containsExactly(
                        "cluster/evs", "cluster/nodes", "cluster/nodes/*/nics", "organization/schemaRangeUpper");
        assertThat(expression.facts()).contains("cluster/nodes/*/nics/*/network", "cluster/quorum/model");
    }
}
