package dev.lockstep.requirements.expression;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the networks of a cluster are for. A network with an address of a virtual server in its subnet is public, whatever its role. Of the
 * others one that is internal only is private; and where no network is, one that carries all traffic ought to be the private one. The role
 * alone does not tell: it is what the requirements check.
 */
final class NetworkUse {

    /** The facts of a cluster that the use of a network is told from. */
    static final Set<String> FACTS = Set.of(
            "cluster/networks/*/name",
            "cluster/networks/*/role",
            "cluster/nodes/*/nics/*/network",
            "cluster/nodes/*/nics/*/ip",
            "cluster/nodes/*/nics/*/mask",
            "cluster/evs/*/ip");

    private static final long NOT_FOR_THE_CLUSTER = 0;
    private static final long INTERNAL = 1;
    private static final long ALL = 3;

    private final Scope scope;
    private final FactNode.ObjectFact cluster;

    private NetworkUse(Scope scope, FactNode.ObjectFact cluster) {
        this.scope = scope;
        this.cluster = cluster;
    }

    /** {@code networkUse(network, cluster)}: {@code PUBLIC}, {@code PRIVATE} or {@code NONE} for the network of this name. */
    static Object of(Scope scope, List<Object> arguments) {
        Object name = arguments.get(0);
        if (name instanceof Unknown || !(arguments.get(1) instanceof FactNode.ObjectFact cluster)) {
            return name instanceof Unknown ? name : arguments.get(1);
        }
        return name.equals(FactNode.NULL)
                ? "NONE"
                : scope.once(new Question(name), () -> new NetworkUse(scope, cluster).use(name));
    }

    /** Which network's use is asked for; a reading has one cluster. */
    private record Question(Object network) {}

    private Object use(Object name) {
        Object serves = servesClients(name);
        if (Boolean.TRUE.equals(serves)) {
            return "PUBLIC";
        }
        Object role = role(name);
        Unknown unknown = Unknown.merge(serves, role);
        if (unknown != null) {
            return unknown;
        }
        if (role.equals(NOT_FOR_THE_CLUSTER)) {
            return "NONE";
        }
        if (role.equals(INTERNAL)) {
            return "PRIVATE";
        }
        if (!role.equals(ALL)) {
            return "PUBLIC";
        }
        Object internal = anotherIsInternal(name);
        return internal instanceof Unknown ? internal : Boolean.TRUE.equals(internal) ? "PUBLIC" : "PRIVATE";
    }

    private Object role(Object name) {
        Object networks = cluster.member("networks");
        for (FactNode element : elements(networks)) {
            if (name.equals(element.place().segment())) {
                return read(element, "role");
            }
        }
        return networks instanceof Unknown ? networks : NOT_FOR_THE_CLUSTER;
    }

    private Object anotherIsInternal(Object name) {
        Unknown unknown = null;
        for (FactNode element : elements(cluster.member("networks"))) {
            String other = element.place().segment();
            if (!name.equals(other)) {
                Object internal = Operators.equal(read(element, "role"), INTERNAL);
                Object serves = Boolean.FALSE.equals(internal) ? false : servesClients(other);
                if (Boolean.TRUE.equals(internal) && Boolean.FALSE.equals(serves)) {
                    return true;
                }
                unknown = Unknown.merge(unknown, Boolean.TRUE.equals(serves) ? false : Unknown.merge(internal, serves));
            }
        }
        return unknown == null ? (Object) false : unknown;
    }

    /** Whether a virtual server has its address in the subnet of the network. */
    private Object servesClients(Object name) {
        Object servers = cluster.member("evs");
        Object nodes = cluster.member("nodes");
        List<Object> addresses =
                elements(servers).stream().map(server -> read(server, "ip")).toList();
        Unknown unknown = Unknown.merge(servers, nodes);
        for (FactNode node : elements(nodes)) {
            Object connections = FactNode.member(node, "nics");
            unknown = Unknown.merge(unknown, connections);
            for (FactNode connection : elements(connections)) {
                Object reaches = reaches(connection, name, addresses);
                if (Boolean.TRUE.equals(reaches)) {
                    return true;
                }
                unknown = Unknown.merge(unknown, reaches);
            }
        }
        return unknown == null ? (Object) false : unknown;
    }

    /** Whether one of the addresses lies in the subnet of the connection, and the connection on the network. */
    private Object reaches(FactNode connection, Object name, List<Object> addresses) {
        Object belongs = Operators.equal(read(connection, "network"), name);
        if (addresses.isEmpty() || Boolean.FALSE.equals(belongs)) {
            return false;
        }
        Object own = read(connection, "ip");
        Object mask = read(connection, "mask");
        Unknown unknown = Unknown.merge(belongs, Unknown.merge(own, mask));
        if (unknown != null || !(own instanceof String one) || !(mask instanceof String bits)) {
            return unknown == null ? (Object) false : unknown;
        }
        for (Object address : addresses) {
            if (address instanceof String other && Addresses.sameSubnet(one, other, bits)) {
                return true;
            }
            unknown = Unknown.merge(unknown, address);
        }
        return unknown == null ? (Object) false : unknown;
    }

    private Object read(FactNode node, String member) {
        return scope.read(FactNode.member(node, member));
    }

    private static List<FactNode> elements(@Nullable Object collection) {
        return collection instanceof FactNode.ArrayFact array ? array.elements() : List.of();
    }
}
