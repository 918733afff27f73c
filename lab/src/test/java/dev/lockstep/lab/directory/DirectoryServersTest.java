package dev.lockstep.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.DataCentre;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the directory servers show of security descriptors and identifiers, and what they do not. */
class DirectoryServersTest {

    private static final Path SCENARIO = Path.of("src/main/resources/scenarios/contoso-clu02.yaml");
    private static final Filter ORGANIZATION =
            Filter.createEqualityFilter("objectClass", "msExchOrganizationContainer");
    private static final String FOREST = "DC=corp,DC=contoso,DC=com";

    @TempDir
    Path folder;

    private DirectoryServers servers;
    private LDAPConnection connection;

    @BeforeEach
    void connect() throws Exception {
        DataCentre world = Inventory.read(SCENARIO);
        servers = DirectoryServers.start(() -> world, "open, please", folder);
        connection = new LDAPConnection(
                new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(),
                "127.0.0.1",
                servers.encryptedPort(servers.controllers().getFirst()),
                servers.reader(),
                "open, please");
    }

    @AfterEach
    void end() {
        connection.close();
        servers.close();
    }

    private static Control parts(int flags) {
        return new Control(
                DescriptorRequests.CONTROL,
                true,
                new ASN1OctetString(new ASN1Sequence(new ASN1Integer(flags)).encode()));
    }

    private Entry organization(List<Control> controls, String... attributes) throws LDAPException {
        SearchRequest request =
                new SearchRequest("CN=Configuration," + FOREST, SearchScope.SUB, ORGANIZATION, attributes);
        controls.forEach(request::addControl);
        return Objects.requireNonNull(connection.searchForEntry(request));
    }

    private boolean isShown(List<Control> controls, String... attributes) throws LDAPException {
        return organization(controls, attributes).hasAttribute(DescriptorRequests.ATTRIBUTE);
    }

    @Test
    void aDescriptorIsShownToWhoAsksForItWithoutThePartForAuditors() throws LDAPException {
        assertThat(isShown(List.of(parts(4)), "nTSecurityDescriptor")).isTrue();
        assertThat(isShown(List.of(parts(7)), "cn", "ntsecuritydescriptor")).isTrue();
        assertThat(isShown(List.of(parts(4)))).isTrue();
        assertThat(isShown(List.of(parts(4)), "*")).isTrue();
    }

    @Test
    void itIsNotShownUnasked() throws LDAPException {
        assertThat(isShown(List.of())).isFalse();
        assertThat(isShown(List.of(), "*")).isFalse();
        assertThat(isShown(List.of(parts(4)), "cn")).isFalse();
    }

    @Test
    void whoAsksForAllPartsAndIsNoAuditorSeesNone() throws LDAPException {
        assertThat(isShown(List.of(), "nTSecurityDescriptor")).isFalse();
        assertThat(isShown(List.of(parts(15)), "nTSecurityDescriptor")).isFalse();
        assertThat(isShown(List.of(parts(8)), "nTSecurityDescriptor")).isFalse();
    }

    @Test
    void aControlThatIsNotUnderstoodIsRefused() {
        for (Control each : List.of(
                new Control(DescriptorRequests.CONTROL, true),
                new Control(DescriptorRequests.CONTROL, true, new ASN1OctetString("4")))) {
            assertThatThrownBy(() -> organization(List.of(each), "nTSecurityDescriptor"))
                    .isInstanceOfSatisfying(
                            LDAPException.class,
                            refusal -> assertThat(refusal.getResultCode()).isEqualTo(ResultCode.PROTOCOL_ERROR));
        }
    }

    @Test
    void aGroupIsFoundByItsIdentifier() throws LDAPException {
        Filter group = Filter.createEqualityFilter("sAMAccountName", "ExchOrgFullAdmins");
        Entry found = Objects.requireNonNull(connection.searchForEntry(FOREST, SearchScope.SUB, group));
        byte[] identifier = Objects.requireNonNull(found.getAttributeValueBytes("objectSid"));

        assertThat(connection
                        .search(FOREST, SearchScope.SUB, Filter.createEqualityFilter("objectSid", identifier))
                        .getSearchEntries())
                .extracting(each -> each.getAttributeValue("cn"))
                .contains("ExchOrgFullAdmins");
    }
}
