package dev.lockstep.cli.api;

import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the services answer. An environment variable per service wins, then one URL for all of them ({@code --url} or
 * {@code LOCKSTEP_URL}), then what a platform on this machine wrote into its state folder.
 */
public final class Endpoints {

    private final Map<Service, URI> services;

    private Endpoints(Map<Service, URI> services) {
        this.services = Map.copyOf(services);
    }

    /**
     * Gathers what is known.
     *
     * @param url one URL under which all services answer, or null
     * @param environment of the process
     * @param local the services of a platform on this machine; empty when none is known
     * @throws CommandFailure when a URL is not one
     */
    public static Endpoints of(@Nullable String url, Map<String, String> environment, Map<Service, URI> local) {
        Map<Service, URI> services = new EnumMap<>(Service.class);
        String shared = url == null ? environment.get("LOCKSTEP_URL") : url;
        if (shared == null) {
            services.putAll(local);
        } else {
            URI base = parse(shared, "--url");
            for (Service service : Service.values()) {
                services.put(service, base);
            }
        }
        for (Service service : Service.values()) {
            String own = environment.get(service.variable());
            if (own != null) {
                services.put(service, parse(own, service.variable()));
            }
        }
        return new Endpoints(services);
    }

    private static URI parse(String text, String where) {
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI uri = URI.create(trimmed);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAUrl(text, where);
        }
        throw notAUrl(text, where);
    }

    private static CommandFailure notAUrl(String text, String where) {
        return new CommandFailure(
                ExitCode.INVALID,
                "%s is not a URL: '%s'.".formatted(where, text),
                "Give one that begins with http:// or https://.");
    }

    /** Where a service answers, when that is known. */
    public Optional<URI> find(Service service) {
        return Optional.ofNullable(services.get(service));
    }

    /**
     * The URI of something a service offers.
     *
     * @param path below the service's root, beginning with a slash; may carry a query
     * @throws CommandFailure when it is not known where the service answers
     */
    public URI of(Service service, String path) {
        URI base = find(service)
                .orElseThrow(() -> CommandFailure.unreachable(
                        "No platform is running on this machine, and no URL says where else the %s service answers."
                                .formatted(service.label())));
        return URI.create(base + service.root() + path);
    }
}
