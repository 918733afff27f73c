package dev.lockstep.localstack;

import dev.lockstep.localstack.process.ChildProcess;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.Component;
import dev.lockstep.localstack.server.Starter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A real server for tests that can be killed and started again, on the same port with the same data. */
public abstract sealed class TestServer implements AutoCloseable permits TestPostgresql, TestKafka, TestKeycloak {
    private final Component component;
    private final Launcher launcher;
    private @Nullable ChildProcess child;

    TestServer(Component component, Launcher launcher) {
        this.component = component;
        this.launcher = launcher;
        start();
    }

    /** Starts it, unless it runs, and waits until it serves. */
    public final synchronized void start() {
        if (child != null && child.isAlive()) {
            return;
        }
        try {
            child = new Starter(launcher).start(component, progress -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + component.name(), e);
        }
    }

    /** Kills it without notice (kill -9) and waits until the process is gone. */
    public final synchronized void kill() {
        end(ChildProcess::kill);
    }

    /** Ends it in good order. The data stay until the JVM ends: it can be started again. */
    public final synchronized void stop() {
        end(running -> running.stop(component.stopLimit()));
    }

    @Override
    public final void close() {
        stop();
    }

    private void end(Ending ending) {
        if (child != null) {
            try {
                ending.apply(child);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while ending " + component.name(), e);
            }
        }
    }

    private interface Ending {
        void apply(ChildProcess child) throws InterruptedException;
    }
}
