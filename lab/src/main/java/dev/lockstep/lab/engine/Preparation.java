package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.Change;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.Domain;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ForestPrep, DomainPrep, and how their result spreads to the other domain controllers (catalogue §2.2, §2.3); servers that are retired. */
public final class Preparation {
    public static final int SCHEMA = 6870;
    public static final int ORGANIZATION = 6903;
    public static final int DOMAIN = 6936;
    private static final List<String> GROUPS = List.of("Exchange Domain Servers", "Exchange Enterprise Servers");
    private static final String FOREST = "";
    private static final String EXCHANGE_55 = "5.5.";

    private Preparation() {}

    /** Starts ForestPrep at the schema master. */
    public static Outcome forest(DataCentre world, Tick tick) {
        return start(world, FOREST, world.directory().schemaMaster(), Work.FOREST_PREPARATION, tick);
    }

    /** Starts DomainPrep; refused until the result of ForestPrep has reached every controller of the domain. */
    public static Outcome domain(DataCentre world, String name, Tick tick) {
        Optional<Domain> domain = world.directory().domain(name);
        List<DomainController> controllers =
                domain.map(it -> world.directory().controllersOf(it.name())).orElse(List.of());
        if (controllers.isEmpty()) {
            return Outcome.Refused.because("The domain " + name + " could not be found or could not be contacted.");
        }
        for (DomainController each : controllers) {
            if (!forestPrepared(each)) {
                return Outcome.Refused.because("Setup has detected that the schema extensions of ForestPrep are not"
                        + " present on domain controller " + each.name()
                        + ". Run ForestPrep and wait until its changes have replicated.");
            }
        }
        String target = controllers.getFirst().name();
        return start(world, domain.orElseThrow().name(), target, Work.DOMAIN_PREPARATION, tick);
    }

    /** Removes an Exchange 5.5 server from its site; all controllers know at once. */
    public static Outcome retire(DataCentre world, String server) {
        boolean known = Named.find(world.directory().servers(), server)
                .filter(each -> each.build().startsWith(EXCHANGE_55))
                .isPresent();
        if (!known) {
            return Outcome.Refused.because("There is no Exchange 5.5 server " + server + " in the organization.");
        }
        Directory directory = world.directory();
        for (DomainController each : directory.controllers()) {
            directory = directory.withController(each.withReplica(each.replica().without(server)));
        }
        return new Outcome.Done(world.withDirectory(directory));
    }

    private static Outcome start(DataCentre world, String domain, String controller, Work work, Tick tick) {
        Directory directory = world.directory();
        if (directory.preparing() != null) {
            return Outcome.Refused.because("Another instance of Setup is preparing the directory.");
        }
        List<Change> changes = new ArrayList<>(directory.changes());
        changes.add(new Change.PreparationEnds(tick.due(work), domain, controller));
        return new Outcome.Done(world.withDirectory(directory
                .withPreparing(domain.equals(FOREST) ? "forest" : domain)
                .withChanges(changes)));
    }

    public static boolean forestPrepared(DomainController controller) {
        return controller.replica().schemaRangeUpper() >= SCHEMA
                && controller.replica().organizationVersion() >= ORGANIZATION;
    }

    public static boolean domainPrepared(DomainController controller) {
        return controller.replica().domainVersion() >= DOMAIN;
    }

    static DataCentre take(DataCentre world, Change change, Tick tick) {
        return switch (change) {
            case Change.PreparationEnds it -> ended(world, it, tick);
            case Change.ReplicationArrives it -> world.withDirectory(arrived(world.directory(), it));
            case Change.ResourceSettles it -> throw misplaced(it);
            case Change.ServiceSettles it -> throw misplaced(it);
            case Change.NodeReturns it -> throw misplaced(it);
            case Change.NodeJoins it -> throw misplaced(it);
            case Change.ComponentsReady it -> throw misplaced(it);
            case Change.SetupRegisters it -> throw misplaced(it);
            case Change.SetupEnds it -> throw misplaced(it);
            case Change.SystemAttendantReady it -> throw misplaced(it);
            case Change.VirtualServerUpgraded it -> throw misplaced(it);
        };
    }

    private static IllegalStateException misplaced(Change change) {
        return new IllegalStateException("not of the directory: " + change);
    }

    private static DataCentre ended(DataCentre world, Change.PreparationEnds change, Tick tick) {
        boolean forest = change.domain().equals(FOREST);
        Replica written = forest
                ? new Replica(SCHEMA, ORGANIZATION, 0, List.of(), List.of())
                : new Replica(0, 0, DOMAIN, GROUPS, List.of());
        Directory directory = world.directory().withPreparing(null);
        Work delay = forest ? Work.SCHEMA_REPLICATION : Work.DIRECTORY_REPLICATION;
        return world.withDirectory(write(directory, change.controller(), written, delay, tick));
    }

    /** Writes to one controller now and lets the result travel to all others. */
    static Directory write(Directory before, String controller, Replica written, Work delay, Tick tick) {
        DomainController target = before.controller(controller).orElseThrow();
        Replica known = target.replica().merge(written, true);
        Directory directory = before.withController(target.withReplica(known));
        List<Change> changes = new ArrayList<>(directory.changes());
        for (DomainController each : directory.controllers()) {
            if (!each.name().equalsIgnoreCase(controller)) {
                boolean sameDomain = each.domain().equalsIgnoreCase(target.domain());
                Replica travelling = new Replica(0, 0, 0, List.of(), List.of()).merge(written, sameDomain);
                changes.add(new Change.ReplicationArrives(tick.due(delay), each.name(), travelling));
            }
        }
        return directory.withChanges(changes);
    }

    private static Directory arrived(Directory directory, Change.ReplicationArrives change) {
        return directory
                .controller(change.controller())
                .map(each ->
                        directory.withController(each.withReplica(each.replica().merge(change.knowledge(), true))))
                .orElse(directory);
    }
}
