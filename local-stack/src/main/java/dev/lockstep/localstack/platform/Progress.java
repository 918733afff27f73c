package dev.lockstep.localstack.platform;

import java.net.URI;
import java.time.Duration;

/** What happens while the platform starts, runs and stops. */
public sealed interface Progress {

    /** One line for people. */
    String text();

    /** A default port is taken by another program. */
    record PortMoved(String use, int wanted, int chosen) implements Progress {
        @Override
        public String text() {
            return "port " + wanted + " is taken: " + use + " uses " + chosen;
        }
    }

    /** A process that a crashed supervisor left is waited for. */
    record Leftover(String component, long pid) implements Progress {
        @Override
        public String text() {
            return component + " of a crashed run (process " + pid + ") must end first";
        }
    }

    /** A component is not ready, and why. Told again when the reason changes, and every few seconds. */
    record Waiting(String component, String reason, Duration elapsed) implements Progress {
        @Override
        public String text() {
            return component + ": " + reason + " (" + elapsed.toSeconds() + " s)";
        }
    }

    /** A component serves. */
    record Ready(String component, URI address, Duration took) implements Progress {
        @Override
        public String text() {
            return component + " is ready at " + address + " after " + tenths(took);
        }
    }

    /** A component that served has ended by itself; it is started again after the pause. */
    record Ended(String component, int exitCode, Duration restartIn) implements Progress {
        @Override
        public String text() {
            return component + " ended with exit code " + exitCode + "; starting again in " + tenths(restartIn);
        }
    }

    /** Starting a component again did not work; it is tried again after the pause. */
    record RestartFailed(String component, String reason, Duration restartIn) implements Progress {
        @Override
        public String text() {
            return component + " could not be started again: " + reason + "; next attempt in " + tenths(restartIn);
        }
    }

    /** A component has been stopped. */
    record Stopped(String component, Duration took, boolean killed) implements Progress {
        @Override
        public String text() {
            return component + (killed ? " did not end and was killed after " : " stopped after ") + tenths(took);
        }
    }

    /** What would make the next start of a component faster could not be kept. */
    record NotKept(String component, String reason) implements Progress {
        @Override
        public String text() {
            return component + ": its classes could not be kept for faster starts: " + reason;
        }
    }

    private static String tenths(Duration duration) {
        return duration.toMillis() / 1000 + "." + duration.toMillis() % 1000 / 100 + " s";
    }
}
