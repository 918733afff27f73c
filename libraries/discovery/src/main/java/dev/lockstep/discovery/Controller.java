package dev.lockstep.discovery;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.NameResolver;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A connection to one domain controller, and what it says about itself. */
final class Controller implements AutoCloseable {

    static final String DESCRIPTOR = "nTSecurityDescriptor";

    private static final String DESCRIPTOR_PARTS = "1.2.840.113556.1.4.801";
    private static final int ACCESS_LIST = 4;

    private final LDAPConnection connection;
    private final DirectoryAddress address;
    private final int pageSize;
    private final RootEntry root;

    private Controller(LDAPConnection connection, DirectoryAddress address, int pageSize) throws DiscoveryException {
        this.connection = connection;
        this.address = address;
        this.pageSize = pageSize;
        this.root = readRoot();
    }

    /**
     * What the entry at the root of a controller's tree tells.
     *
     * @param host the controller's full name
     * @param domain distinguished name of its domain
     */
    record RootEntry(String host, String domain, String forest, String configuration, String schema) {}

    static Controller open(DirectoryAddress address, DirectoryAccess access, NameResolver names)
            throws DiscoveryException {
        SSLContext trust = Trust.context(access.certificates());
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        int patience = Math.toIntExact(access.patience().toMillis());
        options.setConnectTimeoutMillis(patience);
        options.setResponseTimeoutMillis(patience);
        options.setNameResolver(names);
        options.setFollowReferrals(false);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        LDAPConnection connection = address.encrypted()
                ? new LDAPConnection(trust.getSocketFactory(), options)
                : new LDAPConnection(options);
        try {
            connection.connect(address.host(), address.port());
            if (!address.encrypted() && access.startTls()) {
                encrypt(connection, trust, address);
            }
            DirectoryAccess.Login login = access.login();
            if (login != null) {
                connection.bind(login.user(), login.password());
            }
            return new Controller(connection, address, access.pageSize());
        } catch (LDAPException e) {
            connection.close();
            throw Failures.of(e, address.toString());
        } catch (DiscoveryException e) {
            connection.close();
            throw e;
        }
    }

    private static void encrypt(LDAPConnection connection, SSLContext trust, DirectoryAddress address)
            throws LDAPException, DiscoveryException {
        ExtendedResult result =
                connection.processExtendedOperation(new StartTLSExtendedRequest(trust.getSocketFactory()));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new DiscoveryException(
                    "%s does not encrypt connections: %s."
                            .formatted(address, result.getResultCode().getName()),
                    "Use ldaps://, or give the controller a certificate.");
        }
    }

    private RootEntry readRoot() throws DiscoveryException {
        try {
            RootDSE entry = connection.getRootDSE();
            if (entry == null) {
                throw notADirectory("the entry at its root");
            }
            return new RootEntry(
                    rootAttribute(entry, "dnsHostName"),
                    rootAttribute(entry, "defaultNamingContext"),
                    rootAttribute(entry, "rootDomainNamingContext"),
                    rootAttribute(entry, "configurationNamingContext"),
                    rootAttribute(entry, "schemaNamingContext"));
        } catch (LDAPException e) {
            throw Failures.of(e, address.toString());
        }
    }

    private String rootAttribute(Entry entry, String attribute) throws DiscoveryException {
        String value = entry.getAttributeValue(attribute);
        if (value == null) {
            throw notADirectory(attribute);
        }
        return value;
    }

    private DiscoveryException notADirectory(String missing) {
        return new DiscoveryException(
                "%s does not show %s, as a domain controller does.".formatted(address, missing),
                "Name a domain controller of the forest.");
    }

    RootEntry root() {
        return root;
    }

    DirectoryAddress address() {
        return address;
    }

    /** Where a fact was read, for its provenance. */
    String source(String what) {
        return "ldap %s: %s".formatted(root.host(), what);
    }

    /** One object; empty when it is not there, or not to be seen by this account. */
    Optional<Entry> read(String name, String... attributes) throws DiscoveryException {
        return search(name, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), attributes).stream()
                .findFirst();
    }

    /** All objects that a filter matches, a page at a time; none when there is nothing at the base. */
    List<Entry> search(String base, SearchScope scope, Filter filter, String... attributes) throws DiscoveryException {
        return search(List.of(), base, scope, filter, attributes);
    }

    /**
     * As {@link #search}, with the access list of each object as the only part of its security descriptor: without the control that asks
     * for this, a controller takes the list for auditors to be wanted too, and shows nothing to others.
     */
    List<Entry> searchAccessLists(String base, SearchScope scope, Filter filter) throws DiscoveryException {
        ASN1Sequence value = new ASN1Sequence(new ASN1Integer(ACCESS_LIST));
        Control parts = new Control(DESCRIPTOR_PARTS, true, new ASN1OctetString(value.encode()));
        return search(List.of(parts), base, scope, filter, DESCRIPTOR);
    }

    private List<Entry> search(
            List<Control> controls, String base, SearchScope scope, Filter filter, String... attributes)
            throws DiscoveryException {
        List<Entry> found = new ArrayList<>();
        ASN1OctetString cookie = null;
        try {
            do {
                SearchRequest request = new SearchRequest(base, scope, filter, attributes);
                request.addControl(new SimplePagedResultsControl(pageSize, cookie, true));
                controls.forEach(request::addControl);
                SearchResult result = connection.search(request);
                found.addAll(result.getSearchEntries());
                SimplePagedResultsControl page = SimplePagedResultsControl.get(result);
                cookie = page != null && page.moreResultsToReturn() ? page.getCookie() : null;
            } while (cookie != null);
            return found;
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return List.of();
            }
            throw Failures.of(e, "%s, below %s".formatted(root.host(), base));
        } catch (LDAPException e) {
            throw Failures.of(e, root.host());
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
