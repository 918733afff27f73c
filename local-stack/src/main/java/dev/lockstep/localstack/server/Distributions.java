package dev.lockstep.localstack.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * Where the build put the servers that it resolved.
 *
 * @param kafkaLibraries folder of the broker's own class path
 * @param keycloakArchive Keycloak's distribution (.tar.gz)
 * @param keycloakVersion its version
 * @param postgresqlVersion version of the PostgreSQL binaries, which are a resource on the class path
 * @param unpacked folder for unpacked distributions that tests share
 */
public record Distributions(
        Path kafkaLibraries, Path keycloakArchive, String keycloakVersion, String postgresqlVersion, Path unpacked) {

    /** As written by the build. */
    public static Distributions fromBuild() {
        Properties properties = new Properties();
        try (InputStream stream = Objects.requireNonNull(
                Distributions.class.getResourceAsStream("/dev/lockstep/localstack/servers.properties"))) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Distributions(
                Path.of(required(properties, "kafka.libraries")),
                Path.of(required(properties, "keycloak.archive")),
                required(properties, "keycloak.version"),
                required(properties, "postgresql.version"),
                Path.of(required(properties, "unpacked")));
    }

    private static String required(Properties properties, String name) {
        return Objects.requireNonNull(properties.getProperty(name), name);
    }
}
