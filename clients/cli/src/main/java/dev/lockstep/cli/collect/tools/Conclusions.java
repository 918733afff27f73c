package dev.lockstep.cli.collect.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What follows from the groups and resources of a cluster: which groups are virtual servers of Exchange, which resources are disks, and
 * what kind of quorum it has. Each conclusion names the command that showed what it rests on.
 */
final class Conclusions {

    private static final String DISK = "Physical Disk";
    private static final String SYSTEM_ATTENDANT = "Microsoft Exchange System Attendant";
    private static final String TRANSFER_AGENT = "Microsoft Exchange Message Transfer Agent";
    private static final String NETWORK_NAME = "Network Name";
    private static final String ADDRESS = "IP Address";

    /** Quorum models by the type of the resource that holds the quorum, where the type leaves no doubt. */
    private static final Map<String, String> MODELS = Map.of(DISK, "SINGLE_QUORUM_DEVICE", "Local Quorum", "LOCAL");

    private final ToolFindings findings;
    private final FactTree recorded;
    private final FactTree organization;
    private final FactTree found;

    /** A resource that was found. */
    private record Resource(String group, String name) {}

    Conclusions(ToolFindings findings, FactTree recorded, FactTree organization) {
        this.findings = findings;
        this.recorded = recorded;
        this.organization = organization;
        this.found = findings.cluster();
    }

    void ofTheWhole() {
        found.names(FactPath.of("nodes")).stream()
                .map(node -> findings.source("nodes", node, "nodeState"))
                .filter(source -> !source.isEmpty())
                .findFirst()
                .ifPresent(source -> put(BooleanNode.TRUE, source, "formed"));
        quorum();
        for (Resource attendant : resources(SYSTEM_ATTENDANT)) {
            virtualServer(attendant);
        }
    }

    private void quorum() {
        String name = text(found, "quorum", "resource");
        all().stream()
                .filter(resource -> resource.name().equals(name))
                .flatMap(resource -> Optional.ofNullable(MODELS.get(type(resource))).stream())
                .findFirst()
                .ifPresent(model -> put(text(model), findings.source("quorum", "resource"), "quorum", "model"));
    }

    private List<Resource> all() {
        List<Resource> resources = new ArrayList<>();
        for (String group : found.names(FactPath.of("groups"))) {
            found.names(FactPath.of("groups", group, "resources"))
                    .forEach(resource -> resources.add(new Resource(group, resource)));
        }
        return resources;
    }

    private List<Resource> resources(String type) {
        return all().stream().filter(resource -> type(resource).equals(type)).toList();
    }

    private String type(Resource resource) {
        return of(resource, "type");
    }

    private String of(Resource resource, String member) {
        return text(found, "groups", resource.group(), "resources", resource.name(), member);
    }

    private String sourceOf(Resource resource, String member) {
        return findings.source("groups", resource.group(), "resources", resource.name(), member);
    }

    /** The resources that are disks. */
    List<String> diskResources() {
        return resources(DISK).stream().map(Resource::name).toList();
    }

    /**
     * A disk, under the id by which it is recorded: with this resource, or with this signature. One that is not recorded goes by the name
     * of its resource, because no tool of the cluster tells another.
     */
    void disk(String resource, Optional<ObservedFact> signature) {
        Resource disk = resources(DISK).stream()
                .filter(each -> each.name().equals(resource))
                .findFirst()
                .orElseThrow();
        String id = recordedDisk("resourceName", resource)
                .or(() -> signature.flatMap(
                        fact -> recordedDisk("signature", fact.value().asText())))
                .orElse(resource);
        String listing = sourceOf(disk, "state");
        put(text(resource), listing, "disks", id, "resourceName");
        put(text(disk.group()), listing, "disks", id, "group");
        put(text(of(disk, "state")), listing, "disks", id, "state");
        put(text(DISK), sourceOf(disk, "type"), "disks", id, "resourceType");
        signature.ifPresent(fact -> put(fact.value(), fact.source(), "disks", id, "signature"));
    }

    private Optional<String> recordedDisk(String member, String value) {
        return recordedName(
                "disks", disk -> text(recorded, "disks", disk, member).equalsIgnoreCase(value));
    }

    private Optional<String> recordedName(String collection, Predicate<String> wanted) {
        return recorded.names(FactPath.of(collection)).stream().filter(wanted).findFirst();
    }

    /** A virtual server is there as soon as its group has a System Attendant; one that is not recorded goes by the name of its group. */
    private void virtualServer(Resource attendant) {
        String group = attendant.group();
        Optional<Resource> networkName = only(dependedOn(attendant, NETWORK_NAME));
        String name = networkName.map(resource -> of(resource, "networkName")).orElse("");
        String server = recordedName(
                        "evs", each -> text(recorded, "evs", each, "group").equalsIgnoreCase(group))
                .or(() -> recordedName(
                        "evs",
                        each -> !name.isEmpty()
                                && text(recorded, "evs", each, "networkName").equalsIgnoreCase(name)))
                .orElse(group);
        put(text(group), sourceOf(attendant, "type"), "evs", server, "group");
        copy("evs", server, "state", "groups", group, "state");
        copy("evs", server, "owner", "groups", group, "owner");
        copy("evs", server, "preferredOwners", "groups", group, "preferredOwners");
        copy("evs", server, "possibleOwners", "groups", group, "resources", attendant.name(), "possibleOwners");
        boolean transferAgent = resources(TRANSFER_AGENT).stream()
                .anyMatch(resource -> resource.group().equals(group));
        put(BooleanNode.valueOf(transferAgent), sourceOf(attendant, "state"), "evs", server, "hostsMta");
        if (networkName.isPresent() && !name.isEmpty()) {
            String source = sourceOf(networkName.get(), "networkName");
            put(text(name), source, "evs", server, "networkName");
            server(server, name, source);
            only(dependedOn(networkName.get(), ADDRESS))
                    .ifPresent(address -> copy(
                            "evs", server, "ip", "groups", address.group(), "resources", address.name(), "address"));
        }
    }

    /** The resources of a type that another one depends on. */
    private List<Resource> dependedOn(Resource resource, String type) {
        List<String> names = new ArrayList<>();
        found.fact(FactPath.of("groups", resource.group(), "resources", resource.name(), "dependsOn"))
                .ifPresent(fact -> fact.value().forEach(name -> names.add(name.asText())));
        return resources(type).stream()
                .filter(each -> names.contains(each.name()))
                .toList();
    }

    private static Optional<Resource> only(List<Resource> resources) {
        return resources.size() == 1 ? Optional.of(resources.getFirst()) : Optional.empty();
    }

    /** A server of the organization whose name a cluster carries is a clustered one; what was seen of it just now is told of both. */
    private void server(String virtualServer, String name, String source) {
        FactTree now = organization.with(findings.organization().facts());
        Optional<String> server = now.names(FactPath.of("servers")).stream()
                .filter(name::equalsIgnoreCase)
                .findFirst();
        if (server.isEmpty()) {
            return;
        }
        findings.put(DocumentKind.ORGANIZATION, BooleanNode.TRUE, source, "servers", server.get(), "clustered");
        for (String member : List.of("serialNumber", "ag")) {
            now.fact(FactPath.of("servers", server.get(), member))
                    .filter(fact -> fact.provenance().confidence() == Confidence.OBSERVED)
                    .ifPresent(fact -> put(fact.value(), fact.provenance().source(), "evs", virtualServer, member));
        }
    }

    private void copy(String collection, String object, String member, String... from) {
        found.fact(FactPath.of(from))
                .filter(fact -> !fact.value().asText().equals("UNKNOWN"))
                .ifPresent(fact -> put(fact.value(), findings.source(from), collection, object, member));
    }

    private void put(JsonNode value, String source, String... path) {
        findings.put(DocumentKind.CLUSTER, value, source, path);
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private static String text(FactTree tree, String... path) {
        return tree.fact(FactPath.of(path))
                .map(Fact::value)
                .map(JsonNode::asText)
                .orElse("");
    }
}
