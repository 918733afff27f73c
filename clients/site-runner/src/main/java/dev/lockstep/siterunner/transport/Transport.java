package dev.lockstep.siterunner.transport;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs programs: arguments as a list, each of which arrives as it is; the program found by its plain name in folders that the runner
 * is told; both its outputs as one, a line at a time and bounded; everything that it started ended with it at the timeout.
 */
public interface Transport {

    /**
     * Runs a command to its end.
     *
     * @param begun gets the process as soon as it runs, when it is one of this machine
     * @param line gets each complete line as soon as it is there
     */
    CommandResult run(List<String> argv, Duration timeout, Consumer<ProcessHandle> begun, Consumer<String> line)
            throws InterruptedException;
}
