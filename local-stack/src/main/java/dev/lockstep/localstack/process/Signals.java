package dev.lockstep.localstack.process;

/** Sends signals to processes. */
public final class Signals {
    private Signals() {}

    /** Sends the signal; nothing happens when the process is gone. */
    public static void send(StopSignal signal, long pid) {
        Tools.answers("kill", "-" + signal.signalName(), Long.toString(pid));
    }
}
