package dev.lockstep.cli.command;

import dev.lockstep.cli.api.Service;
import dev.lockstep.localstack.platform.PlatformState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a platform on this machine wrote about itself into its state folder. The platform of {@code ./lockstep up} lives in
 * {@code .lockstep}, that of the demo in {@code .lockstep/demo}; the former is preferred when both run.
 */
public final class LocalState {

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
                .flatMap(folder -> of(folder, configuration).stream())
                .findFirst()
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
                .flatMap(folder -> LocalPlatforms.in(folder).stream());
    }

    private static Optional<LocalState> of(Path folder, Path configuration) {
        try {
            return LocalPlatforms.state(folder).map(state -> new LocalState(folder, configuration, services(state)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Map<Service, URI> services(PlatformState state) {
        Map<Service, URI> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            Optional.ofNullable(state.urls().get(service.component())).ifPresent(url -> services.put(service, url));
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
