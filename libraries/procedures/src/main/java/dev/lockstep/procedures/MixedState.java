package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.ClusterStateLeft.Node;
import dev.lockstep.contracts.orchestration.ClusterStateLeft.Rest;
import dev.lockstep.contracts.orchestration.ClusterStateLeft.VirtualServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which state a cluster is left between two steps of an upgrade, whether it may stay so, and what must not be done meanwhile. A mixed
 * state is legal while each virtual server is on a node of its own version (catalogue §2.9); an upgraded one must not be able to fail
 * over to an old node (X-UPG-NOBACK-01), and Exchange 2000 does not run on Windows Server 2003 (X-E2K-OS-01).
 */
public final class MixedState {

    private static final String EXCHANGE_2000 = "6.0";

    private final Picture picture;
    private final List<String> findings = new ArrayList<>();
    private final List<String> forbidden = new ArrayList<>();
    private boolean unknown;
    private boolean inBetween;

    private MixedState(Picture picture) {
        this.picture = picture;
    }

    /**
     * The state of a cluster.
     *
     * @param organization the organization's document, as recorded at these versions
     * @param cluster the cluster's document, as recorded at these versions
     * @param targetBuild the build that the plan leads to
     */
    public static ClusterStateLeft of(
            JsonNode organization, JsonNode cluster, InventoryVersions versions, String targetBuild) {
        return new MixedState(new Picture(organization, cluster)).state(versions, targetBuild);
    }

    /** The same state when nobody has verified what a step did. */
    public static ClusterStateLeft unverified(ClusterStateLeft state, String title) {
        List<String> findings = new ArrayList<>();
        findings.add("Nobody has verified what the step '%s' did.".formatted(title));
        findings.addAll(state.findings());
        return new ClusterStateLeft(
                state.nodes(), state.virtualServers(), Rest.UNKNOWN, findings, state.forbidden(), state.seenAt());
    }

    private ClusterStateLeft state(InventoryVersions versions, String targetBuild) {
        List<JsonNode> servers = picture.virtualServers().stream()
                .filter(server -> !Picture.isPlanned(server))
                .toList();
        picture.nodes().forEach(this::node);
        servers.forEach(this::server);
        boolean mixed = Stream.concat(
                                picture.nodes().stream().flatMap(node -> version(picture.buildOn(Picture.name(node)))),
                                servers.stream().flatMap(server -> version(picture.ownBuildOf(server))))
                        .distinct()
                        .count()
                > 1;
        if (mixed) {
            forbidden.add(
                    "Run Setup on no node, and upgrade no virtual server, but by a plan: one at a time (UPG-EVS-06).");
        }
        return new ClusterStateLeft(
                picture.nodes().stream().map(this::told).toList(),
                servers.stream().map(server -> told(server, targetBuild)).toList(),
                unknown ? Rest.UNKNOWN : inBetween ? Rest.NOT_TO_REST : mixed ? Rest.MIXED : Rest.UNIFORM,
                findings,
                forbidden,
                versions);
    }

    private Node told(JsonNode node) {
        String windows = Stream.of("family", "version")
                .map(member -> node.path("os").path(member).asText(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        return new Node(
                Picture.name(node),
                picture.buildOn(Picture.name(node)).orElse(null),
                windows.isEmpty() ? null : windows);
    }

    private VirtualServer told(JsonNode server, String targetBuild) {
        Optional<String> build = picture.ownBuildOf(server);
        return new VirtualServer(
                Picture.name(server),
                build.orElse(null),
                picture.ownerOf(Picture.groupOf(server)),
                build.flatMap(Builds::version).equals(Builds.version(targetBuild)));
    }

    private static Stream<Builds.Version> version(Optional<String> build) {
        return build.flatMap(Builds::version).stream();
    }

    private void node(JsonNode node) {
        String name = Picture.name(node);
        boolean installed = node.path("exchange").path("installed").asBoolean(false);
        Optional<String> build = picture.buildOn(name);
        if (installed && build.flatMap(Builds::version).isEmpty()) {
            unknown = true;
            findings.add("Which build of Exchange %s has is not recorded.".formatted(name));
        }
        if (build.filter(known -> known.startsWith(EXCHANGE_2000)).isPresent()) {
            if (node.path("os").path("family").asText().equals("WINDOWS_SERVER_2003")) {
                inBetween = true;
                findings.add("%s has Exchange 2000 on Windows Server 2003, which is not supported (X-E2K-OS-01)."
                        .formatted(name));
            } else {
                forbidden.add(
                        "Do not upgrade Windows on %s before Exchange: Exchange 2000 does not run on Windows Server 2003 (X-E2K-OS-01)."
                                .formatted(name));
            }
        }
        if (node.path("pendingReboot").asBoolean(false)) {
            inBetween = true;
            findings.add("%s has to be restarted before it may own a virtual server.".formatted(name));
        }
    }

    private void server(JsonNode server) {
        String name = Picture.name(server);
        String group = Picture.groupOf(server);
        Optional<String> build = picture.ownBuildOf(server);
        Optional<Builds.Version> own = build.flatMap(Builds::version);
        if (own.isEmpty()) {
            unknown = true;
            findings.add("Which version %s has is not recorded.".formatted(name));
            return;
        }
        List<String> older = nodes(version -> version.compareTo(own.get()) < 0);
        List<String> newer = nodes(version -> version.compareTo(own.get()) > 0);
        String owner = picture.ownerOf(group);
        if (owner == null) {
            unknown = true;
            findings.add("Which node owns %s is not recorded.".formatted(name));
        } else if (older.contains(owner)) {
            inBetween = true;
            findings.add("%s is upgraded to %s and on %s, which is not: it must not be online there (X-UPG-NOBACK-01)."
                    .formatted(name, build.get(), owner));
        } else if (newer.contains(owner)) {
            inBetween = true;
            findings.add(
                    "%s still has %s and is on %s, which is upgraded: it stays offline until it is upgraded there, or is brought back."
                            .formatted(name, build.get(), owner));
        }
        Optional<JsonNode> attendant = picture.resourcesOf(group).stream()
                .filter(resource -> resource.path("type").asText().equals(Instances.SYSTEM_ATTENDANT))
                .findFirst();
        online(name, attendant);
        List<String> reachable = older.stream()
                .filter(node -> attendant
                        .filter(resource -> mayBeOwnedBy(node, resource))
                        .isPresent())
                .toList();
        if (!reachable.isEmpty()) {
            inBetween = true;
            findings.add("%s may still fail over to %s, which is not upgraded.".formatted(name, some(reachable)));
        }
        if (!older.isEmpty()) {
            forbidden.add("Do not move %s to %s: it is upgraded, and there is no way back (X-UPG-NOBACK-01)."
                    .formatted(name, some(older)));
        }
        if (!newer.isEmpty()) {
            forbidden.add(
                    "Do not bring %s online on %s: it is not upgraded (X-UPG-NOBACK-01).".formatted(name, some(newer)));
        }
    }

    /** Only a virtual server whose System Attendant is known to be online may be left alone. */
    private void online(String name, Optional<JsonNode> attendant) {
        String state =
                attendant.map(resource -> resource.path("state").asText("")).orElse("");
        switch (state) {
            case "ONLINE" -> {
                // It serves its users.
            }
            case "", "UNKNOWN" -> {
                unknown = true;
                findings.add(
                        attendant.isEmpty()
                                ? "No System Attendant is recorded of %s: whether it is online, and where it may fail over to, is not known."
                                        .formatted(name)
                                : "Whether %s is online is not recorded.".formatted(name));
            }
            case "OFFLINE" -> {
                inBetween = true;
                findings.add("%s is offline: its users have no mail.".formatted(name));
            }
            default -> {
                inBetween = true;
                findings.add("%s is not online, its System Attendant is %s: its users may have no mail."
                        .formatted(name, state));
            }
        }
    }

    /** Every node may own a resource of which nothing else is recorded. */
    private static boolean mayBeOwnedBy(String node, JsonNode resource) {
        return !resource.path("possibleOwners").isArray()
                || Picture.names(resource, "possibleOwners").contains(node);
    }

    private List<String> nodes(Predicate<Builds.Version> which) {
        return picture.nodes().stream()
                .map(Picture::name)
                .filter(node -> picture.buildOn(node)
                        .flatMap(Builds::version)
                        .filter(which)
                        .isPresent())
                .toList();
    }

    private static String some(List<String> names) {
        return String.join(" or ", names);
    }
}
