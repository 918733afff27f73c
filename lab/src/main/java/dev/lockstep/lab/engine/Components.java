package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Service;
import dev.lockstep.lab.world.ServiceState;
import dev.lockstep.lab.world.StartMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Installing Windows components from an answer file, as sysocmgr does (catalogue §2.5). */
public final class Components {
    private static final Map<String, String> SERVICES =
            Map.of("iis_common", "IISADMIN", "iis_www", "W3SVC", "iis_smtp", "SMTPSVC", "iis_nntp", "NntpSvc");

    private Components() {}

    /** Starts switching components on and off on a node. */
    public static Outcome install(DataCentre world, String nodeName, List<String> on, List<String> off, Tick tick) {
        Optional<Node> node = world.node(nodeName);
        if (node.isEmpty() || !node.orElseThrow().reachable()) {
            return Outcome.Refused.of(WindowsError.RPC_UNAVAILABLE);
        }
        Change change = new Change.ComponentsReady(
                tick.due(Work.COMPONENTS), node.orElseThrow().name(), on, off);
        Cluster cluster = world.clusterOfNode(node.orElseThrow().name()).orElseThrow();
        return new Outcome.Done(world.withCluster(cluster.withChange(change)));
    }

    static DataCentre ready(DataCentre world, Cluster cluster, Change.ComponentsReady change) {
        Node node = cluster.node(change.node()).orElseThrow();
        List<String> installed = new ArrayList<>(node.subcomponents());
        installed.removeIf(each -> change.off().stream().anyMatch(each::equalsIgnoreCase));
        change.on().stream()
                .filter(each -> installed.stream().noneMatch(each::equalsIgnoreCase))
                .forEach(installed::add);
        boolean aspNet = installed.stream().anyMatch("aspnet"::equalsIgnoreCase);
        Node changed = node.withComponents(installed, node.dotNet() || aspNet);
        for (Map.Entry<String, String> each : SERVICES.entrySet()) {
            boolean wanted = installed.stream().anyMatch(each.getKey()::equalsIgnoreCase);
            if (wanted && changed.service(each.getValue()).isEmpty()) {
                changed = changed.withService(new Service(each.getValue(), StartMode.AUTO, ServiceState.RUNNING));
            }
        }
        return world.withCluster(cluster.withNode(changed));
    }
}
