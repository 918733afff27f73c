package dev.lockstep.lab.engine;

import static dev.lockstep.lab.engine.WindowsError.ALREADY_DEPENDENT;
import static dev.lockstep.lab.engine.WindowsError.CORE_RESOURCE;
import static dev.lockstep.lab.engine.WindowsError.DEPENDENCY_NOT_FOUND;
import static dev.lockstep.lab.engine.WindowsError.INVALID_PARAMETER;
import static dev.lockstep.lab.engine.WindowsError.INVALID_STATE;
import static dev.lockstep.lab.engine.WindowsError.NODE_NOT_FOUND;
import static dev.lockstep.lab.engine.WindowsError.NOT_GROUP_OWNER;
import static dev.lockstep.lab.engine.WindowsError.OBJECT_ALREADY_EXISTS;
import static dev.lockstep.lab.engine.WindowsError.OBJECT_IN_LIST;
import static dev.lockstep.lab.engine.WindowsError.QUORUM_RESOURCE;
import static dev.lockstep.lab.engine.WindowsError.RESOURCE_HAS_DEPENDENTS;
import static dev.lockstep.lab.engine.WindowsError.RESOURCE_NOT_FOUND;
import static dev.lockstep.lab.engine.WindowsError.RESOURCE_ONLINE;
import static dev.lockstep.lab.engine.WindowsError.TYPE_NOT_FOUND;

import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What can be done with cluster resources. */
public final class Resources {
    private static final List<String> CORE = List.of("Cluster IP Address", "Cluster Name");

    private Resources() {}

    /** Creates a resource, offline, in a group; the type must be registered and the name free in the cluster. */
    public static Outcome create(DataCentre world, Cluster cluster, String name, String groupName, String type) {
        return Groups.with(cluster, groupName, group -> {
            if (cluster.resource(name).isPresent()) {
                return Outcome.Refused.of(OBJECT_ALREADY_EXISTS);
            }
            Optional<String> registered = cluster.resourceTypes().stream()
                    .filter(type::equalsIgnoreCase)
                    .findFirst();
            return registered
                    .<Outcome>map(exact -> new Outcome.Done(
                            world.withCluster(cluster.withGroup(group.withResource(Resource.offline(name, exact))))))
                    .orElseGet(() -> Outcome.Refused.of(TYPE_NOT_FOUND));
        });
    }

    /** Deletes a resource that is down and that nothing depends on. */
    public static Outcome delete(DataCentre world, Cluster cluster, String name) {
        return with(cluster, name, (group, resource) -> {
            if (Named.contains(CORE, resource.name()) || isQuorum(cluster, resource)) {
                return Outcome.Refused.of(isQuorum(cluster, resource) ? QUORUM_RESOURCE : CORE_RESOURCE);
            }
            if (!resource.state().down()) {
                return Outcome.Refused.of(RESOURCE_ONLINE);
            }
            if (!group.dependents(resource.name()).isEmpty()) {
                return Outcome.Refused.of(RESOURCE_HAS_DEPENDENTS);
            }
            Group without = group.withResources(Named.remove(group.resources(), resource.name()));
            return new Outcome.Done(world.withCluster(cluster.withGroup(without)));
        });
    }

    /** Wants a resource online, and with it everything that it depends on. */
    public static Outcome online(DataCentre world, Cluster cluster, String name) {
        return with(cluster, name, (group, resource) -> {
            Set<String> names = new LinkedHashSet<>();
            collectProviders(group, resource, names);
            return new Outcome.Done(world.withCluster(cluster.withGroup(each(group, names, Resources::wantedOnline))));
        });
    }

    /** Wants a resource offline, and with it everything that depends on it; refused for the quorum resource. */
    public static Outcome offline(DataCentre world, Cluster cluster, String name) {
        return with(cluster, name, (group, resource) -> {
            if (isQuorum(cluster, resource)) {
                return Outcome.Refused.of(QUORUM_RESOURCE);
            }
            Set<String> names = new LinkedHashSet<>();
            collectDependents(group, resource, names);
            return new Outcome.Done(
                    world.withCluster(cluster.withGroup(each(group, names, it -> it.withWanted(false)))));
        });
    }

    /** Makes a resource fail once, as {@code /fail} does; it is started again at once. */
    public static Outcome fail(DataCentre world, Cluster cluster, String name) {
        return with(
                cluster,
                name,
                (group, resource) -> resource.online()
                        ? new Outcome.Done(world.withCluster(cluster.withResource(
                                resource.name(),
                                each -> each.withState(ResourceState.OFFLINE).withWanted(true))))
                        : Outcome.Refused.of(INVALID_STATE));
    }

    static Resource wantedOnline(Resource resource) {
        Resource wanted = resource.withWanted(true);
        return wanted.state() == ResourceState.FAILED ? wanted.withState(ResourceState.OFFLINE) : wanted;
    }

    /**
     * Moves a resource to another group, together with everything it depends on and that depends on it; both groups must
     * be owned by the same node.
     */
    public static Outcome moveTo(DataCentre world, Cluster cluster, String name, String groupName) {
        return Groups.with(
                cluster,
                groupName,
                target -> with(cluster, name, (group, resource) -> {
                    if (group.name().equalsIgnoreCase(groupName)) {
                        return new Outcome.Done(world);
                    }
                    if (!group.owner().equalsIgnoreCase(target.owner())) {
                        return Outcome.Refused.of(NOT_GROUP_OWNER);
                    }
                    if (!group.settled() || !target.settled()) {
                        return Outcome.Refused.of(INVALID_STATE);
                    }
                    return new Outcome.Done(
                            world.withCluster(moved(cluster, group, target, connected(group, resource))));
                }));
    }

    private static Cluster moved(Cluster cluster, Group from, Group to, Set<String> names) {
        List<Resource> staying = new ArrayList<>();
        List<Resource> arriving = new ArrayList<>(to.resources());
        for (Resource each : from.resources()) {
            (names.contains(each.name()) ? arriving : staying).add(each);
        }
        boolean wasOnline = from.resources().stream().anyMatch(Resource::online);
        return cluster.withGroup(from.withResources(staying)
                        .withOnlineWhenEmpty(staying.isEmpty() ? wasOnline : from.onlineWhenEmpty()))
                .withGroup(to.withResources(arriving));
    }

    /** Makes a resource depend on another one of its group; both have to be down or the first has to be offline. */
    public static Outcome addDependency(DataCentre world, Cluster cluster, String name, String on) {
        return with(cluster, name, (group, resource) -> {
            Optional<Resource> provider = group.resource(on);
            if (provider.isEmpty()) {
                return Outcome.Refused.of(cluster.resource(on).isEmpty() ? RESOURCE_NOT_FOUND : INVALID_PARAMETER);
            }
            if (resource.dependsOn(on)) {
                return Outcome.Refused.of(ALREADY_DEPENDENT);
            }
            if (!resource.state().down()) {
                return Outcome.Refused.of(RESOURCE_ONLINE);
            }
            Set<String> above = new LinkedHashSet<>();
            collectDependents(group, resource, above);
            if (above.contains(provider.orElseThrow().name())) {
                return Outcome.Refused.of(INVALID_PARAMETER);
            }
            List<String> more = new ArrayList<>(resource.dependsOn());
            more.add(provider.orElseThrow().name());
            return changed(world, cluster, resource, each -> each.withDependsOn(more));
        });
    }

    /** Ends a dependency. */
    public static Outcome removeDependency(DataCentre world, Cluster cluster, String name, String on) {
        return with(cluster, name, (group, resource) -> {
            if (!resource.dependsOn(on)) {
                return Outcome.Refused.of(DEPENDENCY_NOT_FOUND);
            }
            List<String> less = resource.dependsOn().stream()
                    .filter(each -> !each.equalsIgnoreCase(on))
                    .toList();
            return changed(world, cluster, resource, each -> each.withDependsOn(less));
        });
    }

    /** Adds a node to the possible owners; an empty list means that all nodes are possible owners already. */
    public static Outcome addOwner(DataCentre world, Cluster cluster, String name, String node) {
        return with(cluster, name, (group, resource) -> {
            if (cluster.node(node).isEmpty()) {
                return Outcome.Refused.of(NODE_NOT_FOUND);
            }
            if (resource.possibleOwners().isEmpty() || Named.contains(resource.possibleOwners(), node)) {
                return Outcome.Refused.of(OBJECT_IN_LIST);
            }
            List<String> more = new ArrayList<>(resource.possibleOwners());
            more.add(cluster.node(node).orElseThrow().name());
            return changed(world, cluster, resource, each -> each.withPossibleOwners(more));
        });
    }

    /** Takes a node from the possible owners; the last one and the current owner of an online resource stay. */
    public static Outcome removeOwner(DataCentre world, Cluster cluster, String name, String node) {
        return with(cluster, name, (group, resource) -> {
            if (cluster.node(node).isEmpty()) {
                return Outcome.Refused.of(NODE_NOT_FOUND);
            }
            List<String> all = resource.possibleOwners().isEmpty()
                    ? cluster.nodes().stream().map(Named::name).toList()
                    : resource.possibleOwners();
            List<String> less =
                    all.stream().filter(each -> !each.equalsIgnoreCase(node)).toList();
            boolean running = !resource.state().down() && group.owner().equalsIgnoreCase(node);
            return less.isEmpty() || running
                    ? Outcome.Refused.of(INVALID_STATE)
                    : changed(world, cluster, resource, each -> each.withPossibleOwners(less));
        });
    }

    /** Sets a private property. A running resource takes it over only when it is brought online again. */
    public static Outcome setProperty(DataCentre world, Cluster cluster, String name, String property, String value) {
        return with(cluster, name, (group, resource) -> {
            boolean network = property.equalsIgnoreCase("Network")
                    && Named.find(cluster.networks(), value).isEmpty();
            return network || property.isBlank()
                    ? Outcome.Refused.of(INVALID_PARAMETER)
                    : changed(world, cluster, resource, each -> each.withProperty(property, value));
        });
    }

    private static Outcome changed(
            DataCentre world, Cluster cluster, Resource resource, UnaryOperator<Resource> change) {
        return new Outcome.Done(world.withCluster(cluster.withResource(resource.name(), change)));
    }

    private static boolean isQuorum(Cluster cluster, Resource resource) {
        return resource.name().equalsIgnoreCase(cluster.quorum());
    }

    private static Group each(Group group, Set<String> names, UnaryOperator<Resource> change) {
        return group.withResources(group.resources().stream()
                .map(it -> names.contains(it.name()) ? change.apply(it) : it)
                .toList());
    }

    private static void collectProviders(Group group, Resource resource, Set<String> names) {
        if (names.add(resource.name())) {
            resource.dependsOn()
                    .forEach(on -> group.resource(on).ifPresent(each -> collectProviders(group, each, names)));
        }
    }

    private static void collectDependents(Group group, Resource resource, Set<String> names) {
        if (names.add(resource.name())) {
            group.dependents(resource.name()).forEach(each -> collectDependents(group, each, names));
        }
    }

    private static Set<String> connected(Group group, Resource start) {
        Set<String> names = new LinkedHashSet<>();
        List<Resource> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            Resource next = open.removeLast();
            if (names.add(next.name())) {
                open.addAll(group.dependents(next.name()));
                next.dependsOn().forEach(on -> group.resource(on).ifPresent(open::add));
            }
        }
        return names;
    }

    private interface OnResource {
        Outcome apply(Group group, Resource resource);
    }

    private static Outcome with(Cluster cluster, String name, OnResource action) {
        Optional<Group> group = cluster.groupOfResource(name);
        return group.map(it -> action.apply(it, it.resource(name).orElseThrow()))
                .orElseGet(() -> Outcome.Refused.of(RESOURCE_NOT_FOUND));
    }
}
