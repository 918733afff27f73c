package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.Resources;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * comclust.exe of Windows 2000: run on each node in turn; the first time it puts the MSDTC resource into the first group
 * that has a disk, an address and a name online (catalogue §2.6).
 */
final class ComclustProgram {
    private ComclustProgram() {}

    static int run(Call call, Terminal terminal) {
        Optional<Node> node = call.console();
        if (node.isEmpty() || !node.orElseThrow().windows2000()) {
            terminal.err("comclust runs at the console of a Windows 2000 cluster node.");
            return Exit.FAILURE;
        }
        Outcome outcome = call.lab().perform((world, tick) -> configure(world, node.orElseThrow()));
        if (outcome instanceof Outcome.Refused refused) {
            terminal.err(refused.message());
            return Exit.of(refused.code());
        }
        terminal.out("MSDTC is configured for the cluster on this node.");
        return Exit.SUCCESS;
    }

    private static Outcome configure(DataCentre world, Node node) {
        Cluster cluster = world.clusterOfNode(node.name()).orElseThrow();
        if (cluster.resources().stream().anyMatch(each -> each.is(ResourceTypes.MSDTC))) {
            return new Outcome.Done(world);
        }
        Optional<Group> host = cluster.groups().stream()
                .filter(each -> online(each, ResourceTypes.PHYSICAL_DISK)
                        && online(each, ResourceTypes.IP_ADDRESS)
                        && online(each, ResourceTypes.NETWORK_NAME))
                .findFirst();
        if (host.isEmpty()) {
            return Outcome.Refused.because("No group has a disk, an address and a name online.");
        }
        Group group = host.orElseThrow();
        List<String> dependencies = new ArrayList<>();
        dependencies.add(group.ofType(ResourceTypes.NETWORK_NAME).getFirst().name());
        dependencies.add(group.ofType(ResourceTypes.PHYSICAL_DISK).getFirst().name());
        Resource resource = Resource.offline("MSDTC", ResourceTypes.MSDTC).withDependsOn(dependencies);
        DataCentre created = world.withCluster(cluster.withGroup(group.withResource(resource)));
        return Resources.online(created, created.cluster(cluster.name()).orElseThrow(), "MSDTC");
    }

    private static boolean online(Group group, String type) {
        return group.ofType(type).stream().anyMatch(Resource::online);
    }
}
