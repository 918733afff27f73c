package dev.lockstep.lab.server;

import dev.lockstep.lab.engine.Mending;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The faults of the running data centre. They are part of it: what is armed or mended is remembered across a restart. */
public final class Faults {
    private final Lab lab;

    public Faults(Lab lab) {
        this.lab = lab;
    }

    /** Arms a fault; refused when it speaks of what is not there. */
    public Outcome add(Fault fault) {
        return lab.perform((world, tick) -> Mending.arm(world, fault));
    }

    /** All that are armed, those included that have happened as often as they were to. */
    public List<Fault> all() {
        return lab.now().faults();
    }

    /** Those that are still to happen. */
    public List<Fault> pending() {
        return all().stream().filter(Fault::isPending).toList();
    }

    /** Ends a fault; refused when there is none of this id. */
    public Outcome mend(String id) {
        return lab.perform((world, tick) -> Mending.mend(world, id, tick));
    }

    /** Ends every fault. */
    public void mendAll() {
        lab.perform(Mending::mendAll);
    }

    /** Takes the first fault that concerns this start of a program, once. */
    Optional<Fault> strike(String program, List<String> arguments, String node) {
        AtomicReference<Optional<Fault>> met = new AtomicReference<>(Optional.empty());
        lab.perform((world, tick) -> {
            Optional<Fault> fault = Mending.meets(world, program, arguments, node);
            met.set(fault);
            return new Outcome.Done(fault.map(world::struckBy).orElse(world));
        });
        return met.get();
    }

    /** Waits until a fault is mended, or for as long as a program can be expected to be waited for. */
    void awaitMended(Fault fault, Duration patience) throws InterruptedException {
        lab.await(world -> world.faults().stream().noneMatch(each -> each.id().equals(fault.id())), patience);
    }
}
