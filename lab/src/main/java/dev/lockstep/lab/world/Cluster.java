package dev.lockstep.lab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A Windows cluster.
 *
 * @param quorum name of the quorum resource; empty when the cluster has a single node without one
 * @param resourceTypes the registered resource types
 * @param dataFolders folders on shared disks that matter to Exchange
 * @param virtualServers groups that hold an Exchange virtual server, with its build, oldest first
 */
public record Cluster(
        String name,
        String domain,
        String quorum,
        String serviceAccount,
        List<Network> networks,
        List<Node> nodes,
        List<Group> groups,
        List<String> resourceTypes,
        List<DataFolder> dataFolders,
        List<VirtualServer> virtualServers,
        List<Change> changes)
        implements Named {
    public Cluster {
        networks = List.copyOf(networks);
        nodes = List.copyOf(nodes);
        groups = List.copyOf(groups);
        resourceTypes = List.copyOf(resourceTypes);
        dataFolders = List.copyOf(dataFolders);
        virtualServers = List.copyOf(virtualServers);
        changes = List.copyOf(changes);
    }

    public Optional<Node> node(String node) {
        return Named.find(nodes, node);
    }

    public Optional<Group> group(String group) {
        return Named.find(groups, group);
    }

    public Optional<Group> groupOfResource(String resource) {
        return groups.stream()
                .filter(each -> each.resource(resource).isPresent())
                .findFirst();
    }

    public Optional<Resource> resource(String resource) {
        return groupOfResource(resource).flatMap(each -> each.resource(resource));
    }

    public List<Resource> resources() {
        return groups.stream().flatMap(each -> each.resources().stream()).toList();
    }

    public List<Group> ownedBy(String node) {
        return groups.stream()
                .filter(each -> each.owner().equalsIgnoreCase(node))
                .toList();
    }

    /** Whether any node still runs the cluster. */
    public boolean formed() {
        return nodes.stream().anyMatch(each -> each.state().active());
    }

    /** The Exchange virtual server of a group. */
    public Optional<VirtualServer> virtualServer(String group) {
        return Named.find(virtualServers, group);
    }

    public Cluster withNode(Node node) {
        return with(networks, Named.put(nodes, node), groups, changes);
    }

    public Cluster withNetwork(Network network) {
        return with(Named.put(networks, network), nodes, groups, changes);
    }

    public Cluster withGroup(Group group) {
        return with(networks, nodes, Named.put(groups, group), changes);
    }

    public Cluster withoutGroup(String group) {
        return with(networks, nodes, Named.remove(groups, group), changes);
    }

    /** The cluster with one resource changed where it is. */
    public Cluster withResource(String resource, UnaryOperator<Resource> change) {
        Group group = groupOfResource(resource).orElseThrow();
        return withGroup(
                group.withResource(change.apply(group.resource(resource).orElseThrow())));
    }

    public Cluster withChange(Change change) {
        List<Change> more = new ArrayList<>(changes);
        more.add(change);
        return with(networks, nodes, groups, more);
    }

    public Cluster withoutChanges(Predicate<Change> which) {
        return with(
                networks, nodes, groups, changes.stream().filter(which.negate()).toList());
    }

    public Cluster withResourceTypes(List<String> changed) {
        return with(changed, dataFolders, virtualServers);
    }

    public Cluster withDataFolder(DataFolder folder) {
        return with(resourceTypes, Named.put(dataFolders, folder), virtualServers);
    }

    public Cluster withVirtualServer(VirtualServer server) {
        return with(resourceTypes, dataFolders, Named.put(virtualServers, server));
    }

    /** What comes and goes while the cluster works. */
    private Cluster with(List<Network> nets, List<Node> members, List<Group> all, List<Change> pending) {
        return new Cluster(
                name,
                domain,
                quorum,
                serviceAccount,
                nets,
                members,
                all,
                resourceTypes,
                dataFolders,
                virtualServers,
                pending);
    }

    /** What is set up once. */
    private Cluster with(List<String> types, List<DataFolder> folders, List<VirtualServer> servers) {
        return new Cluster(
                name, domain, quorum, serviceAccount, networks, nodes, groups, types, folders, servers, changes);
    }
}
