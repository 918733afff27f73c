package dev.lockstep.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to happen, in the order in which they were asked for. */
public final class Faults {
    private final List<Fault> pending = new ArrayList<>();

    public synchronized void add(Fault fault) {
        pending.add(fault);
    }

    public synchronized List<Fault> pending() {
        return List.copyOf(pending);
    }

    public synchronized void clear() {
        pending.clear();
    }

    /** Takes the first fault that concerns this call, once. */
    public synchronized Optional<Fault.Kind> strike(String program, List<String> arguments) {
        for (int i = 0; i < pending.size(); i++) {
            Fault fault = pending.get(i);
            if (fault.concerns(program, arguments)) {
                if (fault.times() == 1) {
                    pending.remove(i);
                } else {
                    pending.set(i, new Fault(fault.kind(), fault.program(), fault.argument(), fault.times() - 1));
                }
                return Optional.of(fault.kind());
            }
        }
        return Optional.empty();
    }
}
