package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which clients ask for the hosted SMTP namespaces, and what the HTTP virtual servers for them are like (catalogue §2.11).
 * A front end passes a request on with the host header, port and directory that it came with, so that what is recorded of the front ends
 * decides; where nothing is recorded, a namespace is asked for by its own name.
 */
final class HostedNamespaces {

    private static final int USUAL_PORT = 80;
    private static final List<String> DIRECTORIES = List.of("Exchange", "Public");

    private HostedNamespaces() {}

    /** What tells HTTP virtual servers of one address apart. */
    private record Site(String hostHeader, int port) {}

    /**
     * Variables for each HTTP virtual server that every virtual server and every front end needs; none from service pack 1 on, when the
     * default one serves all namespaces (X-FEBE-02).
     */
    static List<Variables> select(Variables variables, Picture picture) {
        if (Builds.hasServicePack1(variables.string("targetBuild"))) {
            return List.of();
        }
        List<String> addresses = answeringAddresses(picture);
        return namespaces(picture).stream()
                .flatMap(namespace -> sites(namespace, picture).entrySet().stream()
                        .map(site -> variables
                                .with("namespace", namespace)
                                .with("hostHeader", site.getKey().hostHeader())
                                .with("port", IntNode.valueOf(site.getKey().port()))
                                .with("paths", site.getValue())
                                .with("defaultPaths", defaultPaths(picture))
                                .with("answeringAddresses", addresses)
                                .with("answeringAddress", addresses.getFirst())))
                .toList();
    }

    static List<String> namespaces(Picture picture) {
        return Picture.names(picture.organization(), "hostedNamespaces");
    }

    /** The front-end servers of the organization. */
    static List<JsonNode> frontEnds(Picture picture) {
        return Picture.elements(picture.organization(), "servers").stream()
                .filter(server -> server.path("role").asText().equals("FRONT_END"))
                .toList();
    }

    /** Where the names lead to: to the front ends, or to the virtual servers when there are none. */
    private static List<String> answeringAddresses(Picture picture) {
        List<String> frontEnds = frontEnds(picture).stream()
                .flatMap(server -> Picture.text(server, "address").stream())
                .distinct()
                .toList();
        return frontEnds.isEmpty()
                ? picture.virtualServers().stream()
                        .map(server -> server.path("ip").asText())
                        .toList()
                : frontEnds;
    }

    /** The directories of the default HTTP virtual server, which answers what has no host header of its own. */
    private static Set<String> defaultPaths(Picture picture) {
        Set<String> paths = new LinkedHashSet<>(DIRECTORIES);
        virtualServersOfFrontEnds(picture).stream()
                .filter(each -> each.path("hostHeader").isNull() && port(each) == USUAL_PORT)
                .forEach(each -> paths.addAll(Picture.names(each, "paths")));
        return paths;
    }

    private static List<JsonNode> virtualServersOfFrontEnds(Picture picture) {
        return Picture.elements(picture.organization(), "frontEndVirtualServers");
    }

    private static int port(JsonNode virtualServer) {
        return virtualServer.path("port").asInt(USUAL_PORT);
    }

    private static Map<Site, Set<String>> sites(String namespace, Picture picture) {
        Map<Site, Set<String>> sites = new LinkedHashMap<>();
        for (JsonNode each : virtualServersOfFrontEnds(picture)) {
            Optional<String> host = Picture.text(each, "hostHeader")
                    .filter(header -> namespaceOf(header, picture)
                            .filter(namespace::equals)
                            .isPresent());
            host.ifPresent(header -> sites.computeIfAbsent(
                            new Site(header, port(each)), site -> new LinkedHashSet<>(DIRECTORIES))
                    .addAll(Picture.names(each, "paths")));
        }
        return sites.isEmpty() ? Map.of(new Site(namespace, USUAL_PORT), new LinkedHashSet<>(DIRECTORIES)) : sites;
    }

    /** The namespace that a host is in: the longest one, where one lies within another. */
    private static Optional<String> namespaceOf(String host, Picture picture) {
        String wanted = "." + host.toLowerCase(Locale.ROOT);
        return namespaces(picture).stream()
                .filter(namespace -> wanted.endsWith("." + namespace.toLowerCase(Locale.ROOT)))
                .max(Comparator.comparingInt(String::length));
    }
}
