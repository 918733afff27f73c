package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.process.ProcessIdentity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the platform says about itself in its state file.
 *
 * @param version of the file's form; 1
 * @param phase of the whole platform
 * @param supervisor the process that all others belong to
 * @param urls where the components that have an HTTP address answer, by component name
 * @param components every component, in start order
 */
public record PlatformState(
        int version, Phase phase, ProcessIdentity supervisor, Map<String, URI> urls, List<ComponentState> components) {
    /** The version of the form written now. */
    static final int VERSION = 1;

    public PlatformState {
        urls = Map.copyOf(urls);
        components = List.copyOf(components);
    }

    /** Where the platform stands as a whole. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    /** Where one component stands. */
    public enum Status {
        /** Waits for the components it depends on. */
        WAITING,
        STARTING,
        READY,
        /** Has ended by itself and is started again. */
        RESTARTING,
        STOPPED
    }

    /**
     * One component.
     *
     * @param name unique name
     * @param status where it stands
     * @param process the running child; null when none runs
     * @param address where it answers
     * @param log file with its output
     * @param restarts how often it was started again since the platform came up
     * @param note the reason of the wait, or what went wrong last; empty when there is nothing to say
     */
    public record ComponentState(
            String name,
            Status status,
            @Nullable ProcessIdentity process,
            URI address,
            String log,
            int restarts,
            String note) {}
}
