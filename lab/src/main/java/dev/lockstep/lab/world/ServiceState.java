package dev.lockstep.lab.world;

/** The states of a Windows service with the numbers that sc prints. */
public enum ServiceState {
    STOPPED(1),
    START_PENDING(2),
    STOP_PENDING(3),
    RUNNING(4);

    private final int number;

    ServiceState(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
