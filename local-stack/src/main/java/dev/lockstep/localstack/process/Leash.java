package dev.lockstep.localstack.process;

import java.util.ArrayList;
import java.util.List;

/** How a child is tied to the life of the process that launched it, so that nothing outlives a kill -9 of the launcher. */
public enum Leash {
    /** Linux: the kernel sends the stop signal when the launching thread ends. */
    PARENT_DEATH_SIGNAL {
        @Override
        List<String> wrap(ChildSpec child, RootPolicy rootPolicy) {
            List<String> command = new ArrayList<>();
            command.add("setsid");
            if (child.refusesRoot()) {
                command.addAll(rootPolicy.prefix());
            }
            // Last, because a change of identity clears the death signal.
            command.addAll(List.of("setpriv", "--pdeathsig", child.stopSignal().signalName(), "--"));
            command.addAll(child.command());
            return command;
        }

        @Override
        StopSignal stopSignal(ChildSpec child) {
            return child.stopSignal();
        }
    },
    /** Elsewhere: a small shell script stands between, and ends the child when the launcher is gone. */
    WATCHDOG {
        @Override
        List<String> wrap(ChildSpec child, RootPolicy rootPolicy) {
            List<String> command = new ArrayList<>(List.of(
                    "/bin/sh",
                    "-c",
                    WATCHDOG_SCRIPT,
                    "watchdog",
                    Long.toString(ProcessHandle.current().pid()),
                    child.stopSignal().signalName()));
            if (child.refusesRoot()) {
                command.addAll(rootPolicy.prefix());
            }
            command.addAll(child.command());
            return command;
        }

        @Override
        StopSignal stopSignal(ChildSpec child) {
            return StopSignal.TERMINATE;
        }
    };

    /** Job control gives the child a process group of its own: Ctrl-C at the terminal must not reach it before its turn. */
    private static final String WATCHDOG_SCRIPT = """
            parent=$1; signal=$2; shift 2
            set -m 2>/dev/null || :
            "$@" &
            child=$!
            trap '' INT
            trap 'kill -"$signal" "$child" 2>/dev/null' TERM
            while kill -0 "$child" 2>/dev/null; do
              if ! kill -0 "$parent" 2>/dev/null; then kill -"$signal" "$child" 2>/dev/null; break; fi
              sleep 0.5 & wait $!
            done
            wait "$child"
            """;

    /** The command that runs the child on this leash. */
    abstract List<String> wrap(ChildSpec child, RootPolicy rootPolicy);

    /** The signal that the launched process takes as the request to end; the watchdog translates it for the child. */
    abstract StopSignal stopSignal(ChildSpec child);

    /** The best leash that this machine offers. */
    public static Leash available() {
        return Tools.answers("setpriv", "--pdeathsig", "TERM", "--", "setsid", "true") ? PARENT_DEATH_SIGNAL : WATCHDOG;
    }
}
