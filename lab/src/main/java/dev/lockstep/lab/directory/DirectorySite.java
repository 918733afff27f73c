package dev.lockstep.lab.directory;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.lab.world.DataCentre;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The directory servers and the name server of a data centre, and a file that says where they answer. */
public final class DirectorySite implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1:";

    private final DirectoryServers directory;
    private final NameService names;
    private final Path addresses;

    private DirectorySite(DirectoryServers directory, NameService names, Path addresses) {
        this.directory = directory;
        this.names = names;
        this.addresses = addresses;
    }

    /**
     * Starts them.
     *
     * @param password of the account that may read the directory
     * @param folder where the certificate is kept and {@code directory.json} is written
     */
    public static DirectorySite start(Supplier<DataCentre> world, String password, Path folder) throws IOException {
        DirectoryServers directory = DirectoryServers.start(world, password, folder);
        NameService names;
        try {
            names = NameService.start(new ZoneRecords(world, directory::port));
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        DirectorySite site = new DirectorySite(directory, names, folder.resolve("directory.json"));
        site.write();
        return site;
    }

    private void write() throws IOException {
        Map<String, Object> told = new LinkedHashMap<>();
        Map<String, Object> controllers = new LinkedHashMap<>();
        for (String each : directory.controllers()) {
            controllers.put(
                    each,
                    Map.of(
                            "ldap", "ldap://" + LOOPBACK + directory.port(each),
                            "ldaps", "ldaps://" + LOOPBACK + directory.encryptedPort(each)));
        }
        told.put("controllers", controllers);
        told.put("names", LOOPBACK + names.port());
        told.put("user", directory.reader());
        told.put("certificate", directory.certificate().toAbsolutePath().toString());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(addresses.toFile(), told);
    }

    public DirectoryServers directory() {
        return directory;
    }

    public NameService names() {
        return names;
    }

    /** The file that says where they answer. */
    public Path addresses() {
        return addresses;
    }

    @Override
    public void close() throws IOException {
        names.close();
        directory.close();
    }
}
