package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a supervisor that was killed may have left: children on their way out, or stuck. */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private Leftovers() {}

    /** Waits until the children named in a stale state are gone; those that do not go are killed. */
    static void await(PlatformState stale, ProgressListener listener) throws IOException, InterruptedException {
        for (ComponentState component : stale.components()) {
            if (component.process() != null) {
                ProcessHandle child = component.process().find().orElse(null);
                if (child != null) {
                    listener.on(new Progress.Leftover(component.name(), child.pid()));
                    awaitEnd(child);
                }
            }
        }
    }

    private static void awaitEnd(ProcessHandle child) throws IOException, InterruptedException {
        try {
            child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IOException("cannot wait for process " + child.pid(), e);
        }
    }
}
