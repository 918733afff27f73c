package dev.lockstep.lab.programs;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.Resources;
import dev.lockstep.lab.engine.WindowsError;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** {@code cluster res …}. */
final class ResourceVerbs {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

    private ResourceVerbs() {}

    static int run(Call call, Cluster cluster, ClusterLine line, Terminal terminal) throws InterruptedException {
        String name = line.name();
        return switch (line.verb()) {
            case "status" -> status(cluster, name, terminal);
            case "create" -> {
                terminal.out("Creating resource '" + name + "'...");
                yield shown(
                        call,
                        cluster,
                        name,
                        terminal,
                        (world, it) -> Resources.create(world, it, name, line.value("group"), line.value("type")));
            }
            case "delete" -> {
                terminal.out("Deleting resource '" + name + "'...");
                yield quiet(call, cluster, terminal, (world, it) -> Resources.delete(world, it, name));
            }
            case "online" -> {
                terminal.out("Bringing resource '" + name + "' online...");
                yield waited(call, cluster, line, terminal, (world, it) -> Resources.online(world, it, name));
            }
            case "offline" -> {
                terminal.out("Taking resource '" + name + "' offline...");
                yield waited(call, cluster, line, terminal, (world, it) -> Resources.offline(world, it, name));
            }
            case "fail" -> {
                terminal.out("Failing resource '" + name + "'...");
                yield waited(call, cluster, line, terminal, (world, it) -> Resources.fail(world, it, name));
            }
            case "moveto" -> {
                terminal.out("Moving resource '" + name + "' to group '" + line.value("moveto") + "'...");
                yield shown(
                        call,
                        cluster,
                        name,
                        terminal,
                        (world, it) -> Resources.moveTo(world, it, name, line.value("moveto")));
            }
            case "adddep" -> {
                terminal.out("Making resource '" + name + "' depend on resource '" + line.value("adddep") + "'...");
                yield quiet(
                        call,
                        cluster,
                        terminal,
                        (world, it) -> Resources.addDependency(world, it, name, line.value("adddep")));
            }
            case "removedep" -> {
                terminal.out("Removing the dependency of resource '" + name + "' on resource '"
                        + line.value("removedep") + "'...");
                yield quiet(
                        call,
                        cluster,
                        terminal,
                        (world, it) -> Resources.removeDependency(world, it, name, line.value("removedep")));
            }
            case "addowner" -> {
                terminal.out("Adding '" + line.value("addowner") + "' to possible owners of '" + name + "'...");
                yield quiet(
                        call,
                        cluster,
                        terminal,
                        (world, it) -> Resources.addOwner(world, it, name, line.value("addowner")));
            }
            case "removeowner" -> {
                terminal.out("Removing '" + line.value("removeowner") + "' from possible owners of '" + name + "'...");
                yield quiet(
                        call,
                        cluster,
                        terminal,
                        (world, it) -> Resources.removeOwner(world, it, name, line.value("removeowner")));
            }
            case "listowners" -> with(cluster, name, terminal, resource -> owners(cluster, resource, terminal));
            case "listdep" -> with(cluster, name, terminal, resource -> dependencies(cluster, resource, terminal));
            case "priv" ->
                line.properties().isEmpty()
                        ? with(cluster, name, terminal, resource -> privateProperties(resource, line, terminal))
                        : setPrivate(call, cluster, line, terminal);
            case "prop" -> with(cluster, name, terminal, resource -> common(resource, line, terminal));
            default -> ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
        };
    }

    private interface OnResource {
        int apply(Resource resource);
    }

    private static int with(Cluster cluster, String name, Terminal terminal, OnResource action) {
        return cluster.resource(name)
                .map(action::apply)
                .orElseGet(() -> ClusterListing.error(terminal, WindowsError.RESOURCE_NOT_FOUND));
    }

    private static int status(Cluster cluster, String name, Terminal terminal) {
        if (name.isEmpty()) {
            terminal.out("Listing status for all available resources:");
            terminal.out("");
            ClusterListing.resources(terminal, cluster, cluster.resources());
            return Exit.SUCCESS;
        }
        return with(cluster, name, terminal, resource -> {
            terminal.out("Listing status for resource '" + resource.name() + "':");
            terminal.out("");
            ClusterListing.resources(terminal, cluster, List.of(resource));
            return Exit.SUCCESS;
        });
    }

    private static int quiet(
            Call call, Cluster cluster, Terminal terminal, BiFunction<DataCentre, Cluster, Outcome> action) {
        terminal.out("");
        return call.perform(cluster, action) instanceof Outcome.Refused refused
                ? ClusterListing.error(terminal, refused)
                : Exit.SUCCESS;
    }

    private static int shown(
            Call call,
            Cluster cluster,
            String name,
            Terminal terminal,
            BiFunction<DataCentre, Cluster, Outcome> action) {
        int code = quiet(call, cluster, terminal, action);
        if (code == Exit.SUCCESS) {
            show(call, cluster, name, terminal);
        }
        return code;
    }

    private static Optional<Resource> show(Call call, Cluster cluster, String name, Terminal terminal) {
        Cluster now = call.world().cluster(cluster.name()).orElseThrow();
        Optional<Resource> resource = now.resource(name);
        resource.ifPresent(each -> ClusterListing.resources(terminal, now, List.of(each)));
        return resource;
    }

    private static int waited(
            Call call,
            Cluster cluster,
            ClusterLine line,
            Terminal terminal,
            BiFunction<DataCentre, Cluster, Outcome> action)
            throws InterruptedException {
        terminal.flush();
        int code = quiet(call, cluster, terminal, action);
        if (code != Exit.SUCCESS) {
            return code;
        }
        boolean settled = call.lab()
                .await(
                        world -> world.cluster(cluster.name())
                                .flatMap(each -> each.groupOfResource(line.name()))
                                .map(group -> group.settled())
                                .orElse(true),
                        GroupVerbs.patience(line, USUAL_PATIENCE));
        Optional<Resource> resource = show(call, cluster, line.name(), terminal);
        if (!settled) {
            return ClusterListing.error(terminal, WindowsError.WAIT_TIMEOUT);
        }
        boolean failed = resource.map(each -> each.wanted() && each.state() != ResourceState.ONLINE)
                .orElse(false);
        return failed ? ClusterListing.error(terminal, WindowsError.ONLINE_FAILED) : Exit.SUCCESS;
    }

    private static int owners(Cluster cluster, Resource resource, Terminal terminal) {
        terminal.out("Listing possible owners for resource '" + resource.name() + "':");
        terminal.out("");
        terminal.out("Possible Owner Nodes");
        terminal.out("--------------------");
        List<String> owners = resource.possibleOwners().isEmpty()
                ? cluster.nodes().stream().map(Named::name).toList()
                : resource.possibleOwners();
        owners.forEach(terminal::out);
        terminal.out("");
        return Exit.SUCCESS;
    }

    private static int dependencies(Cluster cluster, Resource resource, Terminal terminal) {
        terminal.out("Listing resource dependencies for '" + resource.name() + "':");
        terminal.out("");
        ClusterListing.resources(terminal, cluster, ClusterProgram.dependencies(cluster, resource));
        return Exit.SUCCESS;
    }

    private static int privateProperties(Resource resource, ClusterLine line, Terminal terminal) {
        Map<String, String> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        shown.putAll(resource.properties());
        String one = line.value("priv");
        if (!one.isEmpty()) {
            if (!shown.containsKey(one)) {
                return ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
            }
            shown.keySet().removeIf(each -> !each.equalsIgnoreCase(one));
        }
        terminal.out("Listing private properties for '" + resource.name() + "':");
        ClusterListing.properties(terminal, "Resource", resource.name(), shown);
        return Exit.SUCCESS;
    }

    private static int setPrivate(Call call, Cluster cluster, ClusterLine line, Terminal terminal) {
        for (String each : line.properties()) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                return ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
            }
            String property = each.substring(0, equals);
            String value = each.substring(equals + 1).replaceFirst("(?i):(dword|str|expandstr|multistr)$", "");
            Outcome outcome = call.perform(
                    cluster, (world, it) -> Resources.setProperty(world, it, line.name(), property, value));
            if (outcome instanceof Outcome.Refused refused) {
                return ClusterListing.error(terminal, refused);
            }
        }
        if (cluster.resource(line.name()).map(Resource::online).orElse(false)) {
            terminal.out("");
            terminal.out("System warning %1$d (0x%1$08x).".formatted(WindowsError.PROPERTIES_STORED.code()));
            terminal.out(WindowsError.PROPERTIES_STORED.message());
        }
        return Exit.SUCCESS;
    }

    private static int common(Resource resource, ClusterLine line, Terminal terminal) {
        Map<String, String> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        shown.put("Name", resource.name());
        shown.put("Type", resource.type());
        shown.put("Description", "");
        String one = line.value("prop");
        if (!one.isEmpty()) {
            if (!shown.containsKey(one)) {
                return ClusterListing.error(terminal, WindowsError.INVALID_PARAMETER);
            }
            shown.keySet().removeIf(each -> !each.equalsIgnoreCase(one));
        }
        terminal.out("Listing properties for '" + resource.name() + "':");
        ClusterListing.properties(terminal, "Resource", resource.name(), shown);
        return Exit.SUCCESS;
    }
}
