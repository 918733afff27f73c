package dev.lockstep.lab.world;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The whole simulated data centre.
 *
 * @param mediaBuild the Exchange build on the installation media
 * @param faults what goes wrong on purpose, in the order in which it was armed; what has happened stays until it is mended
 */
public record DataCentre(Directory directory, List<Cluster> clusters, String mediaBuild, List<Fault> faults) {
    public DataCentre {
        clusters = List.copyOf(clusters);
        faults = List.copyOf(faults);
    }

    /** The first fault of a kind that is still to happen on a node. */
    public Optional<Fault> faultOn(String node, Fault.Kind kind) {
        return Fault.pending(faults, kind).stream()
                .filter(each -> each.node().equalsIgnoreCase(node))
                .findFirst();
    }

    /** Whether a resource does not begin to come online. */
    public boolean staysOffline(String cluster, String resource) {
        return Fault.pending(faults, Fault.Kind.RESOURCE_STAYS_OFFLINE).stream()
                .filter(each -> each.cluster().isEmpty() || each.cluster().equalsIgnoreCase(cluster))
                .anyMatch(each -> each.resource().equalsIgnoreCase(resource));
    }

    /** Whether nothing reaches a domain controller from the others. */
    public boolean isCutOff(String controller) {
        return Fault.pending(faults, Fault.Kind.REPLICATION_STALLS).stream()
                .anyMatch(
                        each -> each.controller().isEmpty() || each.controller().equalsIgnoreCase(controller));
    }

    /** After a fault has happened once more. */
    public DataCentre struckBy(Fault fault) {
        return withFaults(faults.stream()
                .map(each -> each.id().equals(fault.id()) ? each.struck() : each)
                .toList());
    }

    public DataCentre withFaults(List<Fault> changed) {
        return new DataCentre(directory, clusters, mediaBuild, changed);
    }

    /** A cluster by its name or by the name of one of its nodes, as cluster.exe takes both. */
    public Optional<Cluster> cluster(String name) {
        return Named.find(clusters, name).or(() -> clusterOfNode(name));
    }

    public Optional<Cluster> clusterOfNode(String node) {
        return clusters.stream().filter(each -> each.node(node).isPresent()).findFirst();
    }

    public Optional<Node> node(String name) {
        String bare = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        return clusterOfNode(bare).flatMap(each -> each.node(bare));
    }

    /** The clusters that are not as they were; clusters neither go nor change their places. */
    public List<Cluster> clustersChangedSince(DataCentre before) {
        return IntStream.range(0, clusters.size())
                .filter(at -> at >= before.clusters.size() || !clusters.get(at).equals(before.clusters.get(at)))
                .mapToObj(clusters::get)
                .toList();
    }

    public DataCentre withCluster(Cluster cluster) {
        return new DataCentre(directory, Named.put(clusters, cluster), mediaBuild, faults);
    }

    public DataCentre withCluster(String name, UnaryOperator<Cluster> change) {
        return withCluster(change.apply(Named.find(clusters, name).orElseThrow()));
    }

    public DataCentre withDirectory(Directory changed) {
        return new DataCentre(changed, clusters, mediaBuild, faults);
    }
}
