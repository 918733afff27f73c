package dev.lockstep.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on the way to a directory, and what a person is told. */
class DirectoryFailuresTest {

    private static final FactTree NOTHING = FactTree.empty(DocumentKind.ORGANIZATION);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void aWrongPasswordIsNamedAndNotShown() throws Exception {
        try (Site site = Site.of("contoso-clu01.yaml", folder)) {
            DirectoryAccess.Login wrong = new DirectoryAccess.Login(site.login().user(), "guessed wrongly");

            refused(
                    () -> site.find(access(site.ldap(site.first()), true, wrong, site.certificate()), NOTHING),
                    "does not accept the account or its password",
                    "Check both");
            assertThat(wrong.toString()).doesNotContain("guessed");
        }
    }

    @Test
    void nothingIsReadWithoutAnAccountAndThatIsSaid() throws Exception {
        try (Site site = Site.of("contoso-clu01.yaml", folder)) {
            refused(
                    () -> site.find(access(site.ldap(site.first()), true, null, site.certificate()), NOTHING),
                    "does not let this account read",
                    "Name an account that may");
        }
    }

    @Test
    void aPortWhereNobodyAnswersIsNamed() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        refused(
                () -> new Discovery(
                                access(DirectoryAddress.parse("ldap://127.0.0.1:" + free), false, null, null),
                                () -> Site.NOW)
                        .find(new DiscoveryRequest("Contoso", NOTHING, null, List.of())),
                "ldap://127.0.0.1:" + free + " cannot be reached",
                "Check the name, the port and the way there");
    }

    @Test
    void aHostThatDoesNotExistIsNamed() {
        refused(
                () -> new Discovery(
                                access(DirectoryAddress.parse("ldap://dc1.invalid"), false, null, null), () -> Site.NOW)
                        .find(new DiscoveryRequest("Contoso", NOTHING, null, List.of())),
                "ldap://dc1.invalid:389 cannot be reached",
                "Check the name");
    }

    @Test
    void aCertificateThatNobodyTrustsEndsTheConversationWithAndWithoutStartTls() throws Exception {
        try (Site site = Site.of("contoso-clu01.yaml", folder)) {
            for (DirectoryAddress each : List.of(site.ldap(site.first()), site.ldaps(site.first()))) {
                refused(
                        () -> site.find(access(each, true, site.login(), null), NOTHING),
                        "The certificate of " + each + " is not believed",
                        "Give the file of the certificate authority");
            }
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNotBelievedWithAndWithoutStartTls() throws Exception {
        try (Site site = Site.of(
                "contoso-clu01.yaml",
                document -> {
                    document.withObject("/organization/dns/aRecords").put("impostor.corp.contoso.com", "127.0.0.1");
                    return document;
                },
                folder)) {
            for (DirectoryAddress each : List.of(site.ldap(site.first()), site.ldaps(site.first()))) {
                DirectoryAddress other =
                        new DirectoryAddress(each.encrypted(), "impostor.corp.contoso.com", each.port());

                refused(
                        () -> site.find(access(other, true, site.login(), site.certificate()), NOTHING),
                        "The certificate of " + other + " is not believed",
                        "the name that stands in it");
            }
        }
    }

    @Test
    void aServerThatIsNoDomainControllerIsRecognized() throws Exception {
        try (BareServer server = BareServer.ofAnotherKind()) {
            refused(() -> read(server), "does not show dnsHostName", "Name a domain controller");
        }
    }

    @Test
    void aReferralIsNotFollowedAndNamesWhereItLeads() throws Exception {
        LDAPException referral =
                new LDAPException(ResultCode.REFERRAL, "elsewhere", null, new String[] {"ldap://other.example.org/"});
        try (BareServer server = BareServer.failing(referral)) {
            refused(
                    () -> read(server),
                    "refers to ldap://other.example.org/",
                    "Name a domain controller of that domain");
        }
    }

    @Test
    void aPartIsNotTakenForTheWholeWhenALimitIsReached() throws Exception {
        LDAPException limit = new LDAPException(ResultCode.SIZE_LIMIT_EXCEEDED, "too many");
        try (BareServer server = BareServer.failing(limit)) {
            refused(() -> read(server), "its limit is reached", "Ask for smaller pages");
        }
    }

    @Test
    void anAttributeThatIsNotShownLeavesAGapAndNeverBecomesZero() throws Exception {
        try (Site site = Site.of("contoso-clu02.yaml", folder);
                BareServer server = BareServer.without("rangeUpper", site.entries())) {
            Discovered found = read(server);

            assertThat(found.gaps()).extracting(Gap::why).anyMatch(why -> why.contains("does not show rangeUpper"));
            assertThat(found.facts())
                    .isNotEmpty()
                    .noneMatch(fact -> fact.path().startsWith(FactPath.parse("/schemaRangeUpper")));
        }
    }

    @Test
    void aPasswordIsNeverSentInTheClear() {
        assertThatThrownBy(() -> access(
                        DirectoryAddress.parse("ldap://dc1.example.org"),
                        false,
                        new DirectoryAccess.Login("reader", "secret"),
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("over encrypted connections only");
        assertThatThrownBy(() -> DirectoryAddress.parse("ldap://reader:secret@dc1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContainingAny("secret", "reader");
    }

    @Test
    void aNameServerThatDoesNotAnswerOrDoesNotServeTheZoneIsNamed() throws Exception {
        try (Site site = Site.of("contoso-clu01.yaml", folder)) {
            assertThatThrownBy(() -> site.names().host("www.example.org"))
                    .isInstanceOf(DiscoveryException.class)
                    .hasMessageContaining("answers REFUSED");
            assertThat(site.names().host("nobody.corp.contoso.com")).isEmpty();
            assertThat(site.names().hasZone("corp.contoso.com")).isTrue();
            assertThat(site.names().hasZone("dc1.corp.contoso.com")).isFalse();
        }
        assertThatThrownBy(() -> new NameServer(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), Duration.ofMillis(200))
                        .host("dc1.corp.contoso.com"))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("does not answer");
    }

    private static DirectoryAccess access(
            DirectoryAddress address,
            boolean startTls,
            DirectoryAccess.@Nullable Login login,
            @Nullable Path certificates) {
        return new DirectoryAccess(List.of(address), false, startTls, login, certificates, PATIENCE, 1_000);
    }

    private static void refused(ThrowingCallable act, String sentence, String remedy) {
        assertThatThrownBy(act).isInstanceOfSatisfying(DiscoveryException.class, refusal -> {
            assertThat(refusal.sentence()).contains(sentence);
            assertThat(refusal.remedy()).contains(remedy);
        });
    }

    private static Discovered read(BareServer server) throws DiscoveryException {
        return new Discovery(access(server.address(), false, null, null), () -> Site.NOW)
                .find(new DiscoveryRequest("Contoso", NOTHING, null, List.of()));
    }
}
