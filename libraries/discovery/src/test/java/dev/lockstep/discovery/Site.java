package dev.lockstep.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.lab.directory.DirectoryEntry;
import dev.lockstep.lab.directory.DirectorySite;
import dev.lockstep.lab.directory.DirectoryTree;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.DomainController;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A data centre of the lab whose directory and name server answer over sockets, and how a discovery reaches them. */
final class Site implements AutoCloseable {

    static final String PASSWORD = "open, please";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Path SCENARIOS = Path.of("../../lab/src/main/resources/scenarios");

    private final ObjectNode document;
    private final AtomicReference<DataCentre> world;
    private final DirectorySite servers;

    private Site(ObjectNode document, Path folder) throws IOException {
        this.document = document;
        this.world = new AtomicReference<>(Inventory.build(document));
        this.servers = DirectorySite.start(world::get, PASSWORD, folder);
    }

    static Site of(String scenario, UnaryOperator<ObjectNode> change, Path folder) {
        try {
            ObjectNode document = (ObjectNode)
                    new ObjectMapper(new YAMLFactory()).readTree(Files.readString(SCENARIOS.resolve(scenario)));
            return new Site(change.apply(document), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Site of(String scenario, Path folder) {
        return of(scenario, document -> document, folder);
    }

    /** What the scenario's document says about the organization. */
    FactTree recorded() {
        return FactTree.ofDocument(
                DocumentKind.ORGANIZATION,
                document.withObject("/organization"),
                new Provenance("document", NOW, "somebody", Confidence.IMPORTED));
    }

    void knows(String controller, UnaryOperator<DomainController> change) {
        world.updateAndGet(before -> before.withDirectory(before.directory()
                .withController(
                        change.apply(before.directory().controller(controller).orElseThrow()))));
    }

    String first() {
        return servers.directory().controllers().getFirst();
    }

    /** What the first controller shows. */
    List<DirectoryEntry> entries() {
        DataCentre now = world.get();
        return DirectoryTree.of(now, now.directory().controllers().getFirst());
    }

    DirectoryAddress ldap(String controller) {
        return DirectoryAddress.parse("ldap://127.0.0.1:" + servers.directory().port(controller));
    }

    DirectoryAddress ldaps(String controller) {
        return DirectoryAddress.parse("ldaps://127.0.0.1:" + servers.directory().encryptedPort(controller));
    }

    Path certificate() {
        return servers.directory().certificate();
    }

    DirectoryAccess.Login login() {
        return new DirectoryAccess.Login(servers.directory().reader(), PASSWORD);
    }

    NameServer names() {
        return new NameServer(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), servers.names().port()),
                PATIENCE);
    }

    DirectoryAccess access(DirectoryAddress... controllers) {
        return new DirectoryAccess(List.of(controllers), true, true, login(), certificate(), PATIENCE, 2);
    }

    Discovered find(DirectoryAccess access, FactTree recorded, String... hosts) throws DiscoveryException {
        return new Discovery(access, InstantSource.fixed(NOW))
                .find(new DiscoveryRequest("Contoso", recorded, names(), List.of(hosts)));
    }

    @Override
    public void close() throws IOException {
        servers.close();
    }
}
