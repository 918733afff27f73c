package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.Fault;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.VirtualServer;
import java.util.List;
import java.util.Optional;

/** Whether a resource that was started really comes online on the node that owns it. */
final class Coming {
    private Coming() {}

    /** The error with which it fails, or nothing when it comes online. */
    static Optional<WindowsError> failure(DataCentre world, Cluster cluster, Group group, Resource resource) {
        if (!resource.possibleOwners().isEmpty() && !Named.contains(resource.possibleOwners(), group.owner())) {
            return Optional.of(WindowsError.NOT_RESOURCE_OWNER);
        }
        if (resource.is(ResourceTypes.IP_ADDRESS)) {
            return address(world, resource);
        }
        if (resource.is(ResourceTypes.NETWORK_NAME)) {
            return kerberos(world, group, resource).or(() -> name(world, group, resource));
        }
        if (resource.is(ResourceTypes.MSDTC)) {
            return log(group, resource);
        }
        if (ResourceTypes.ofExchange(resource.type())) {
            return exchange(cluster, group);
        }
        return Optional.empty();
    }

    /** MSDTC keeps its log on a disk that it depends on; a quorum that is a majority node set is no disk. */
    private static Optional<WindowsError> log(Group group, Resource resource) {
        boolean disk = group.ofType(ResourceTypes.PHYSICAL_DISK).stream()
                .anyMatch(each -> each.online() && resource.dependsOn(each.name()));
        return disk ? Optional.empty() : Optional.of(WindowsError.ONLINE_FAILED);
    }

    private static Optional<WindowsError> address(DataCentre world, Resource resource) {
        String address = resource.property("Address");
        if (address.isEmpty()) {
            return Optional.of(WindowsError.INVALID_PARAMETER);
        }
        boolean onNode = world.clusters().stream()
                .flatMap(each -> each.nodes().stream())
                .anyMatch(each -> each.addresses().contains(address));
        boolean taken = others(world, resource, ResourceTypes.IP_ADDRESS)
                .anyMatch(each -> each.property("Address").equals(address));
        return onNode || taken ? Optional.of(WindowsError.ADDRESS_IN_USE) : Optional.empty();
    }

    /** A name that must prove itself to the directory cannot while the clock of its node is wrong. */
    private static Optional<WindowsError> kerberos(DataCentre world, Group group, Resource resource) {
        boolean wrong = world.faultOn(group.owner(), Fault.Kind.CLOCK_SKEW)
                .filter(Fault::isBeyondTolerance)
                .isPresent();
        return wrong && resource.property("RequireKerberos").equals("1")
                ? Optional.of(WindowsError.ONLINE_FAILED)
                : Optional.empty();
    }

    private static Optional<WindowsError> name(DataCentre world, Group group, Resource resource) {
        String name = resource.property("Name");
        boolean addressed = group.ofType(ResourceTypes.IP_ADDRESS).stream()
                .anyMatch(each -> each.online() && resource.dependsOn(each.name()));
        if (name.isEmpty() || !addressed) {
            return Optional.of(WindowsError.INVALID_PARAMETER);
        }
        boolean taken = world.node(name).isPresent()
                || others(world, resource, ResourceTypes.NETWORK_NAME)
                        .anyMatch(each -> each.property("Name").equalsIgnoreCase(name));
        if (taken) {
            return Optional.of(WindowsError.DUPLICATE_NAME);
        }
        boolean mustRegister = resource.property("RequireDNS").equals("1");
        return mustRegister && !world.directory().zone().dynamicUpdate()
                ? Optional.of(WindowsError.ONLINE_FAILED)
                : Optional.empty();
    }

    private static java.util.stream.Stream<Resource> others(DataCentre world, Resource resource, String type) {
        return world.clusters().stream()
                .flatMap(each -> each.resources().stream())
                .filter(each -> each.is(type) && each.online() && !each.equals(resource));
    }

    /** Exchange starts only on a node with the virtual server's version, and above two nodes only one server a node. */
    private static Optional<WindowsError> exchange(Cluster cluster, Group group) {
        Optional<ExchangeInstall> install = cluster.node(group.owner()).flatMap(Node::installed);
        Optional<VirtualServer> server = cluster.virtualServer(group.name());
        boolean sameVersion = install.isPresent()
                && server.filter(each -> !each.damaged()).isPresent()
                && ExchangeInstall.compareBuilds(
                                install.orElseThrow().build(),
                                server.orElseThrow().build())
                        == 0;
        List<Group> neighbours = cluster.ownedBy(group.owner()).stream()
                .filter(each -> !each.name().equals(group.name()))
                .filter(each ->
                        each.ofType(ResourceTypes.SYSTEM_ATTENDANT).stream().anyMatch(Resource::online))
                .toList();
        boolean crowded = cluster.nodes().size() > 2 && !neighbours.isEmpty();
        return sameVersion && !crowded ? Optional.empty() : Optional.of(WindowsError.ONLINE_FAILED);
    }
}
