package dev.lockstep.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.Command;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.SystemAttendantRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Given a data centre and what happened to it, when a command is given, then this follows. Time is simulated seconds. */
public final class Story {
    public static final String CLUSTER = "CLU01";
    private DataCentre world;
    private long now = 1_000_000;
    private @Nullable Outcome last;

    private Story(DataCentre world) {
        this.world = world;
    }

    /** Contoso with nothing of Exchange. */
    public static Story contoso() {
        return of(Path.of("src/main/resources/scenarios/contoso-clu01.yaml"));
    }

    public static Story of(Path document) {
        try {
            return new Story(Inventory.read(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Story of(DataCentre world) {
        return new Story(world);
    }

    /** Performs a command that must be done, and lets everything it started come to its end. */
    public Story given(Command command) {
        when(command);
        assertThat(last).isInstanceOf(Outcome.Done.class);
        return untilQuiet();
    }

    public Story when(Command command) {
        Tick tick = new Tick(now, 1);
        world = Simulation.advance(world, tick);
        last = command.perform(world, tick);
        if (last instanceof Outcome.Done done) {
            world = Simulation.settle(world, done.after(), tick);
        }
        return this;
    }

    public Story after(long seconds) {
        now += seconds * 1000;
        world = Simulation.advance(world, new Tick(now, 1));
        return this;
    }

    public Story untilQuiet() {
        for (OptionalLong next = Simulation.nextDue(world); next.isPresent(); next = Simulation.nextDue(world)) {
            now = Math.max(now, next.getAsLong());
            world = Simulation.advance(world, new Tick(now, 1));
        }
        return this;
    }

    public Story thenRefused(String part) {
        assertThat(last)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, it -> assertThat(it.message()).contains(part));
        return this;
    }

    public Story thenRefused(WindowsError error) {
        assertThat(last).isEqualTo(Outcome.Refused.of(error));
        return this;
    }

    public Story thenDone() {
        assertThat(last).isInstanceOf(Outcome.Done.class);
        return this;
    }

    public DataCentre world() {
        return world;
    }

    public Cluster cluster() {
        return world.clusters().getFirst();
    }

    public Group group(String name) {
        return cluster().group(name).orElseThrow();
    }

    public Resource resource(String name) {
        return cluster().resource(name).orElseThrow();
    }

    public Node node(String name) {
        return cluster().node(name).orElseThrow();
    }

    /** The directory prepared and known everywhere. */
    public Story prepared() {
        String domain = world.directory().domains().getFirst().name();
        return given(Preparation::forest).given((it, tick) -> Preparation.domain(it, domain, tick));
    }

    public Story windowsReady(String node) {
        List<String> components = List.of("iis_common", "iis_www", "iis_smtp", "iis_nntp", "aspnet", "complusnetwork");
        return given((it, tick) -> Components.install(it, node, components, List.of("dtcnetwork"), tick));
    }

    public Story msdtc() {
        return given(on((it, cluster) ->
                        Resources.create(it, cluster, "MSDTC", "Cluster Group", "Distributed Transaction Coordinator")))
                .given(on((it, cluster) -> Resources.addDependency(it, cluster, "MSDTC", "Cluster Name")))
                .given(on((it, cluster) -> Resources.addDependency(it, cluster, "MSDTC", "Disk Q:")))
                .given(on((it, cluster) -> Resources.online(it, cluster, "MSDTC")));
    }

    /** Everything that Setup on a node without groups wants. */
    public Story readyForSetup(String node) {
        return prepared().windowsReady(node).msdtc();
    }

    public Story installed(String node) {
        return given((it, tick) -> Setup.start(it, node, "C:\\Program Files\\Exchsrvr", it.mediaBuild(), tick))
                .given((it, tick) -> Nodes.restart(it, node, tick));
    }

    /** A group with an online address and name and the given disks of Contoso, on a node. */
    public Story placed(String group, String node, String name, String address, List<String> disks) {
        Story story = given(on((it, cluster) -> Groups.create(it, cluster, group)))
                .given(on((it, cluster) -> Groups.move(it, cluster, group, node)))
                .given(on((it, cluster) -> Resources.create(it, cluster, group + " IP", group, "IP Address")))
                .given(on((it, cluster) -> Resources.setProperty(it, cluster, group + " IP", "Address", address)))
                .given(on((it, cluster) -> Resources.create(it, cluster, group + " Name", group, "Network Name")))
                .given(on((it, cluster) -> Resources.setProperty(it, cluster, group + " Name", "Name", name)))
                .given(on((it, cluster) -> Resources.addDependency(it, cluster, group + " Name", group + " IP")))
                .given(on((it, cluster) -> Resources.online(it, cluster, group + " Name")));
        for (String disk : disks) {
            String source = story.cluster().groupOfResource(disk).orElseThrow().name();
            story = story.given(on((it, cluster) -> Groups.move(it, cluster, source, node)))
                    .given(on((it, cluster) -> Resources.moveTo(it, cluster, disk, group)));
        }
        return story;
    }

    public Command attendant(String group, String folder, List<String> disks) {
        List<String> dependencies = new ArrayList<>(disks);
        dependencies.addFirst(group + " Name");
        SystemAttendantRequest request = new SystemAttendantRequest(
                group, "First Administrative Group", "First Routing Group", folder, dependencies);
        return (it, tick) -> VirtualServers.create(it, it.clusters().getFirst(), request, tick);
    }

    /** A command on the only cluster. */
    public static Command on(OnCluster command) {
        return (world, tick) -> command.perform(world, world.clusters().getFirst());
    }

    /** A command that needs no time. */
    public interface OnCluster {
        Outcome perform(DataCentre world, Cluster cluster);
    }
}
