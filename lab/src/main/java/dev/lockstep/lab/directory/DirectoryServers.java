package dev.lockstep.lab.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DomainController;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A directory server for every domain controller, on ports of the loopback interface: LDAP with StartTLS, and LDAPS. What a server
 * shows is what its controller knows at the moment of the search, so that replication is to be seen. Nothing is shown without a login,
 * and nothing can be written.
 */
public final class DirectoryServers implements AutoCloseable {
    static final String LDAP = "ldap";
    static final String LDAPS = "ldaps";

    private final Map<String, InMemoryDirectoryServer> servers = new LinkedHashMap<>();
    private final String reader;
    private final Certificate certificate;

    private DirectoryServers(String reader, Certificate certificate) {
        this.reader = reader;
        this.certificate = certificate;
    }

    /**
     * Starts them.
     *
     * @param world the data centre as it is
     * @param password of the only account
     * @param folder where the servers' certificate is kept
     */
    public static DirectoryServers start(Supplier<DataCentre> world, String password, Path folder) throws IOException {
        DataCentre now = world.get();
        List<DomainController> controllers = now.directory().controllers();
        Certificate certificate = Certificate.readOrMake(
                folder, controllers.stream().map(DomainController::name).toList());
        String reader = "CN=Lockstep Reader,CN=Users," + DirectoryTree.forest(now, controllers.getFirst());
        DirectoryServers all = new DirectoryServers(reader, certificate);
        try {
            for (DomainController each : controllers) {
                all.servers.put(each.name(), all.server(world, each.name(), password));
            }
        } catch (LDAPException e) {
            all.close();
            throw new IOException("the directory cannot be served: " + e.getMessage(), e);
        }
        return all;
    }

    private InMemoryDirectoryServer server(Supplier<DataCentre> world, String controller, String password)
            throws LDAPException, IOException {
        DataCentre now = world.get();
        DomainController host = now.directory().controller(controller).orElseThrow();
        String configuration = "CN=Configuration," + DirectoryTree.forest(now, host);
        InMemoryDirectoryServerConfig config =
                new InMemoryDirectoryServerConfig(DirectoryTree.dn(host.domain()), configuration);
        config.setSchema(null);
        config.setGenerateOperationalAttributes(false);
        config.setAllowedOperationTypes(
                OperationType.BIND, OperationType.EXTENDED, OperationType.SEARCH, OperationType.UNBIND);
        config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
        config.addAdditionalBindCredentials(reader, password);
        config.setRootDSEEntry(RootEntry.of(now, host));
        SSLContext context = certificate.context();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(LDAP, loopback, 0, context.getSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        LDAPS, loopback, 0, context.getServerSocketFactory(), context.getSocketFactory()));
        Mirror mirror = new Mirror(world, controller);
        config.addInMemoryOperationInterceptor(mirror);
        config.addInMemoryOperationInterceptor(new DescriptorRequests());
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        mirror.fill(server);
        server.startListening();
        return server;
    }

    /** The port of a controller for LDAP. */
    public int port(String controller) {
        return listenPort(controller, LDAP);
    }

    /** The port of a controller for LDAPS. */
    public int encryptedPort(String controller) {
        return listenPort(controller, LDAPS);
    }

    private int listenPort(String controller, String listener) {
        InMemoryDirectoryServer server = servers.get(controller);
        if (server == null) {
            throw new IllegalArgumentException("there is no domain controller " + controller);
        }
        return server.getListenPort(listener);
    }

    /** The controllers, by their full names. */
    public List<String> controllers() {
        return new ArrayList<>(servers.keySet());
    }

    /** The distinguished name of the only account. */
    public String reader() {
        return reader;
    }

    /** The file of the certificate that the servers show, as PEM. */
    public Path certificate() {
        return certificate.pem();
    }

    @Override
    public void close() {
        servers.values().forEach(each -> each.shutDown(true));
    }
}
