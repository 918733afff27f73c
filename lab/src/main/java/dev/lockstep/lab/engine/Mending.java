package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How faults are armed, happen to programs, and are mended. */
public final class Mending {
    private Mending() {}

    /** Arms a fault; refused when it speaks of what is not there, or its id is taken. */
    public static Outcome arm(DataCentre world, Fault fault) {
        if (world.faults().stream().anyMatch(each -> each.id().equals(fault.id()))) {
            return Outcome.Refused.because("There is a fault of this id already: " + fault.id());
        }
        if (!fault.node().isEmpty() && world.node(fault.node()).isEmpty()) {
            return Outcome.Refused.because("There is no node of this name: " + fault.node());
        }
        if (!fault.resource().isEmpty()
                && world.clusters().stream()
                        .filter(each -> fault.cluster().isEmpty() || each.name().equalsIgnoreCase(fault.cluster()))
                        .noneMatch(each -> each.resource(fault.resource()).isPresent())) {
            return Outcome.Refused.because("There is no resource of this name: " + fault.resource());
        }
        if (!fault.controller().isEmpty()
                && world.directory().controller(fault.controller()).isEmpty()) {
            return Outcome.Refused.because("There is no domain controller of this name: " + fault.controller());
        }
        List<Fault> armed = new ArrayList<>(world.faults());
        armed.add(fault);
        return new Outcome.Done(world.withFaults(armed));
    }

    /** The first fault that a start of a program meets. */
    public static Optional<Fault> meets(DataCentre world, String program, List<String> arguments, String node) {
        return world.faults().stream()
                .filter(each -> each.isPending() && each.concerns(program, arguments, node))
                .findFirst();
    }

    /** Ends a fault, and what it keeps from happening happens; refused when there is none of this id. */
    public static Outcome mend(DataCentre world, String id, Tick tick) {
        List<Fault> left = new ArrayList<>(world.faults());
        Optional<Fault> fault =
                left.stream().filter(each -> each.id().equals(id)).findFirst();
        if (fault.isEmpty()) {
            return Outcome.Refused.because("There is no fault of this id: " + id);
        }
        left.remove(fault.orElseThrow());
        return new Outcome.Done(after(world.withFaults(left), fault.orElseThrow(), tick));
    }

    /** Ends every fault. */
    public static Outcome mendAll(DataCentre world, Tick tick) {
        DataCentre mended = world.withFaults(List.of());
        for (Fault each : world.faults()) {
            mended = after(mended, each, tick);
        }
        return new Outcome.Done(mended);
    }

    private static DataCentre after(DataCentre world, Fault mended, Tick tick) {
        return mended.kind() == Fault.Kind.NODE_STAYS_DOWN ? Nodes.switchOn(world, mended.node(), tick) : world;
    }
}
