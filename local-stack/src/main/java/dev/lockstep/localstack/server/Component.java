package dev.lockstep.localstack.server;

import dev.lockstep.localstack.process.ChildSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Something that runs as one child process: prepared, launched, awaited until it answers, then furnished. */
public interface Component {

    /** Unique short name, for example {@code postgresql}. */
    String name();

    /** Names of the components that must be ready before this one is launched. */
    Set<String> dependsOn();

    /** Where it can be reached once it is ready. */
    URI address();

    /** The TCP ports of 127.0.0.1 that it listens on. */
    Set<Integer> ports();

    /**
     * Does what must be done before the first launch: unpack, initialise, check that the program is there. Repeatable.
     *
     * @param progress told in a few words whenever something long begins
     * @throws IOException when it cannot be prepared; the message is for people
     */
    void prepare(Consumer<String> progress) throws IOException, InterruptedException;

    /** What to launch. */
    ChildSpec child();

    /** What is still waited for; empty when the component serves. Must answer within a few seconds. */
    Optional<String> awaited();

    /**
     * Creates what must exist inside it (roles, databases, topics) before anything that depends on it starts. Repeatable.
     *
     * @throws IOException when it refuses; the message is for people
     */
    void furnish() throws IOException, InterruptedException;

    /** How long a start may take before it counts as failed. */
    Duration startLimit();

    /** How often a child that ends while starting is launched again before the start counts as failed. */
    int startAttempts();

    /** How long it may take to end before it is killed. */
    Duration stopLimit();

    /** Why ending it takes some seconds now, if it does. */
    Optional<String> delaysStop();

    /**
     * Told when a child that had served has ended in good order.
     *
     * @throws IOException when something cannot be kept that is only good for a faster start
     */
    void stopped() throws IOException;
}
