package dev.lockstep.lab.server;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.Tick;
import dev.lockstep.lab.world.DataCentre;

/** Something that is done to the data centre at one moment. */
@FunctionalInterface
public interface Command {
    Outcome perform(DataCentre world, Tick tick);
}
