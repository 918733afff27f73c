package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What planning knows of a cluster and its organization: read from the inventory document, then changed by every step that is
 * planned, so that each step is planned for the state that the steps before it leave behind.
 */
final class Picture {

    private static final Pattern SERIAL_NUMBER = Pattern.compile("Version (\\d+\\.\\d+) \\(Build (\\d+)");
    private static final String EXCHANGE_2003 = "EXCHANGE_2003";

    private final JsonNode recordedOrganization;
    private final JsonNode recordedCluster;
    private final ObjectNode organization;
    private final ObjectNode cluster;

    Picture(JsonNode organization, JsonNode cluster) {
        this.organization = organization.deepCopy();
        this.cluster = cluster.deepCopy();
        reconcileOwners();
        this.recordedOrganization = organization;
        this.recordedCluster = this.cluster.deepCopy();
    }

    /** A picture of the same state that changes on its own. */
    Picture copy() {
        return new Picture(organization, cluster);
    }

    /** Who owns a group is recorded with the group and with the nodes; where only one of them is, the other follows from it. */
    private void reconcileOwners() {
        for (JsonNode node : nodes()) {
            for (String group : names(node, "ownedGroups")) {
                ObjectNode recorded = group(group).orElseGet(() -> named("groups", group));
                if (text(recorded, "owner").isEmpty()) {
                    recorded.put("owner", name(node));
                }
            }
        }
        for (JsonNode node : nodes()) {
            Set<String> owned = new LinkedHashSet<>(names(node, "ownedGroups"));
            owned.removeIf(group -> !name(node).equals(ownerOf(group)));
            elements(cluster, "groups").stream()
                    .filter(group -> group.path("owner").asText().equals(name(node)))
                    .forEach(group -> owned.add(name(group)));
            ArrayNode list = ((ObjectNode) node).putArray("ownedGroups");
            owned.forEach(list::add);
        }
    }

    private ObjectNode named(String collection, String name) {
        return cluster.withArray("/" + collection).addObject().put("name", name);
    }

    /** Changes the picture as a step does. */
    void apply(PlanStep.Effect effect) {
        InventoryEdits.apply(
                effect.document() == DocumentKind.CLUSTER ? cluster : organization,
                effect.document(),
                effect.path(),
                effect.value());
    }

    /** What the cluster's document has at a path; a missing node when it has nothing there. */
    JsonNode value(FactPath path) {
        return value(DocumentKind.CLUSTER, path);
    }

    /** What a document has at a path; a missing node when it has nothing there. */
    JsonNode value(DocumentKind document, FactPath path) {
        return InventoryEdits.find(document == DocumentKind.CLUSTER ? cluster : organization, document, path);
    }

    /** The way that people decided for, where a scenario has several. */
    Optional<String> decidedPath() {
        return text(cluster, "migrationPath");
    }

    /** The network names of the virtual servers to which mailboxes of Exchange 5.5 are moved. */
    List<String> successors() {
        return names(cluster, "successors");
    }

    JsonNode recordedOrganization() {
        return recordedOrganization;
    }

    JsonNode recordedCluster() {
        return recordedCluster;
    }

    /** The cluster's networks, and the nodes' connections to them. */
    Networks networks() {
        return new Networks(elements(cluster, "networks"), nodes());
    }

    List<JsonNode> nodes() {
        return elements(cluster, "nodes");
    }

    JsonNode node(String name) {
        return findNode(name).orElseThrow();
    }

    private Optional<JsonNode> findNode(String name) {
        return nodes().stream()
                .filter(candidate -> name(candidate).equals(name))
                .findFirst();
    }

    List<JsonNode> virtualServers() {
        return elements(cluster, "evs");
    }

    List<JsonNode> disks() {
        return elements(cluster, "disks");
    }

    /** A virtual server's disks; those that carry mount points of others first. */
    List<JsonNode> disksOf(String virtualServer) {
        return disks().stream()
                .filter(disk -> disk.path("ownerEvs").asText().equals(virtualServer))
                .sorted(Comparator.comparing(disk -> host(disk).isPresent()))
                .toList();
    }

    /** The disk that carries another one's mount point. */
    Optional<JsonNode> host(JsonNode disk) {
        return text(disk, "hostDisk")
                .flatMap(host -> disks().stream()
                        .filter(other -> Stream.of("id", "resourceName", "letter")
                                .anyMatch(member -> other.path(member).asText().equals(host)))
                        .findFirst());
    }

    static String resourceName(JsonNode disk) {
        return text(disk, "resourceName").orElseGet(() -> disk.path("id").asText());
    }

    /** The domains that get Exchange: those of the nodes, in their order. */
    Set<String> domains() {
        Set<String> domains = new LinkedHashSet<>();
        nodes().forEach(node -> text(node, "domain").ifPresent(domains::add));
        if (domains.isEmpty()) {
            text(cluster, "domain").ifPresent(domains::add);
        }
        return domains;
    }

    List<String> domainControllers() {
        return elements(organization, "dcs").stream().map(Picture::name).toList();
    }

    /** The controllers whose own domain this is: the longest known domain that their name ends with. */
    List<String> domainControllersOf(String domain) {
        return elements(organization, "dcs").stream()
                .filter(dc -> domainOf(dc).filter(domain::equalsIgnoreCase).isPresent())
                .map(Picture::name)
                .toList();
    }

    private Optional<String> domainOf(JsonNode dc) {
        return text(dc, "domain")
                .or(() -> elements(organization, "domains").stream()
                        .map(Picture::name)
                        .filter(domain ->
                                name(dc).toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT)))
                        .max(Comparator.comparingInt(String::length)));
    }

    /** The forest's root domain: the one without a parent. */
    Optional<String> forest() {
        return elements(organization, "domains").stream()
                .filter(domain -> text(domain, "parent").isEmpty())
                .map(Picture::name)
                .findFirst();
    }

    /** Whether Windows 2000 rules hold: the oldest node decides. */
    String osFamily() {
        return nodes().stream()
                        .anyMatch(
                                node -> node.path("os").path("family").asText().equals("WINDOWS_2000"))
                ? "WINDOWS_2000"
                : "WINDOWS_SERVER_2003";
    }

    boolean isExchangeInstalledOn(String node) {
        return findNode(node)
                .filter(found -> found.path("exchange").path("installed").asBoolean(false))
                .isPresent();
    }

    boolean isExchangeServerInDomain() {
        Set<String> networkNames = virtualServers().stream()
                .map(server -> server.path("networkName").asText())
                .collect(Collectors.toSet());
        return elements(organization, "servers").stream()
                .filter(server -> server.path("product").asText().equals(EXCHANGE_2003))
                .anyMatch(server ->
                        text(server, "domain").filter(domains()::contains).isPresent()
                                || networkNames.contains(name(server)));
    }

    List<String> groupsOn(String node) {
        return findNode(node).map(found -> names(found, "ownedGroups")).orElse(List.of());
    }

    @Nullable String ownerOf(String group) {
        return group(group).flatMap(found -> text(found, "owner")).orElse(null);
    }

    private Optional<ObjectNode> group(String name) {
        return elements(cluster, "groups").stream()
                .filter(group -> name(group).equals(name))
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    List<JsonNode> resourcesOf(String group) {
        return group(group).map(found -> elements(found, "resources")).orElse(List.of());
    }

    /** The resources of a group that depend on one of them, directly or through others. */
    Set<String> dependents(String group, String resource) {
        Set<String> dependents = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (JsonNode candidate : resourcesOf(group)) {
                boolean depends = names(candidate, "dependsOn").stream()
                        .anyMatch(needed -> needed.equals(resource) || dependents.contains(needed));
                more |= depends && dependents.add(name(candidate));
            }
        }
        return dependents;
    }

    @Nullable String groupOfDisk(String resource) {
        return elements(cluster, "groups").stream()
                .filter(group -> elements(group, "resources").stream()
                        .anyMatch(candidate -> name(candidate).equals(resource)))
                .map(Picture::name)
                .findFirst()
                .or(() -> disks().stream()
                        .filter(disk -> resourceName(disk).equals(resource))
                        .flatMap(disk -> text(disk, "group").stream())
                        .findFirst())
                .orElse(null);
    }

    /** All groups there are or will be. */
    Set<String> groupNames() {
        Set<String> names = new LinkedHashSet<>();
        elements(cluster, "groups").forEach(group -> names.add(name(group)));
        virtualServers().forEach(server -> names.add(groupOf(server)));
        return names;
    }

    /** Whether a virtual server is on paper only. */
    static boolean isPlanned(JsonNode virtualServer) {
        return virtualServer.path("state").asText().equals("PLANNED");
    }

    static String groupOf(JsonNode virtualServer) {
        return text(virtualServer, "group").orElseGet(() -> name(virtualServer));
    }

    /** The virtual server of a group, when it is more than a plan. */
    Optional<JsonNode> createdVirtualServer(String group) {
        return virtualServers().stream()
                .filter(server -> groupOf(server).equals(group) && !isPlanned(server))
                .findFirst();
    }

    /** The Exchange build on a node, for example {@code 6.5.6944}; empty when there is none. */
    Optional<String> buildOn(String node) {
        return findNode(node).flatMap(found -> text(found.path("exchange"), "build"));
    }

    /**
     * The build of a virtual server: that of its server object, else the one in its serial number, else that of the node that owns it.
     */
    Optional<String> buildOf(JsonNode virtualServer) {
        return ownBuildOf(virtualServer)
                .or(() -> Optional.ofNullable(ownerOf(groupOf(virtualServer))).flatMap(this::buildOn));
    }

    /** The build of a virtual server: that of its server object, else the one in its serial number; empty when neither is recorded. */
    Optional<String> ownBuildOf(JsonNode virtualServer) {
        return elements(organization, "servers").stream()
                .filter(server ->
                        name(server).equals(virtualServer.path("networkName").asText()))
                .flatMap(server -> text(server, "build").stream())
                .findFirst()
                .or(() -> text(virtualServer, "serialNumber").flatMap(Picture::buildIn));
    }

    /** The build in a serial number such as {@code Version 6.0 (Build 6249.4: Service Pack 3)}. */
    private static Optional<String> buildIn(String serialNumber) {
        Matcher matcher = SERIAL_NUMBER.matcher(serialNumber);
        return matcher.find() ? Optional.of(matcher.group(1) + "." + matcher.group(2)) : Optional.empty();
    }

    /** The default cluster group: the one that holds the cluster's own Network Name or, failing that, the quorum. */
    Optional<JsonNode> defaultGroup() {
        Optional<String> quorum = text(cluster.path("quorum"), "resource");
        return elements(cluster, "groups").stream()
                .filter(group -> name(group).equals("Cluster Group"))
                .findFirst()
                .or(() -> elements(cluster, "groups").stream()
                        .filter(group -> elements(group, "resources").stream()
                                .anyMatch(resource ->
                                        quorum.filter(name(resource)::equals).isPresent()))
                        .findFirst());
    }

    /** The disk of a group that MSDTC can use: the quorum's when it is there. */
    Optional<String> diskIn(JsonNode group) {
        Optional<String> quorum = text(cluster.path("quorum"), "resource");
        List<String> disks = resourcesOfType(group, "Physical Disk");
        return quorum.filter(disks::contains).or(() -> disks.stream().findFirst());
    }

    static List<String> resourcesOfType(JsonNode group, String type) {
        return elements(group, "resources").stream()
                .filter(resource -> resource.path("type").asText().equals(type))
                .map(Picture::name)
                .toList();
    }

    /** The virtual servers that are more than a plan, by their groups. */
    JsonNode createdVirtualServers() {
        ObjectNode servers = cluster.objectNode();
        virtualServers().stream()
                .filter(server -> !isPlanned(server))
                .forEach(server -> servers.put(groupOf(server), name(server)));
        return servers;
    }

    boolean acceptsDynamicNames() {
        return !organization.path("dns").path("dynamicUpdate").asText().equals("NONE");
    }

    JsonNode organization() {
        return organization;
    }

    JsonNode cluster() {
        return cluster;
    }

    static String name(JsonNode object) {
        return object.path("name").asText();
    }

    static Optional<String> text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isTextual() && !value.asText().isBlank() ? Optional.of(value.asText()) : Optional.empty();
    }

    static List<JsonNode> elements(JsonNode object, String member) {
        return StreamSupport.stream(object.path(member).spliterator(), false).toList();
    }

    /** The names in a list fact. */
    static List<String> names(JsonNode object, String member) {
        List<String> names = new ArrayList<>();
        object.path(member).forEach(value -> names.add(value.asText()));
        return names;
    }
}
