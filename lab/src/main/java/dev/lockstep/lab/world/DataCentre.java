package dev.lockstep.lab.world;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The whole simulated data centre. Media build is the Exchange build on the installation media. */
public record DataCentre(Directory directory, List<Cluster> clusters, String mediaBuild) {
    public DataCentre {
        clusters = List.copyOf(clusters);
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

    public DataCentre withCluster(Cluster cluster) {
        return new DataCentre(directory, Named.put(clusters, cluster), mediaBuild);
    }

    public DataCentre withCluster(String name, UnaryOperator<Cluster> change) {
        return withCluster(change.apply(Named.find(clusters, name).orElseThrow()));
    }

    public DataCentre withDirectory(Directory changed) {
        return new DataCentre(changed, clusters, mediaBuild);
    }
}
