package dev.lockstep.lab.server;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.engine.Simulation;
import dev.lockstep.lab.engine.Tick;
import dev.lockstep.lab.world.DataCentre;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The running data centre: one value, changed one command at a time, remembered on disk before anybody sees the change.
 * Time passes by the wall clock, faster by the factor {@code speed}; what is under way goes on across a restart.
 */
public final class Lab implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Journal journal;
    private final double speed;
    private final InstantSource clock;
    private DataCentre current;

    private Lab(Journal journal, double speed, InstantSource clock, DataCentre current) {
        this.journal = journal;
        this.speed = speed;
        this.clock = clock;
        this.current = current;
    }

    /**
     * Opens the lab kept in a folder, or begins a new one there with the initial data centre.
     *
     * @throws IOException when the folder cannot be read or written
     */
    public static Lab open(Path folder, DataCentre initial, double speed, InstantSource clock) throws IOException {
        Journal journal = Journal.open(folder);
        if (journal.saved().isEmpty()) {
            journal.save(initial);
        }
        return new Lab(journal, speed, clock, journal.saved().orElse(initial));
    }

    /** The data centre as it is now. */
    public DataCentre now() {
        lock.lock();
        try {
            commit(Simulation.advance(current, tick()));
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Performs one command. When it is done it is on disk. */
    public Outcome perform(Command command) {
        lock.lock();
        try {
            Tick tick = tick();
            DataCentre before = Simulation.advance(current, tick);
            Outcome outcome = command.perform(before, tick);
            switch (outcome) {
                case Outcome.Done done -> commit(Simulation.settle(before, done.after(), tick));
                case Outcome.Refused refused -> commit(before);
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the data centre is as described; false when patience ran out first. */
    public boolean await(Predicate<DataCentre> described, Duration patience) throws InterruptedException {
        long deadline = clock.millis() + patience.toMillis();
        lock.lockInterruptibly();
        try {
            while (!described.test(now())) {
                long left = deadline - clock.millis();
                if (left <= 0) {
                    return false;
                }
                OptionalLong next = Simulation.nextDue(current);
                long pause = next.isPresent() ? Math.clamp(next.getAsLong() - clock.millis(), 1, left) : left;
                if (!changed.await(pause, TimeUnit.MILLISECONDS)) {
                    now();
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Tick tick() {
        return new Tick(clock.millis(), speed);
    }

    private void commit(DataCentre world) {
        if (world.equals(current)) {
            return;
        }
        try {
            journal.save(world);
        } catch (IOException e) {
            throw new UncheckedIOException("the lab cannot remember what happened", e);
        }
        current = world;
        changed.signalAll();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            journal.close();
        } finally {
            lock.unlock();
        }
    }
}
