package dev.lockstep.cli.collect.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.discovery.Discovered;
import dev.lockstep.procedures.ProcedureLibrary;
import dev.lockstep.siterunner.looking.Looks;
import dev.lockstep.siterunner.looking.Sight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at a whole cluster: first at the listings that tell the names of what there is, then at each thing by its name, with the probes
 * and parsers that serve rollouts. Whoever does not answer once is not asked again; an answer that cannot be read is told, and says nothing.
 */
public final class ClusterTools {

    private static final FactPath NODES = FactPath.of("nodes");
    private static final FactPath GROUPS = FactPath.of("groups");
    private static final FactPath NETWORKS = FactPath.of("networks");

    private final Looks looks;
    private final Duration patience;
    private final LookProgress progress;
    private final ToolFindings findings;
    private final ProcedureLibrary library = ProcedureLibrary.load();
    private final Set<String> silent = new HashSet<>();
    private final String cluster;
    private final FactTree organization;
    private final FactTree recorded;

    /** A look that is planned: whom it asks, and what. */
    private record Planned(String whom, Observation look) {}

    /** What was found out about the two documents. */
    public record Found(Discovered organization, Discovered cluster) {}

    private ClusterTools(
            ToolOptions options,
            ClusterId id,
            String cluster,
            FactTree organization,
            FactTree recorded,
            Surroundings around) {
        this.looks = options.looks(id, around);
        this.patience = options.patience();
        this.progress = new LookProgress(around.terminal());
        this.findings = new ToolFindings(around.clock().instant());
        this.cluster = cluster;
        this.organization = organization;
        this.recorded = recorded;
    }

    /**
     * Looks at a cluster.
     *
     * @param cluster its name, as its tools know it
     * @param organization what is known about the organization: whose domain controllers are asked
     * @param recorded what is recorded about the cluster
     * @param directoryKnown whether the directory was read already: nobody is asked about it again then
     * @throws CommandFailure when the cluster does not say which nodes it has
     */
    public static Found lookAt(
            ToolOptions options,
            ClusterId id,
            String cluster,
            FactTree organization,
            FactTree recorded,
            boolean directoryKnown,
            Surroundings around)
            throws InterruptedException {
        ClusterTools tools = new ClusterTools(options, id, cluster, organization, recorded, around);
        try {
            tools.names();
            tools.each(directoryKnown);
        } finally {
            tools.progress.over();
        }
        return new Found(tools.findings.discovered(organization), tools.findings.discovered(recorded));
    }

    private void names() throws InterruptedException {
        List<Observation> listings = library.looks("collected-cluster", values(Map.of()));
        progress.plans(listings.size());
        Observation first = listings.getFirst();
        if (!ask(cluster, first)) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The cluster '%s' does not say which nodes it has: %s.".formatted(cluster, findings.lastReason()),
                    "Start it where '%s' works, or name such a machine with --ssh-machines."
                            .formatted(Looks.source(first.argv())));
        }
        for (Observation each : listings.subList(1, listings.size())) {
            ask(cluster, each);
        }
    }

    private void each(boolean directoryKnown) throws InterruptedException {
        FactTree found = findings.cluster();
        Map<String, String> resources = new LinkedHashMap<>();
        for (String group : found.names(GROUPS)) {
            found.names(GROUPS.child(group).child("resources")).forEach(resource -> resources.put(resource, group));
        }
        List<Planned> planned = new ArrayList<>();
        resources.forEach((resource, group) ->
                plan(planned, cluster, "collected-resource", Map.of("resource", resource, "group", group)));
        found.names(GROUPS).forEach(group -> plan(planned, cluster, "collected-group", Map.of("group", group)));
        found.names(NETWORKS)
                .forEach(network -> plan(planned, cluster, "collected-network", Map.of("network", network)));
        Set<String> nodes = nodes(found);
        nodes.forEach(node -> planNode(planned, node));
        if (!directoryKnown) {
            new DirectoryLooks(library, organization, findings)
                    .all()
                    .forEach((look, controller) -> planned.add(new Planned(controller, look)));
        }
        progress.plans(planned.size());
        progress.found("%s: %s, %s, %s, %s"
                .formatted(
                        cluster,
                        count(found.names(NODES).size(), "node"),
                        count(found.names(GROUPS).size(), "group"),
                        count(resources.size(), "resource"),
                        count(found.names(NETWORKS).size(), "network")));
        for (Planned each : planned) {
            ask(each.whom(), each.look());
        }
        Conclusions conclusions = new Conclusions(findings, recorded, organization);
        conclusions.ofTheWhole();
        List<String> disks = conclusions.diskResources();
        progress.plans(disks.size());
        for (String resource : disks) {
            conclusions.disk(resource, signature(resource));
        }
    }

    private static String count(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    /** Nodes that the cluster lists, and those that are recorded: a machine that has not joined yet answers for itself. */
    private Set<String> nodes(FactTree found) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> nodes = new LinkedHashSet<>();
        for (String node : found.names(NODES)) {
            known.add(node);
            nodes.add(node);
        }
        for (String node : recorded.names(NODES)) {
            if (known.add(node)) {
                findings.gap(node, "it is recorded, and the cluster does not list it as its node");
                nodes.add(node);
            }
        }
        return nodes;
    }

    private void planNode(List<Planned> planned, String node) {
        plan(planned, node, "collected-node", Map.of("node", node));
        Set<String> services = new LinkedHashSet<>(library.services());
        services.addAll(recorded.names(NODES.child(node).child("services")));
        services.forEach(service -> plan(planned, node, "collected-service", Map.of("node", node, "service", service)));
    }

    private void plan(List<Planned> planned, String whom, String set, Map<String, String> names) {
        library.looks(set, values(names)).forEach(look -> planned.add(new Planned(whom, look)));
    }

    private Map<String, JsonNode> values(Map<String, String> names) {
        Map<String, JsonNode> values = new HashMap<>();
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        recorded.names(GROUPS).forEach(groups::add);
        values.put("cluster", TextNode.valueOf(cluster));
        values.put("groups", groups);
        values.put("disks", JsonNodeFactory.instance.objectNode());
        values.put("virtualServers", JsonNodeFactory.instance.objectNode());
        names.forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
        return values;
    }

    private boolean ask(String whom, Observation look) throws InterruptedException {
        Optional<Sight.Shown> shown = look(whom, look);
        shown.ifPresent(it -> findings.add(it.observed()));
        return shown.isPresent();
    }

    private Optional<Sight.Shown> look(String whom, Observation look) throws InterruptedException {
        if (silent.contains(whom)) {
            progress.skips();
            return Optional.empty();
        }
        String command = Looks.source(look.argv());
        progress.looking(command);
        return switch (looks.look(look, patience)) {
            case Sight.Shown shown -> Optional.of(shown);
            case Sight.Unreadable it -> unknown(command, it.reason());
            case Sight.NoAnswer it -> noMore(whom, command, it.reason());
            case Sight.TimedOut _ ->
                noMore(whom, command, "no answer within %d seconds".formatted(patience.toSeconds()));
        };
    }

    private Optional<Sight.Shown> noMore(String whom, String command, String why) {
        silent.add(whom);
        return unknown(whom, "%s: %s; nothing more was asked of it".formatted(command, why));
    }

    private Optional<Sight.Shown> unknown(String what, String why) {
        findings.gap(what, why);
        return Optional.empty();
    }

    /** What Windows wrote on the disk of a resource, as the parser names it for the resource. */
    private Optional<ObservedFact> signature(String resource) throws InterruptedException {
        Observation look = library.looks("collected-disk", values(Map.of("resource", resource, "disk", resource)))
                .getFirst();
        return look(cluster, look)
                .flatMap(shown -> shown.observed().facts().stream()
                        .filter(fact -> fact.document() == DocumentKind.CLUSTER)
                        .findFirst());
    }
}
