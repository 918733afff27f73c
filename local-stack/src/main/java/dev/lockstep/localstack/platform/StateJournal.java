package dev.lockstep.localstack.platform;

import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.platform.PlatformState.Phase;
import dev.lockstep.localstack.platform.PlatformState.Status;
import dev.lockstep.localstack.process.ProcessIdentity;
import dev.lockstep.localstack.server.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keeps the state file and the listener up to date with what happens to the components. */
final class StateJournal {
    private final StateFile file;
    private final ProgressListener listener;
    private final ProcessIdentity supervisor = ProcessIdentity.of(ProcessHandle.current());
    private final Map<String, ComponentState> components = new LinkedHashMap<>();
    private final Map<String, Long> beginnings = new LinkedHashMap<>();
    private Phase phase = Phase.STARTING;

    StateJournal(StateFile file, ProgressListener listener, List<Component> components) {
        this.file = file;
        this.listener = listener;
        for (Component component : components) {
            this.components.put(
                    component.name(),
                    new ComponentState(
                            component.name(),
                            Status.WAITING,
                            null,
                            component.address(),
                            component.child().log().toString(),
                            0,
                            ""));
            beginnings.put(component.name(), System.nanoTime());
        }
        write();
    }

    synchronized void phase(Phase next) {
        phase = next;
        write();
    }

    synchronized PlatformState state() {
        Map<String, URI> urls = new LinkedHashMap<>();
        for (ComponentState component : components.values()) {
            if ("http".equals(component.address().getScheme())) {
                urls.put(component.name(), component.address());
            }
        }
        return new PlatformState(PlatformState.VERSION, phase, supervisor, urls, List.copyOf(components.values()));
    }

    synchronized void waiting(Component component, String reason) {
        ComponentState now = of(component);
        if (!now.note().equals(reason)) {
            change(component, before -> with(before, before.status(), before.process(), before.restarts(), reason));
        }
        listener.on(new Progress.Waiting(component.name(), reason, elapsed(component.name())));
    }

    /** Tells again what the component waits for. */
    synchronized void remind(Component component) {
        ComponentState now = of(component);
        if (!now.note().isEmpty()) {
            listener.on(new Progress.Waiting(component.name(), now.note(), elapsed(component.name())));
        }
    }

    synchronized void launched(Component component, ProcessIdentity process) {
        change(component, before -> {
            Status status = before.status() == Status.RESTARTING ? Status.RESTARTING : Status.STARTING;
            return with(before, status, process, before.restarts(), before.note());
        });
    }

    synchronized void ready(Component component, ProcessIdentity process, Duration took) {
        change(component, before -> with(before, Status.READY, process, before.restarts(), ""));
        listener.on(new Progress.Ready(component.name(), component.address(), took));
    }

    synchronized void ended(Component component, int exitCode, Duration restartIn) {
        beginnings.put(component.name(), System.nanoTime());
        change(
                component,
                before -> with(
                        before, Status.RESTARTING, null, before.restarts() + 1, "ended with exit code " + exitCode));
        listener.on(new Progress.Ended(component.name(), exitCode, restartIn));
    }

    synchronized void restartFailed(Component component, String reason, Duration restartIn) {
        change(component, before -> with(before, Status.RESTARTING, null, before.restarts() + 1, reason));
        listener.on(new Progress.RestartFailed(component.name(), reason, restartIn));
    }

    synchronized void stopped(Component component, Duration took, boolean killed) {
        change(component, before -> with(before, Status.STOPPED, null, before.restarts(), ""));
        listener.on(new Progress.Stopped(component.name(), took, killed));
    }

    synchronized void notKept(Component component, String reason) {
        listener.on(new Progress.NotKept(component.name(), reason));
    }

    private Duration elapsed(String component) {
        return Duration.ofNanos(System.nanoTime() - beginnings.getOrDefault(component, System.nanoTime()));
    }

    private ComponentState of(Component component) {
        ComponentState state = components.get(component.name());
        if (state == null) {
            throw new IllegalArgumentException("unknown component " + component.name());
        }
        return state;
    }

    private void change(Component component, UnaryOperator<ComponentState> change) {
        components.put(component.name(), change.apply(of(component)));
        write();
    }

    private void write() {
        try {
            file.write(state());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ComponentState with(
            ComponentState before, Status status, @Nullable ProcessIdentity process, int restarts, String note) {
        return new ComponentState(before.name(), status, process, before.address(), before.log(), restarts, note);
    }
}
