package dev.lockstep.discovery;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import dev.lockstep.lab.directory.DescriptorRequests;
import dev.lockstep.lab.directory.DirectoryEntry;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory server without an account and without encryption, which shows what a test wants it to. */
final class BareServer implements AutoCloseable {

    private static final String FOREST = "DC=corp,DC=contoso,DC=com";
    private static final String CONFIGURATION = "CN=Configuration," + FOREST;

    private final InMemoryDirectoryServer server;

    private BareServer(InMemoryDirectoryServer server) {
        this.server = server;
    }

    /** One that shows nothing of a domain controller. */
    static BareServer ofAnotherKind() throws LDAPException {
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(new InMemoryDirectoryServerConfig(FOREST));
        server.startListening();
        return new BareServer(server);
    }

    /** A domain controller that answers every search but that of its root with this. */
    static BareServer failing(LDAPException failure) throws LDAPException {
        return controller(List.of(), entry -> {}, failure);
    }

    /** A domain controller that shows these objects, each without one attribute. */
    static BareServer without(String attribute, List<DirectoryEntry> entries) throws LDAPException {
        return showing(entry -> entry.removeAttribute(attribute), entries);
    }

    /** A domain controller that shows these objects, each changed in this way. */
    static BareServer showing(Consumer<Entry> change, List<DirectoryEntry> entries) throws LDAPException {
        return controller(entries, change, null);
    }

    private static BareServer controller(
            List<DirectoryEntry> entries, Consumer<Entry> change, @Nullable LDAPException failure)
            throws LDAPException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(FOREST, CONFIGURATION);
        config.setSchema(null);
        config.setRootDSEEntry(root());
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                if (failure != null && !request.getRequest().getBaseDN().isEmpty()) {
                    throw failure;
                }
            }
        });
        config.addInMemoryOperationInterceptor(new DescriptorRequests());
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        for (DirectoryEntry each : entries) {
            Entry entry = each.asServed();
            change.accept(entry);
            server.addEntries(entry);
        }
        server.startListening();
        return new BareServer(server);
    }

    private static Entry root() {
        Entry entry = new Entry("");
        entry.addAttribute("objectClass", "top");
        entry.addAttribute("dnsHostName", "dc1.corp.contoso.com");
        entry.addAttribute("defaultNamingContext", FOREST);
        entry.addAttribute("rootDomainNamingContext", FOREST);
        entry.addAttribute("configurationNamingContext", CONFIGURATION);
        entry.addAttribute("schemaNamingContext", "CN=Schema," + CONFIGURATION);
        return entry;
    }

    DirectoryAddress address() {
        return DirectoryAddress.parse("ldap://127.0.0.1:" + server.getListenPort());
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
