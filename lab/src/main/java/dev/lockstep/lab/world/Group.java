package dev.lockstep.lab.world;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource group.
 *
 * @param owner the node that owns it now
 * @param movingTo the node it is on its way to, while a move is in progress
 * @param onlineWhenEmpty the state it keeps when it has no resources
 */
public record Group(
        String name,
        String owner,
        @Nullable String movingTo,
        boolean onlineWhenEmpty,
        List<String> preferredOwners,
        List<Resource> resources)
        implements Named {
    public Group {
        preferredOwners = List.copyOf(preferredOwners);
        resources = List.copyOf(resources);
    }

    public Group withOwner(String changed) {
        return new Group(name, changed, null, onlineWhenEmpty, preferredOwners, resources);
    }

    public Group withMovingTo(@Nullable String node) {
        return new Group(name, owner, node, onlineWhenEmpty, preferredOwners, resources);
    }

    public Group withOnlineWhenEmpty(boolean changed) {
        return new Group(name, owner, movingTo, changed, preferredOwners, resources);
    }

    public Group withPreferredOwners(List<String> changed) {
        return new Group(name, owner, movingTo, onlineWhenEmpty, changed, resources);
    }

    public Group withResources(List<Resource> changed) {
        return new Group(name, owner, movingTo, onlineWhenEmpty, preferredOwners, changed);
    }

    public Group withResource(Resource resource) {
        return withResources(Named.put(resources, resource));
    }

    public Optional<Resource> resource(String resource) {
        return Named.find(resources, resource);
    }

    public List<Resource> ofType(String type) {
        return resources.stream().filter(each -> each.is(type)).toList();
    }

    /** Resources of this group that depend directly on the named one. */
    public List<Resource> dependents(String resource) {
        return resources.stream().filter(each -> each.dependsOn(resource)).toList();
    }

    public boolean settled() {
        return movingTo == null
                && resources.stream().noneMatch(each -> each.state().pending());
    }

    public GroupState state() {
        if (!settled()) {
            return GroupState.PENDING;
        }
        if (resources.isEmpty()) {
            return onlineWhenEmpty ? GroupState.ONLINE : GroupState.OFFLINE;
        }
        if (resources.stream().anyMatch(each -> each.state() == ResourceState.FAILED)) {
            return GroupState.FAILED;
        }
        long online = resources.stream().filter(Resource::online).count();
        if (online == resources.size()) {
            return GroupState.ONLINE;
        }
        return online == 0 ? GroupState.OFFLINE : GroupState.PARTIALLY_ONLINE;
    }

    /** Whether any resource works or is on its way: what Setup minds on the node that owns the group. */
    public boolean anythingRunning() {
        return resources.stream().anyMatch(each -> !each.state().down());
    }
}
