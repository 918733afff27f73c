package dev.lockstep.localstack.process;

/** The signal that asks a child to end in good order. */
public enum StopSignal {
    /** Understood by PostgreSQL as "fast shutdown"; its reaction to a termination signal is to wait for its clients. */
    INTERRUPT("INT"),
    TERMINATE("TERM");

    private final String signalName;

    StopSignal(String signalName) {
        this.signalName = signalName;
    }

    /** The name as {@code kill} and {@code setpriv} take it. */
    public String signalName() {
        return signalName;
    }
}
