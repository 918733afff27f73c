package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One start of a program.
 *
 * @param lab the data centre it acts on
 * @param program its name
 * @param arguments its arguments, as they are
 * @param node the computer at whose console it was started; empty for an administration host
 */
public record Call(Lab lab, String program, List<String> arguments, String node) {
    public Call {
        arguments = List.copyOf(arguments);
    }

    Call with(String otherProgram, List<String> otherArguments, String atNode) {
        return new Call(lab, otherProgram, otherArguments, atNode);
    }

    DataCentre world() {
        return lab.now();
    }

    /** Does something with a cluster as it is by then. */
    Outcome perform(Cluster cluster, BiFunction<DataCentre, Cluster, Outcome> action) {
        return lab.perform((world, tick) ->
                action.apply(world, world.cluster(cluster.name()).orElseThrow()));
    }

    Optional<Node> console() {
        return node.isEmpty() ? Optional.empty() : world().node(node);
    }

    /** The cluster of this name, or of the console, or the only one there is. */
    Optional<Cluster> cluster(String name) {
        DataCentre world = world();
        if (!name.isEmpty()) {
            return world.cluster(name);
        }
        return world.clusterOfNode(node)
                .or(() -> world.clusters().size() == 1
                        ? Optional.of(world.clusters().getFirst())
                        : Optional.empty());
    }
}
