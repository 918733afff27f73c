package dev.lockstep.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery against the lab's directory servers and name server, over sockets with encryption. */
class DiscoveryTest {

    private static final FactTree NOTHING = FactTree.empty(DocumentKind.ORGANIZATION);
    private static final String DC2 = "dc2.corp.contoso.com";

    @TempDir
    Path folder;

    @Test
    void whatTheScenarioSaysIsFoundAgain() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            FactTree recorded = site.recorded();

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(found.changesTo(recorded, "somebody")).isEmpty();
            assertThat(found.gaps()).isEmpty();
            assertThat(paths(found))
                    .contains(
                            "/mode",
                            "/schemaRangeUpper/dc1.corp.contoso.com",
                            "/schemaRangeUpper/dc2.corp.contoso.com",
                            "/orgObjectVersion/dc2.corp.contoso.com",
                            "/domains/corp.contoso.com/mesoObjectVersion/dc2.corp.contoso.com",
                            "/domains/corp.contoso.com/groups",
                            "/domains/corp.contoso.com/machineAccountQuota",
                            "/dcs/dc2.corp.contoso.com/sp",
                            "/schemaMaster/dc",
                            "/administrativeGroups",
                            "/routingGroups/First Routing Group/members",
                            "/recipientPolicies/Default Policy/smtp",
                            "/servers/MAILA/build",
                            "/servers/EX03A/domain",
                            "/delegations",
                            "/groups/CORP\\ExchOrgFullAdmins/scope",
                            "/accounts/CORP\\exadmin/groups",
                            "/dns/running");
        }
    }

    @Test
    void withoutARecordTheDirectoryIsTheWholeStory() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            Discovered found = site.find(site.access(site.ldaps(site.first())), NOTHING, "e2k-n1.corp.contoso.com");

            FactTree tree = found.takenInto(NOTHING, "somebody");
            assertThat(value(tree, "/servers/MAILA/serialNumber"))
                    .isEqualTo("Version 6.0 (Build 6249.4: Service Pack 3)");
            assertThat(value(tree, "/servers/MAILA/product")).isEqualTo("EXCHANGE_2000");
            assertThat(value(tree, "/servers/MAILA/ag")).isEqualTo("First Administrative Group");
            assertThat(value(tree, "/dns/aRecords/e2k-n1.corp.contoso.com")).isEqualTo("10.10.1.21");
            assertThat(tree.facts()).allSatisfy(fact -> {
                assertThat(fact.provenance().observedAt()).isEqualTo(Site.NOW);
                assertThat(fact.provenance().source())
                        .startsWith(fact.path().toString().startsWith("/dns") ? "dns " : "ldap ");
            });
        }
    }

    @Test
    void eachControllerTellsWhatHasReplicatedToItself() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            FactTree recorded = site.recorded();
            site.knows(
                    DC2,
                    dc -> dc.withReplica(
                            new Replica(0, 0, 0, List.of(), dc.replica().servers())));

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(changes(found, recorded))
                    .containsExactlyInAnyOrder(
                            "/schemaRangeUpper/dc2.corp.contoso.com 6870 -> 0",
                            "/orgObjectVersion/dc2.corp.contoso.com 6903 -> 0",
                            "/domains/corp.contoso.com/mesoObjectVersion/dc2.corp.contoso.com 6936 -> 0");
        }
    }

    @Test
    void serversThatComeAndGoAreDifferencesAndWhatNobodyLookedAtStays() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            FactTree recorded = site.recorded();
            site.knows(
                    site.first(),
                    dc -> dc.withReplica(dc.replica()
                            .without("EX03A")
                            .merge(
                                    new Replica(
                                            0,
                                            0,
                                            0,
                                            List.of(),
                                            List.of(new ExchangeServer(
                                                    "EX03B",
                                                    "First Administrative Group",
                                                    "6.5.7638",
                                                    false,
                                                    "corp.contoso.com"))),
                                    true)));

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(changes(found, recorded))
                    .contains("/servers/EX03B/build null -> 6.5.7638", "/servers/EX03A/build 6.5.6944 -> null")
                    .noneMatch(change -> change.startsWith("/servers/MAIL") || change.startsWith("/delegations"));
            FactTree taken = found.takenInto(recorded, "somebody");
            assertThat(taken.names(FactPath.parse("/servers"))).containsExactlyInAnyOrder("MAILA", "MAILB", "EX03B");
            assertThat(value(taken, "/servers/MAILA/clustered")).isEqualTo("true");
            assertThat(value(taken, "/domains/corp.contoso.com/prepHost")).isEqualTo("E2K-N1");
        }
    }

    @Test
    void beforeForestPrepNothingIsSaidAboutAnOrganizationThatIsOnlyPlanned() throws Exception {
        try (Site site = Site.of("contoso-clu01.yaml", folder)) {
            FactTree recorded = site.recorded();

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(changes(found, recorded)).isEmpty();
            assertThat(value(found.takenInto(recorded, "somebody"), "/schemaRangeUpper/" + DC2))
                    .isEqualTo("0");
            assertThat(found.gaps()).extracting(Gap::what).containsExactly("organization");
        }
    }

    @Test
    void namesAreWrittenAsTheRecordWritesThem() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            FactTree recorded = site.recorded().with(List.of());
            ObjectNode document = recorded.toDocument();
            document.withObject("/schemaRangeUpper")
                    .put("DC2.corp.contoso.com", 6870)
                    .remove(DC2);
            FactTree other = FactTree.ofDocument(
                    DocumentKind.ORGANIZATION,
                    document,
                    recorded.facts().iterator().next().provenance());

            Discovered found = site.find(site.access(site.ldap(site.first())), other);

            assertThat(changes(found, other)).isEmpty();
        }
    }

    @Test
    void aDirectoryOfManyPagesIsReadWhole() throws Exception {
        try (Site site = Site.of(
                "contoso-clu02.yaml",
                document -> {
                    IntStream.range(0, 57)
                            .forEach(i -> document.withObject("/organization")
                                    .withArray("servers")
                                    .addObject()
                                    .put("name", "STANDALONE" + i)
                                    .put("product", "EXCHANGE_2003")
                                    .put("domain", "corp.contoso.com"));
                    return document;
                },
                folder)) {
            Discovered found = site.find(site.access(site.ldap(site.first())), NOTHING);

            assertThat(found.takenInto(NOTHING, "somebody").names(FactPath.parse("/servers")))
                    .hasSize(60);
        }
    }

    @Test
    void aControllerThatCannotBeReachedLeavesAGapAndNoFact() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            // No name server: the second controller's name is found nowhere.
            Discovered found = new Discovery(site.access(site.ldap(site.first())), () -> Site.NOW)
                    .find(new DiscoveryRequest("Contoso", site.recorded(), null, List.of()));

            assertThat(found.gaps()).extracting(Gap::what).containsExactly(DC2);
            assertThat(paths(found))
                    .contains("/schemaRangeUpper/dc1.corp.contoso.com", "/dcs/dc2.corp.contoso.com/gc")
                    .doesNotContain("/schemaRangeUpper/dc2.corp.contoso.com");
        }
    }

    @Test
    void onlyTheControllersThatAreNamedAreReadWhenThatIsWanted() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            DirectoryAccess one = new DirectoryAccess(
                    List.of(site.ldap(site.first())),
                    false,
                    true,
                    site.login(),
                    site.certificate(),
                    Duration.ofSeconds(5),
                    1_000);

            Discovered found = site.find(one, NOTHING);

            assertThat(paths(found))
                    .contains("/schemaRangeUpper/dc1.corp.contoso.com")
                    .doesNotContain("/schemaRangeUpper/dc2.corp.contoso.com");
            assertThat(found.gaps()).isEmpty();
        }
    }

    @Test
    void anotherOrganizationIsNotTakenForThisOne() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder)) {
            Discovery discovery = new Discovery(site.access(site.ldap(site.first())), () -> Site.NOW);

            assertThatThrownBy(() -> discovery.find(new DiscoveryRequest("Fabrikam", NOTHING, null, List.of())))
                    .isInstanceOf(DiscoveryException.class)
                    .hasMessage("The directory holds the organization 'Contoso', not 'Fabrikam'.");
        }
    }

    private static List<String> paths(Discovered found) {
        return found.facts().stream()
                .map(ObservedFact::path)
                .map(FactPath::toString)
                .toList();
    }

    private static String value(FactTree tree, String path) {
        return tree.fact(FactPath.parse(path)).orElseThrow().value().asText();
    }

    private static List<String> changes(Discovered found, FactTree recorded) {
        List<String> changes = new ArrayList<>();
        for (FactChange each : found.changesTo(recorded, "somebody")) {
            changes.add("%s %s -> %s".formatted(each.path(), text(each.before()), text(each.after())));
        }
        return changes;
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "null" : value.asText();
    }
}
