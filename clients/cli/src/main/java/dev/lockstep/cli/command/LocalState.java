package dev.lockstep.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.Service;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a platform on this machine wrote about itself into its state folder. The platform of {@code ./lockstep up} lives in
 * {@code .lockstep}, that of the demo in {@code .lockstep/demo}; the former is preferred when both run.
 */
public final class LocalState {

    private static final String STATE_FILE = "state.json";
    private static final String STATE_FOLDER = ".lockstep";

    private final @Nullable Path folder;
    private final Path userConfiguration;
    private final Map<Service, URI> services;

    private LocalState(@Nullable Path folder, Path userConfiguration, Map<Service, URI> services) {
        this.folder = folder;
        this.userConfiguration = userConfiguration;
        this.services = services;
    }

    /**
     * Looks for a platform on this machine.
     *
     * @param named the folder that the command line names, or null
     */
    public static LocalState find(@Nullable Path named, Surroundings surroundings) {
        Path configuration = Optional.ofNullable(surroundings.environment().get("XDG_CONFIG_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> surroundings.home().resolve(".config"))
                .resolve("lockstep");
        return candidates(named, surroundings)
                .filter(folder -> Files.isRegularFile(folder.resolve(STATE_FILE)))
                .findFirst()
                .map(folder -> new LocalState(folder, configuration, read(folder.resolve(STATE_FILE))))
                .orElseGet(() -> new LocalState(null, configuration, Map.of()));
    }

    private static Stream<Path> candidates(@Nullable Path named, Surroundings surroundings) {
        String variable = surroundings.environment().get("LOCKSTEP_STATE");
        if (named != null) {
            return Stream.of(surroundings.workingFolder().resolve(named));
        }
        if (variable != null) {
            return Stream.of(surroundings.workingFolder().resolve(variable));
        }
        return Stream.iterate(surroundings.workingFolder().toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(STATE_FOLDER))
                .flatMap(folder -> Stream.of(folder, folder.resolve("demo")));
    }

    private static Map<Service, URI> read(Path file) {
        JsonNode urls;
        try {
            urls = ContractJson.mapper().readTree(file.toFile()).path("urls");
        } catch (IOException e) {
            return Map.of();
        }
        Map<Service, URI> services = new EnumMap<>(Service.class);
        for (Service service : List.of(Service.values())) {
            String url = urls.path(service == Service.IDENTITY ? "keycloak" : service.label())
                    .asText("");
            if (!url.isEmpty()) {
                services.put(service, URI.create(url));
            }
        }
        return services;
    }

    /** Where its services answer; empty when there is no platform. */
    public Map<Service, URI> services() {
        return services;
    }

    /**
     * Where tokens are kept: beside a platform on this machine, whose tokens end with it, otherwise in the person's configuration.
     *
     * @param url the URL of another platform, or null
     */
    public Path tokenFile(@Nullable String url) {
        return (url == null && folder != null ? folder : userConfiguration).resolve("tokens.json");
    }
}
