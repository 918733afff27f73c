package dev.lockstep.lab.world;

import java.util.List;

/**
 * How a node is connected.
 *
 * @param order names of connections in the order in which they are bound
 * @param mediaSenseDisabled whether it ignores a lost link (Windows 2000)
 */
public record Networking(List<Connection> connections, List<String> order, boolean mediaSenseDisabled) {
    public Networking {
        connections = List.copyOf(connections);
        order = List.copyOf(order);
    }

    public Networking withConnection(Connection connection) {
        return new Networking(Named.put(connections, connection), order, mediaSenseDisabled);
    }

    public Networking withOrder(List<String> changed) {
        return new Networking(connections, changed, mediaSenseDisabled);
    }

    public Networking withMediaSenseDisabled(boolean changed) {
        return new Networking(connections, order, changed);
    }
}
