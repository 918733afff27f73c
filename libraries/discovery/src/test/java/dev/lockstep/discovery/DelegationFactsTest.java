package dev.lockstep.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.Entry;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delegations as the lab's directory servers show them in security descriptors, over sockets. */
class DelegationFactsTest {

    private static final FactTree NOTHING = FactTree.empty(DocumentKind.ORGANIZATION);
    private static final FactPath DELEGATIONS = FactPath.parse("/delegations");
    private static final String GROUP = "CN=First Administrative Group,";

    @TempDir
    Path folder;

    private Site site(Consumer<ObjectNode> organization) {
        UnaryOperator<ObjectNode> change = document -> {
            organization.accept(document.withObject("/organization"));
            return document;
        };
        return Site.of("contoso-clu02.yaml", change, folder);
    }

    private static void delegate(ObjectNode organization, String group, String role, String scope) {
        organization
                .withArray("delegations")
                .addObject()
                .put("group", group)
                .put("role", role)
                .put("scope", scope);
    }

    private static Optional<ObservedFact> fact(Discovered found) {
        return found.facts().stream()
                .filter(each -> each.path().equals(DELEGATIONS))
                .findFirst();
    }

    private static List<String> delegations(Discovered found) {
        List<String> all = new ArrayList<>();
        fact(found)
                .orElseThrow()
                .value()
                .forEach(each -> all.add("%s %s %s"
                        .formatted(
                                each.path("group").asText(),
                                each.path("role").asText(),
                                each.path("scope").asText())));
        return all;
    }

    @Test
    void everyRoleAndScopeIsFoundWithItsSource() throws Exception {
        try (Site site = site(organization -> {
            organization.withArray("administrativeGroups").add("Second, with comma");
            delegate(organization, "CORP\\Viewers", "VIEW_ONLY", "ORG");
            delegate(organization, "CORP\\Operators", "EXCHANGE_ADMINISTRATOR", "ORG");
            delegate(organization, "CORP\\Locals", "EXCHANGE_FULL_ADMINISTRATOR", "AG:First Administrative Group");
            delegate(organization, "CORP\\Locals", "EXCHANGE_ADMINISTRATOR", "AG:Second, with comma");
            delegate(organization, "CORP\\exadmin", "VIEW_ONLY", "AG:Second, with comma");
        })) {
            Discovered found = site.find(site.access(site.ldap(site.first())), NOTHING);

            assertThat(delegations(found))
                    .containsExactly(
                            "CORP\\ExchOrgFullAdmins EXCHANGE_FULL_ADMINISTRATOR ORG",
                            "CORP\\Operators EXCHANGE_ADMINISTRATOR ORG",
                            "CORP\\Viewers VIEW_ONLY ORG",
                            "CORP\\Locals EXCHANGE_FULL_ADMINISTRATOR AG:First Administrative Group",
                            "CORP\\Locals EXCHANGE_ADMINISTRATOR AG:Second, with comma",
                            "CORP\\exadmin VIEW_ONLY AG:Second, with comma");
            assertThat(fact(found).orElseThrow().source())
                    .startsWith("ldap dc1.corp.contoso.com: nTSecurityDescriptor of CN=Contoso,")
                    .endsWith(" and 2 administrative groups");
            assertThat(found.gaps()).isEmpty();
        }
    }

    @Test
    void whatIsRecordedOtherwiseIsADifferenceThatNamesBoth() throws Exception {
        try (Site site = site(organization -> {})) {
            ObjectNode document = site.recorded().toDocument();
            ((ObjectNode) document.path("delegations").get(0)).put("role", "VIEW_ONLY");
            FactTree recorded = FactTree.ofDocument(
                    DocumentKind.ORGANIZATION,
                    document,
                    site.recorded().facts().iterator().next().provenance());

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(found.changesTo(recorded, "somebody"))
                    .extracting(FactChange::path)
                    .containsExactly(DELEGATIONS);
        }
    }

    @Test
    void namesAndOrderAreThoseOfTheRecordWhenNothingElseDiffers() throws Exception {
        try (Site site = site(organization ->
                delegate(organization, "CORP\\Locals", "EXCHANGE_ADMINISTRATOR", "AG:First Administrative Group"))) {
            ObjectNode document = site.recorded().toDocument();
            document.putArray("delegations");
            delegate(document, "corp\\locals", "EXCHANGE_ADMINISTRATOR", "AG:first administrative group");
            delegate(document, "CORP\\ExchOrgFullAdmins", "EXCHANGE_FULL_ADMINISTRATOR", "ORG");
            FactTree recorded = FactTree.ofDocument(
                    DocumentKind.ORGANIZATION,
                    document,
                    site.recorded().facts().iterator().next().provenance());

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(found.changesTo(recorded, "somebody")).isEmpty();
        }
    }

    @Test
    void whoComesWithTheForestIsADelegateOnlyWhenPeopleSaySo() throws Exception {
        try (Site site = site(organization ->
                delegate(organization, "CORP\\Enterprise Admins", "EXCHANGE_FULL_ADMINISTRATOR", "ORG"))) {
            DirectoryAccess access = site.access(site.ldap(site.first()));

            assertThat(delegations(site.find(access, NOTHING)))
                    .containsExactly("CORP\\ExchOrgFullAdmins EXCHANGE_FULL_ADMINISTRATOR ORG");
            assertThat(delegations(site.find(access, site.recorded())))
                    .contains("CORP\\Enterprise Admins EXCHANGE_FULL_ADMINISTRATOR ORG");
        }
    }

    @Test
    void whoCannotBeFoundIsAGapAndTheRecordStays() throws Exception {
        try (Site site = site(
                organization -> delegate(organization, "ELSEWHERE\\Admins", "EXCHANGE_FULL_ADMINISTRATOR", "ORG"))) {
            FactTree recorded = site.recorded();

            Discovered found = site.find(site.access(site.ldap(site.first())), recorded);

            assertThat(fact(found)).isEmpty();
            assertThat(found.changesTo(recorded, "somebody")).isEmpty();
            assertThat(found.gaps())
                    .anySatisfy(gap -> {
                        assertThat(gap.what()).startsWith("S-1-5-21-");
                        assertThat(gap.why())
                                .isEqualTo("it is Exchange Full Administrator of ORG,"
                                        + " and no domain of the forest shows whose identifier it is");
                    })
                    .anySatisfy(gap -> {
                        assertThat(gap.what()).isEqualTo("delegations");
                        assertThat(gap.why())
                                .contains("what is recorded stays")
                                .contains("CORP\\ExchOrgFullAdmins as Exchange Full Administrator of ORG");
                    });
        }
    }

    /** Another domain of the forest, whose group administers the organization too. */
    private static void addDomain(ObjectNode organization) {
        organization
                .withArray("domains")
                .addObject()
                .put("name", "emea.corp.contoso.com")
                .put("netbios", "EMEA")
                .put("parent", "corp.contoso.com");
        organization
                .withArray("dcs")
                .addObject()
                .put("name", "dc3.emea.corp.contoso.com")
                .put("os", "WINDOWS_SERVER_2003")
                .put("domain", "emea.corp.contoso.com");
        delegate(organization, "EMEA\\Locals", "EXCHANGE_ADMINISTRATOR", "ORG");
    }

    @Test
    void aHolderIsFoundInWhicheverDomainOfTheForestItIs() throws Exception {
        try (Site site = site(DelegationFactsTest::addDomain)) {
            Discovered found = site.find(site.access(site.ldap(site.first())), NOTHING);

            assertThat(delegations(found))
                    .containsExactly(
                            "CORP\\ExchOrgFullAdmins EXCHANGE_FULL_ADMINISTRATOR ORG",
                            "EMEA\\Locals EXCHANGE_ADMINISTRATOR ORG");
        }
    }

    @Test
    void aHolderOfADomainThatWasNotReadIsAGapThatNamesTheDomain() throws Exception {
        try (Site site = site(DelegationFactsTest::addDomain)) {
            DirectoryAccess one = new DirectoryAccess(
                    List.of(site.ldap(site.first())),
                    false,
                    true,
                    site.login(),
                    site.certificate(),
                    Duration.ofSeconds(5),
                    1_000);

            Discovered found = site.find(one, NOTHING);

            assertThat(fact(found)).isEmpty();
            assertThat(found.gaps())
                    .extracting(Gap::why)
                    .anyMatch(why -> why.contains("no domain controller of emea.corp.contoso.com was read"));
        }
    }

    @Test
    void aDescriptorThatTheAccountMayNotReadIsAGapAndNothingIsClaimed() throws Exception {
        Discovered found = bare(entry -> {
            if (entry.getDN().startsWith(GROUP)) {
                entry.removeAttribute(Controller.DESCRIPTOR);
            }
        });

        assertThat(fact(found)).isEmpty();
        assertThat(found.gaps())
                .anySatisfy(gap -> {
                    assertThat(gap.what()).startsWith(GROUP);
                    assertThat(gap.why()).contains("it is not shown to this account");
                })
                .anySatisfy(gap -> assertThat(gap.what()).isEqualTo("delegations"));
    }

    @Test
    void aDescriptorThatIsNoneIsAGapThatSaysWhy() throws Exception {
        Discovered found = bare(entry -> {
            if (entry.getDN().startsWith("CN=Contoso,")) {
                entry.setAttribute(Controller.DESCRIPTOR, new byte[] {1, 0, 4});
            }
        });

        assertThat(fact(found)).isEmpty();
        assertThat(found.gaps()).anySatisfy(gap -> {
            assertThat(gap.what()).startsWith("CN=Contoso,");
            assertThat(gap.why()).contains("the head of the descriptor needs 20 bytes where 3 are left");
        });
        assertThat(found.facts()).extracting(ObservedFact::path).contains(FactPath.parse("/mode"));
    }

    @Test
    void anIdentifierThatIsNotShownIsNobody() throws Exception {
        Discovered found = bare(entry -> {
            if (entry.getDN().startsWith("CN=ExchOrgFullAdmins,")) {
                entry.removeAttribute("objectSid");
            }
        });

        assertThat(fact(found)).isEmpty();
        assertThat(found.gaps()).extracting(Gap::why).anyMatch(why -> why.contains("no domain of the forest shows"));
    }

    private Discovered bare(Consumer<Entry> change) throws Exception {
        try (Site site = site(organization -> {});
                BareServer server = BareServer.showing(change, site.entries())) {
            DirectoryAccess access = new DirectoryAccess(
                    List.of(server.address()), false, false, null, null, Duration.ofSeconds(5), 1_000);
            return new Discovery(access, () -> Site.NOW)
                    .find(new DiscoveryRequest("Contoso", NOTHING, null, List.of()));
        }
    }
}
